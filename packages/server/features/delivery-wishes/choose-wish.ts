import type { ChosenDelivery, WishRefused } from '@doorstep/contract';
import {
  type DeliveryDays,
  type DeliveryWish,
  isId,
  isSameNeighbour,
  neighbourFrom,
  offeredDays,
  otherDayRefusal,
  wishRefusal,
} from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { holdCommands, type RecipientsParcel, readRecipientsParcel } from '../../db/recipients-parcel.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { appendWish, countWishes } from './wishes.store.ts';

export interface WishDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly deliveryDays: DeliveryDays;
}

type ChoosingAnswer =
  | { readonly ok: true; readonly chosen: ChosenDelivery }
  | { readonly ok: false; readonly code: WishRefused };

/** Each is kept until after the parcel's end, so there is an end to their number. */
const mostWishes = 20;

/**
 * Takes down who may take the parcel in; the driver's next look at the route has it. Until the driver's *arrive* is
 * committed, and 20 times for one parcel. The same again changes nothing.
 */
export async function chooseWish(
  deps: WishDeps,
  chosen: {
    askerId: string;
    parcelId: string;
    wish: DeliveryWish;
    neighbour: { name: string; houseNumber?: string } | null;
  },
): Promise<ChoosingAnswer> {
  const { askerId, parcelId, wish } = chosen;
  if (!isId('parcel', parcelId)) return { ok: false, code: 'not_found' };
  const named = wish === 'neighbour' ? neighbourFrom(chosen.neighbour) : null;
  if (typeof named === 'string') return { ok: false, code: named };

  const done = await deps.db.transaction().execute(async (trx) => {
    const found = await readRecipientsParcel(trx, askerId, parcelId);
    if (!found) return { refusal: 'not_found' as const };
    if (found.routeId !== null) await holdCommands(trx, found.routeId);
    // Read again: the driver may have arrived while we waited for the route.
    const parcel = await readRecipientsParcel(trx, askerId, parcelId);
    if (!parcel) return { refusal: 'not_found' as const };
    const refusal = wishRefusal({ ...parcel, wish });
    if (refusal) return { refusal };
    const isSame = parcel.ownWish === wish && isSameNeighbour(parcel.ownNeighbour, named);
    if (isSame) return { refusal: null, routeId: null };
    if ((await countWishes(trx, parcelId)) >= mostWishes) return { refusal: 'too_often' as const };
    await appendWish(trx, { askerId, parcelId, wish, neighbour: named, at: deps.clock.now() });
    return { refusal: null, routeId: parcel.routeId };
  });
  if (done.refusal) return { ok: false, code: done.refusal };
  deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  if (done.routeId) deps.bus.publish('route_changed', { routeId: done.routeId });
  const now = await readChosen(deps, { askerId, parcelId });
  return now ? { ok: true, chosen: now } : { ok: false, code: 'not_found' };
}

/** What is chosen for a parcel, and what can be; `undefined` where this asker has no recipient's rights. */
export async function readChosen(
  deps: Pick<WishDeps, 'db' | 'clock' | 'deliveryDays'>,
  asked: { askerId: string; parcelId: string },
): Promise<ChosenDelivery | undefined> {
  if (!isId('parcel', asked.parcelId)) return undefined;
  const parcel = await readRecipientsParcel(deps.db, asked.askerId, asked.parcelId);
  if (!parcel) return undefined;
  const offered = daysFor(parcel, deps);
  return {
    wish: parcel.ownWish,
    neighbour: parcel.ownNeighbour,
    standing: parcel.ownWishStands,
    counts: parcel.wish,
    countsFrom: parcel.wishFrom,
    open: wishRefusal({ ...parcel, wish: 'usual' }) === null,
    neighbourOpen: wishRefusal({ ...parcel, wish: 'neighbour' }) === null,
    againstWish: parcel.againstWish,
    serviceDate: parcel.serviceDate,
    otherDays: otherDayRefusal({ ...parcel, ...startedOf(parcel), offered, day: null }) === null ? [...offered] : [],
  };
}

/** The days that could be named for it, if any may be. */
export function daysFor(parcel: RecipientsParcel, deps: Pick<WishDeps, 'clock' | 'deliveryDays'>): readonly string[] {
  if (parcel.serviceDate === null) return [];
  const today = Temporal.Instant.fromEpochMilliseconds(deps.clock.now()).toZonedDateTimeISO(parcel.timeZone);
  return offeredDays(parcel.serviceDate, today.toPlainDate().toString(), deps.deliveryDays);
}

export function startedOf({ routePhase }: RecipientsParcel): { routeStarted: boolean } {
  return { routeStarted: routePhase === 'started' };
}
