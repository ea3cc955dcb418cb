import type { SaidAnswer, StandingRefused, StandingWish, StandingWishChange, StandingWishes } from '@doorstep/contract';
import { isSameNeighbour, neighbourFrom, noteFrom, safePlaceFrom } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { readPlaceOfParcel, readReceivedParcels, readReceivedPlaces } from '../../db/received.ts';
import { holdCommands, readRecipientsParcel } from '../../db/recipients-parcel.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { appendStanding, countStanding, lockStanding, readStanding } from './standing-wishes.store.ts';

export interface StandingWishDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Tells the recipients, in the transaction, that the place stands on the route. */
  readonly announceDropOff: (trx: Db, named: { parcelIds: readonly string[]; now: number }) => Promise<void>;
}

/** Each is kept for a while after it was replaced, so there is an end to their number. */
const mostSayings = 50;
const sayingsWithinMillis = 24 * 3_600_000;

const usual: StandingWish = { place: null, note: null, mailbox: false, wish: 'usual', neighbour: null };

/** What this account said once for all parcels, for all of its addresses and for each. */
export async function readStandingWishes({ db }: { readonly db: Db }, accountId: string): Promise<StandingWishes> {
  const [said, places] = await Promise.all([readStanding(db, accountId), readReceivedPlaces(db, accountId)]);
  return {
    all: said.get(null) ?? usual,
    addresses: places.map(({ key, parcelId, line }) => ({ parcelId, addressLine: line, own: said.get(key) ?? null })),
  };
}

/**
 * Takes down what holds from this second on for every parcel to an address, or to all: also for one on the van, whose
 * driver has not tapped *arrive* there. What was said of a parcel alone goes on counting for it. 50 times a day.
 */
export async function sayStanding(
  deps: StandingWishDeps,
  accountId: string,
  { parcelId, wish: given }: StandingWishChange,
): Promise<SaidAnswer<StandingRefused>> {
  const words = given === null ? ({ ok: true, wish: null } as const) : wishFrom(given);
  if (!words.ok) return words;
  const { db, bus } = deps;
  const place = parcelId === null ? null : await readPlaceOfParcel(db, accountId, parcelId);
  // Of a confidential address there is no list to choose in.
  if (parcelId !== null && (place === null || place.confidential)) return { ok: false, code: 'not_found' };
  const placeKey = place?.key ?? null;
  // For all addresses nothing special is what holds anyway; at one it is a choice.
  const wish = placeKey === null && isSame(words.wish, usual) ? null : words.wish;

  const affected = (await readReceivedParcels(db, accountId)).filter(
    (parcel) => placeKey === null || parcel.placeKey === placeKey,
  );
  const routeIds = [...new Set(affected.flatMap((parcel) => parcel.routeId ?? []))].toSorted();
  const done = await db.transaction().execute(async (trx) => {
    await lockStanding(trx, accountId);
    const before = (await readStanding(trx, accountId)).get(placeKey) ?? null;
    if (isSame(before, wish)) return 'same';
    // An *arrive* comes before or after it, never between.
    for (const routeId of routeIds) await holdCommands(trx, routeId);
    const now = deps.clock.now();
    if ((await countStanding(trx, accountId, now - sayingsWithinMillis)) >= mostSayings) return 'too_often';
    await appendStanding(trx, { accountId, placeKey, wish, at: now });
    if (wish !== null && wish.place !== null && wish.place !== before?.place)
      await deps.announceDropOff(trx, { parcelIds: await whereItStands(trx, accountId, affected, wish.place), now });
    return 'said';
  });
  if (done === 'too_often') return { ok: false, code: 'too_often' };
  if (done === 'same') return { ok: true };
  bus.publish('parcels_changed', { parcelIds: affected.map(({ id }) => id) });
  for (const routeId of routeIds) bus.publish('route_changed', { routeId });
  return { ok: true };
}

/** Of the parcels that are on a route, those that are left there from now on. */
async function whereItStands(
  trx: Db,
  accountId: string,
  parcels: readonly { id: string; routeId: string | null }[],
  place: string,
): Promise<string[]> {
  const left: string[] = [];
  for (const { id, routeId } of parcels) {
    if (routeId === null) continue;
    const parcel = await readRecipientsParcel(trx, accountId, id);
    if (parcel && !parcel.otherCarrier && parcel.leave.from === 'standing' && parcel.leave.place === place)
      left.push(id);
  }
  return left;
}

type Given = NonNullable<StandingWishChange['wish']>;
type Words =
  | { readonly ok: true; readonly wish: StandingWish }
  | { readonly ok: false; readonly code: StandingRefused };

function wishFrom(given: Given): Words {
  const place = given.place?.trim() ? safePlaceFrom(given.place) : ({ ok: true, place: null } as const);
  if (!place.ok) return { ok: false, code: 'place_too_long' };
  const note = noteFrom(given.note ?? '');
  if (!note.ok) return note;
  const wish = given.wish ?? 'usual';
  const neighbour = wish === 'neighbour' ? neighbourFrom(given.neighbour ?? null) : null;
  if (typeof neighbour === 'string') return { ok: false, code: neighbour };
  return {
    ok: true,
    wish: { place: place.place, note: note.note, mailbox: given.mailbox === true, wish, neighbour },
  };
}

function isSame(one: StandingWish | null, other: StandingWish | null): boolean {
  if (one === null || other === null) return one === other;
  return (
    one.place === other.place &&
    one.note === other.note &&
    one.mailbox === other.mailbox &&
    one.wish === other.wish &&
    isSameNeighbour(one.neighbour, other.neighbour)
  );
}
