import type { OwnCase, Received } from '@doorstep/contract';
import {
  driverIsNear,
  isId,
  longestNote,
  type ReportKind,
  type ReportRefusal,
  reportRefusal,
  visibleLine,
} from '@doorstep/domain';
import { accountOf } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { countCases, noteReceived, openCase, readOwnDelivery, readReports } from './cases.store.ts';

export interface CasesDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  /** In the transaction that received a parcel or closed its case: photos whose end that brings, end. */
  readonly settlePhotosOf: (trx: Db, parcelIds: readonly string[], now: number) => Promise<void>;
}

export type ReportAnswer =
  | { readonly ok: true; readonly case: OwnCase; readonly isNew: boolean }
  | { readonly ok: false; readonly code: 'not_found' | ReportRefusal | 'too_often' | 'note_too_long' };

/** Each is kept, so there is an end to their number. */
const mostCases = 20;

/**
 * A recipient says that something is wrong with a delivery: a case is open from now on, and no photo of that delivery is
 * destroyed before it is closed. The same report again is the same case.
 */
export async function reportDelivery(
  deps: CasesDeps,
  report: { askerId: string; parcelId: string; kind: ReportKind; note: string | null },
): Promise<ReportAnswer> {
  const { askerId, parcelId, kind } = report;
  if (!isId('parcel', parcelId)) return { ok: false, code: 'not_found' };
  const note = visibleLine(report.note ?? '') || null;
  if (note !== null && [...note].length > longestNote) return { ok: false, code: 'note_too_long' };
  const done = await deps.db.transaction().execute(async (trx): Promise<ReportAnswer & { routeId?: string | null }> => {
    const delivery = await readOwnDelivery(trx, askerId, parcelId, 'lock');
    if (!delivery) return { ok: false, code: 'not_found' };
    const refusal = reportRefusal(delivery);
    if (refusal) return { ok: false, code: refusal };
    if ((await countCases(trx, parcelId)) >= mostCases) return { ok: false, code: 'too_often' };
    const { attempt, outcomeVersion, routeId } = delivery;
    const id = newId('case');
    const now = deps.clock.now();
    const opened = await openCase(trx, {
      ...{ id, parcelId, attempt, outcomeVersion, kind, accountId: accountOf(askerId), note, now },
      openedBy: 'recipient',
    });
    return { ok: true, case: opened, isNew: opened.id === id, routeId };
  });
  if (!done.ok) return done;
  deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  // The driver who stood at the wrong door may still be near the right one.
  if (kind === 'not_my_door' && done.routeId) deps.bus.publish('route_changed', { routeId: done.routeId });
  return { ok: true, case: done.case, isNew: done.isNew };
}

export type ReceivedAnswer =
  | { readonly ok: true; readonly received: Received }
  | { readonly ok: false; readonly code: 'not_found' | ReportRefusal };

/** A recipient says that the parcel is there: what was reported missing is settled, and a deleted photo's key dies now. */
export async function confirmReceived(
  deps: CasesDeps,
  confirmed: { askerId: string; parcelId: string },
): Promise<ReceivedAnswer> {
  const { askerId, parcelId } = confirmed;
  if (!isId('parcel', parcelId)) return { ok: false, code: 'not_found' };
  const done = await deps.db.transaction().execute(async (trx): Promise<ReceivedAnswer> => {
    const delivery = await readOwnDelivery(trx, askerId, parcelId, 'lock');
    if (!delivery) return { ok: false, code: 'not_found' };
    const refusal = reportRefusal(delivery);
    if (refusal) return { ok: false, code: refusal };
    const { attempt, outcomeVersion } = delivery;
    const now = deps.clock.now();
    const noted = await noteReceived(trx, { parcelId, attempt, outcomeVersion, askerId, now });
    await deps.settlePhotosOf(trx, [parcelId], now);
    return {
      ok: true,
      received: { receivedAt: noted.receivedAt.toISOString(), closedCases: noted.closedCases },
    };
  });
  if (done.ok) deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  return done;
}

/** What a recipient may still say, and has said, of a delivery; `undefined` where the parcel is not this asker's. */
export async function readClaims(deps: Pick<CasesDeps, 'db' | 'clock'>, asked: { askerId: string; parcelId: string }) {
  if (!isId('parcel', asked.parcelId)) return undefined;
  const delivery = await readOwnDelivery(deps.db, asked.askerId, asked.parcelId, 'look');
  if (!delivery) return undefined;
  const { attempt, outcomeVersion, receivedAt } = delivery;
  const open = reportRefusal(delivery) === null;
  return {
    open,
    driverNear: open && driverIsNear({ ...delivery, now: deps.clock.now() }),
    receivedAt: receivedAt?.toISOString() ?? null,
    reports: await readReports(deps.db, { parcelId: asked.parcelId, attempt, outcomeVersion }),
  };
}
