import type { ParcelState } from '../delivery/states.ts';
import type { Bilingual } from '../text/language.ts';

/** What a recipient may report of a delivery (rules.md section 5): it opens a case and freezes the photo's retention. */
export const reportKinds = ['missing', 'damaged', 'wrong_place', 'not_my_door'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What a case may be about: a recipient's report, or a dispute that customer service opened. */
export const caseKinds = [...reportKinds, 'dispute'] as const;
export type CaseKind = (typeof caseKinds)[number];

export function isReportKind(kind: unknown): kind is ReportKind {
  return reportKinds.some((known) => known === kind);
}

/** How long a note on a report, a look or a closed case may be, in characters. */
export const longestNote = 500;

/** What decides whether something may be reported of, or confirmed about, a delivery. */
export interface ReportFacts {
  readonly otherCarrier: boolean;
  readonly state: ParcelState;
}

export type ReportRefusal = 'other_carrier' | 'not_delivered';

export interface ReportRow {
  readonly row: number;
  readonly when: (facts: ReportFacts) => boolean;
  readonly refusal: ReportRefusal | null;
  readonly condition: Bilingual;
}

export const reportRows: readonly ReportRow[] = [
  {
    row: 1,
    when: ({ otherCarrier }) => otherCarrier,
    refusal: 'other_carrier',
    condition: { de: 'ein anderer Zusteller hat es gebracht', en: 'another carrier brought it' },
  },
  {
    row: 2,
    when: ({ state }) => state !== 'delivered',
    refusal: 'not_delivered',
    condition: { de: 'es ist nicht als zugestellt gemeldet', en: 'it is not said to be delivered' },
  },
  { row: 3, when: () => true, refusal: null, condition: { de: 'sonst', en: 'otherwise' } },
];

/** So long after a delivery the driver is likely to be near enough to come back. */
const nearMillis = 30 * 60_000;

/** Whether "not my door" still reaches the driver while it is worth going back: the route lasts, the delivery is fresh. */
export function driverIsNear(delivery: { readonly since: number; readonly routeLasts: boolean; readonly now: number }) {
  return delivery.routeLasts && delivery.now - delivery.since <= nearMillis;
}

/** Why nothing can be reported of this delivery, or null where it can. The first row that holds answers. */
export function reportRefusal(facts: ReportFacts): ReportRefusal | null {
  return reportRows.find((row) => row.when(facts))?.refusal ?? null;
}

/**
 * Which cases "parcel received" settles. That it came says nothing about the state it came in, and a dispute that
 * customer service opened is for customer service to close.
 */
export const settledByReceipt: Readonly<Record<CaseKind, boolean>> = {
  missing: true,
  damaged: false,
  wrong_place: true,
  not_my_door: true,
  dispute: false,
};
