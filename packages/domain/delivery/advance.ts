import type { Bilingual } from '../text/language.ts';
import type { EpochMillis } from '../time.ts';
import {
  type AttemptReason,
  type DeliveredHow,
  type MoveRequirement,
  type ParcelEvent,
  type ParcelMove,
  type ParcelState,
  parcelMoves,
  undoSeconds,
} from './states.ts';

/** Where a parcel stands before a move; `since` is when it came into that state. */
export interface ParcelStanding {
  readonly state: ParcelState;
  readonly how: DeliveredHow | null;
  readonly since: EpochMillis;
}

/** A move that someone asks for. What a kind of move does not need may be left out. */
export interface RequestedMove {
  readonly event: ParcelEvent;
  readonly at: EpochMillis;
  /** `delivered`: to whom or where. */
  readonly how?: DeliveredHow;
  /** `attempted`: why not. */
  readonly reason?: AttemptReason;
  /** `tried_again`: whether the route it was on has not been finished. */
  readonly routeLasts?: boolean;
  /** `tried_again` after a delivery: whether the recipient reported that it was not their door. */
  readonly notMyDoorReported?: boolean;
  /** `postponed`: the named day, YYYY-MM-DD. */
  readonly day?: string;
  /** `lost`, `damaged`: whether staff says so. */
  readonly byStaff?: boolean;
}

export const moveRefusalCodes = [
  'move_not_allowed',
  'how_missing',
  'reason_missing',
  'undo_too_late',
  'route_over',
  'not_my_door_report_missing',
  'day_missing',
  'staff_only',
] as const;
export type MoveRefusalCode = (typeof moveRefusalCodes)[number];

export type Advanced =
  | {
      readonly ok: true;
      readonly to: ParcelState;
      readonly how: DeliveredHow | null;
      readonly attemptReason: AttemptReason | null;
      /** A new attempt starts views, thresholds and notifications afresh. The first begins with the plan, not with a move. */
      readonly startsNewAttempt: boolean;
      /** An outcome that was told is no longer true: its photo goes, and `delivery_corrected` is sent. */
      readonly raisesOutcomeVersion: boolean;
    }
  | { readonly ok: false; readonly code: MoveRefusalCode; readonly sentence: Bilingual };

interface Requirement {
  readonly holds: (parcel: ParcelStanding, move: RequestedMove) => boolean;
  readonly code: MoveRefusalCode;
  /** For the printed rules. */
  readonly words: Bilingual;
}

export const requirementRules: Readonly<Record<MoveRequirement, Requirement>> = {
  how_named: {
    // "collected" is the outcome of the pick-up counter, never of a van's stop.
    holds: (_, move) => move.how !== undefined && move.how !== 'collected',
    code: 'how_missing',
    words: { de: 'nennt, wie zugestellt wurde', en: 'names how it was delivered' },
  },
  reason_named: {
    holds: (_, move) => move.reason !== undefined,
    code: 'reason_missing',
    words: { de: 'nennt, warum nicht zugestellt wurde', en: 'names why it was not delivered' },
  },
  made_on_the_route: {
    holds: (parcel) => parcel.how !== 'collected',
    code: 'move_not_allowed',
    words: { de: 'nicht nach einer Abholung', en: 'not after a collection' },
  },
  within_undo_time: {
    holds: (parcel, move) => move.at - parcel.since <= undoSeconds * 1000,
    code: 'undo_too_late',
    words: { de: `innerhalb von ${undoSeconds} Sekunden`, en: `within ${undoSeconds} seconds` },
  },
  route_lasts: {
    holds: (_, move) => move.routeLasts === true,
    code: 'route_over',
    words: { de: 'solange die Tour dauert', en: 'while the route lasts' },
  },
  not_my_door_reported: {
    holds: (_, move) => move.notMyDoorReported === true,
    code: 'not_my_door_report_missing',
    words: { de: 'nach der Meldung „nicht meine Tür“', en: 'after the report "not my door"' },
  },
  day_named: {
    holds: (_, move) => move.day !== undefined,
    code: 'day_missing',
    words: { de: 'nennt den neuen Tag', en: 'names the new day' },
  },
  by_staff: {
    holds: (_, move) => move.byStaff === true,
    code: 'staff_only',
    words: { de: 'nur durch Personal', en: 'by staff only' },
  },
};

export const moveRefusalSentences: Readonly<Record<MoveRefusalCode, Bilingual>> = {
  move_not_allowed: {
    de: 'Das geht im jetzigen Zustand des Pakets nicht.',
    en: 'The present state of the parcel does not allow this.',
  },
  how_missing: { de: 'Es fehlt, wie zugestellt wurde.', en: 'How it was delivered is missing.' },
  reason_missing: { de: 'Es fehlt, warum nicht zugestellt wurde.', en: 'Why it was not delivered is missing.' },
  undo_too_late: {
    de: `Zurücknehmen geht nur ${undoSeconds} Sekunden lang.`,
    en: `Undo is possible for ${undoSeconds} seconds only.`,
  },
  route_over: {
    de: 'Die Tour ist beendet. Ein zweiter Versuch ist erst auf der nächsten Tour möglich.',
    en: 'The route is over. A second try is possible on the next route.',
  },
  not_my_door_report_missing: {
    de: 'Ein zugestelltes Paket wird nur nach der Meldung „nicht meine Tür“ noch einmal zugestellt.',
    en: 'A delivered parcel is tried again only after the report "not my door".',
  },
  day_missing: { de: 'Es fehlt der neue Tag.', en: 'The new day is missing.' },
  staff_only: { de: 'Das darf nur das Personal eintragen.', en: 'Only staff may record this.' },
};

/**
 * Moves a parcel along `parcelMoves`. Whatever the table does not hold is refused with a code and a sentence; nothing
 * is thrown. `at` and `since` are corrected instants (rules.md section 8).
 */
export function advance(parcel: ParcelStanding, move: RequestedMove): Advanced {
  const row = parcelMoves.find((each) => each.event === move.event && each.from.includes(parcel.state));
  if (row === undefined) return refuse('move_not_allowed');
  for (const requirement of row.requires) {
    const rule = requirementRules[requirement];
    if (!rule.holds(parcel, move)) return refuse(rule.code);
  }
  return {
    ok: true,
    to: row.to,
    how: howAfter(row, move),
    attemptReason: row.to === 'attempted' ? (move.reason ?? null) : null,
    startsNewAttempt: row.event === 'tried_again',
    raisesOutcomeVersion: row.event === 'undone',
  };
}

function howAfter(row: ParcelMove, move: RequestedMove): DeliveredHow | null {
  if (row.event === 'collected') return 'collected';
  return row.to === 'delivered' ? (move.how ?? null) : null;
}

function refuse(code: MoveRefusalCode): Advanced {
  return { ok: false, code, sentence: moveRefusalSentences[code] };
}
