import type { DropOffRefused, NamedDropOff } from '@doorstep/contract';
import { dropOffRefusal, isId, noteFrom, safePlaceFrom } from '@doorstep/domain';
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

type NamingAnswer =
  | { readonly ok: true; readonly dropOff: NamedDropOff }
  | { readonly ok: false; readonly code: DropOffRefused };

/** Each is kept until after the parcel's end, so there is an end to their number. */
const mostNamings = 20;

/**
 * Takes down where a recipient wants a parcel left, `place` null: nowhere; the driver's next look at the route has it.
 * Accepted until the driver's *arrive* is committed, and 20 times for one parcel. The same words again change nothing. A
 * `note` that is left out stays what it was for this parcel; an empty one or null is none.
 */
export async function nameDropOff(
  deps: DropOffDeps,
  wish: { askerId: string; parcelId: string; place: string | null; note?: string | null },
): Promise<NamingAnswer> {
  const { askerId, parcelId } = wish;
  const words = wordsFrom(wish);
  if (!words.ok) return words;
  const { place } = words;
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
    const note = place === null ? null : words.note === undefined ? (parcel.named?.note ?? null) : words.note;
    if (parcel.named !== null && parcel.named.place === place && parcel.named.note === note)
      return { refusal: null, routeId: parcel.routeId };
    if ((await countDropOffs(trx, parcelId)) >= mostNamings) return { refusal: 'too_often' as const };
    const now = deps.clock.now();
    await appendDropOff(trx, { askerId, parcelId, place, note, at: now });
    if (place !== null) await deps.announce(trx, { parcelIds: [parcelId], now });
    return { refusal: null, routeId: parcel.routeId };
  });
  if (named.refusal) return { ok: false, code: named.refusal };
  deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  if (named.routeId) deps.bus.publish('route_changed', { routeId: named.routeId });
  const dropOff = await readDropOff(deps, { askerId, parcelId });
  return dropOff ? { ok: true, dropOff } : { ok: false, code: 'not_found' };
}

type Words =
  | { readonly ok: true; readonly place: string | null; readonly note: string | null | undefined }
  | { readonly ok: false; readonly code: DropOffRefused };

function wordsFrom(wish: { place: string | null; note?: string | null }): Words {
  const place = wish.place === null ? ({ ok: true, place: null } as const) : safePlaceFrom(wish.place);
  if (!place.ok) return place;
  if (wish.note === undefined) return { ...place, note: undefined };
  const note = noteFrom(wish.note ?? '');
  return note.ok ? { ...place, note: note.note } : note;
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
  // Another carrier leaves it where it does.
  const leave = parcel.otherCarrier ? nowhereSaid : parcel.leave;
  return { ...leave, open: refusal === null };
}

const nowhereSaid: Omit<NamedDropOff, 'open'> = { place: null, note: null, from: null, mailbox: false, locker: null };
