import type { NamedDropOff } from '@doorstep/contract';
import { type DropOffRefusal, dropOffRefusal, isId, safePlaceFrom } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { holdCommands, type RecipientsParcel, readRecipientsParcel } from '../../db/recipients-parcel.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { appendDropOff, countDropOffs } from './drop-offs.store.ts';

export interface DropOffDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Tells the recipients, in the transaction, that it stands on the route. */
  readonly announce: (trx: Db, named: { parcelIds: readonly string[]; now: number }) => Promise<void>;
}

export type NamingAnswer =
  | { readonly ok: true; readonly dropOff: NamedDropOff }
  | {
      readonly ok: false;
      readonly code: 'not_found' | DropOffRefusal | 'too_often' | 'place_empty' | 'place_too_long';
    };

/** Each is kept until after the parcel's end, so there is an end to their number. */
const mostNamings = 20;

/**
 * Takes down where a recipient wants a parcel left; the driver's next look at the route has it. Accepted until the
 * driver's *arrive* is committed, and 20 times for one parcel. The same words again change nothing.
 */
export async function nameDropOff(
  deps: DropOffDeps,
  wish: { askerId: string; parcelId: string; place: string; note: string | null },
): Promise<NamingAnswer> {
  const { askerId, parcelId } = wish;
  const words = safePlaceFrom(wish.place);
  if (!words.ok) return words;
  const { place } = words;
  const note = wish.note?.trim() || null;
  if (!isId('parcel', parcelId)) return { ok: false, code: 'not_found' };

  const named = await deps.db.transaction().execute(async (trx) => {
    const found = await readRecipientsParcel(trx, askerId, parcelId);
    if (!found) return { refusal: 'not_found' as const };
    if (found.routeId !== null) await holdCommands(trx, found.routeId);
    // Read again: the driver may have arrived while we waited for the route.
    const parcel = await readRecipientsParcel(trx, askerId, parcelId);
    if (!parcel) return { refusal: 'not_found' as const };
    const refusal = dropOffRefusal(parcel);
    if (refusal) return { refusal };
    if (parcel.place === place && parcel.note === note) return { refusal: null, routeId: parcel.routeId };
    if ((await countDropOffs(trx, parcelId)) >= mostNamings) return { refusal: 'too_often' as const };
    const now = deps.clock.now();
    await appendDropOff(trx, { askerId, parcelId, place, note, at: now });
    await deps.announce(trx, { parcelIds: [parcelId], now });
    return { refusal: null, routeId: parcel.routeId };
  });
  if (named.refusal) return { ok: false, code: named.refusal };
  deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  if (named.routeId) deps.bus.publish('route_changed', { routeId: named.routeId });
  return { ok: true, dropOff: { place, note, open: true } };
}

/** What a recipient named last for a parcel; `undefined` where this asker has no recipient's rights. */
export async function readDropOff(
  deps: Pick<DropOffDeps, 'db'>,
  asked: { askerId: string; parcelId: string },
): Promise<NamedDropOff | undefined> {
  if (!isId('parcel', asked.parcelId)) return undefined;
  const parcel = await readRecipientsParcel(deps.db, asked.askerId, asked.parcelId);
  return parcel ? dropOffOf(parcel) : undefined;
}

function dropOffOf(parcel: RecipientsParcel): NamedDropOff {
  const refusal = dropOffRefusal(parcel);
  // What was named before nothing could come of it any more is no promise.
  if (refusal === 'confidential' || refusal === 'not_possible' || refusal === 'only_recipient')
    return { place: null, note: null, open: false };
  return { place: parcel.place, note: parcel.note, open: refusal === null };
}
