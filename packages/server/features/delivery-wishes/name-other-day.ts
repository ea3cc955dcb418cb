import type { ChosenDelivery, DayRefused } from '@doorstep/contract';
import { isId, otherDayRefusal } from '@doorstep/domain';
import { accountOf } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { readRecipientsParcel } from '../../db/recipients-parcel.ts';
import { daysFor, readChosen, startedOf, type WishDeps } from './choose-wish.ts';
import { holdPlan, moveParcel } from './wishes.store.ts';

export interface OtherDayDeps extends WishDeps {
  /** Notes, in the transaction of the move, that the others who receive the parcel are to be told of it. */
  readonly announceOtherDay: (
    trx: Db,
    moved: { parcelId: string; times: number; except: string | null; now: number },
  ) => Promise<void>;
}

type MovingAnswer =
  | { readonly ok: true; readonly chosen: ChosenDelivery }
  | { readonly ok: false; readonly code: DayRefused };

/**
 * "Not today": the parcel leaves the plan of its day and waits at the depot for the named one, until its route has
 * started. No import puts it on a plan of an earlier day again. The day it has already changes nothing.
 */
export async function nameOtherDay(
  deps: OtherDayDeps,
  named: { askerId: string; parcelId: string; day: string },
): Promise<MovingAnswer> {
  const { askerId, parcelId, day } = named;
  if (!isId('parcel', parcelId)) return { ok: false, code: 'not_found' };
  const done = await deps.db.transaction().execute(async (trx) => {
    const found = await readRecipientsParcel(trx, askerId, parcelId);
    if (!found) return { refusal: 'not_found' as const };
    await holdPlan(trx, found.routeId, parcelId);
    // Read again: the route may have started, or been planned anew, while we waited for it.
    const parcel = await readRecipientsParcel(trx, askerId, parcelId);
    if (!parcel) return { refusal: 'not_found' as const };
    if (parcel.serviceDate === day && parcel.timesMoved > 0) return { refusal: null, routeId: null };
    const offered = daysFor(parcel, deps);
    // Planned for another route meanwhile, which nobody holds: as late as if it had started.
    const routeStarted = startedOf(parcel).routeStarted || parcel.routeId !== found.routeId;
    const refusal = otherDayRefusal({ ...parcel, routeStarted, offered, day });
    if (refusal) return { refusal };
    const { attempt, stopId, routeId } = parcel;
    const now = deps.clock.now();
    await moveParcel(trx, { parcelId, attempt, stopId, routeId, day, at: now });
    // Whoever said so knows it; a guest has no account to be left out.
    const times = parcel.timesMoved + 1;
    await deps.announceOtherDay(trx, { parcelId, times, except: accountOf(askerId), now });
    return { refusal: null, routeId };
  });
  if (done.refusal) return { ok: false, code: done.refusal };
  deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  if (done.routeId) deps.bus.publish('route_changed', { routeId: done.routeId });
  const chosen = await readChosen(deps, { askerId, parcelId });
  return chosen ? { ok: true, chosen } : { ok: false, code: 'not_found' };
}
