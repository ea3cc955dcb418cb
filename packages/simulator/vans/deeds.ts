import { type Chance, createChance } from '../chance.ts';
import type { AttemptReason, Manners } from './manners.ts';
import type { Stop } from './van.ts';

type Parcel = Stop['parcels'][number];

/** What the driver does with some parcels of a stop. */
export type Deed =
  | {
      readonly kind: 'deliver';
      readonly parcelIds: readonly string[];
      readonly how: 'recipient' | 'household' | 'safe_place' | 'mailbox' | 'locker';
      readonly place: string | null;
      readonly photographed: boolean;
    }
  | { readonly kind: 'attempt'; readonly parcelIds: readonly string[]; readonly reason: AttemptReason };

const openStates: ReadonlySet<string> = new Set(['on_its_way', 'arriving']);
const householdShare = 0.25;

/**
 * What happens at a stop: what may be left stands where its recipient wants it (in the mailbox where no place is
 * named), is photographed where that is allowed, and all else is handed over, to nobody but the recipient where that is
 * the wish, or attempted where the manners say so.
 * One deed and one picture for each recipient. The same stop, seed and manners give the same deeds.
 */
export function deedsAt(stop: Stop, position: number, manners: Manners, seed: number): Deed[] {
  const chance = createChance(seed * 10_007 + position);
  const open = stop.parcels.filter(({ state }) => openStates.has(state));
  const groups = Map.groupBy(open, (parcel) =>
    [
      ...[parcel.recipientName, parcel.mayBeLeft.answer, parcel.safePlace ?? '', parcel.photo.answer],
      ...[parcel.wish?.code, parcel.mailbox, parcel.locker],
    ].join('\n'),
  );
  return [...groups.values()].map((parcels) => deedFor(parcels, manners.attempts.get(position) ?? null, chance));
}

function deedFor(parcels: readonly Parcel[], attempt: AttemptReason | null, chance: Chance): Deed {
  const parcelIds = parcels.map(({ id }) => id);
  const [first] = parcels;
  if (first?.mayBeLeft.answer) {
    return {
      kind: 'deliver',
      parcelIds,
      how: first.locker !== undefined ? 'locker' : first.safePlace === null ? 'mailbox' : 'safe_place',
      place: first.safePlace,
      photographed: first.photo.answer,
    };
  }
  if (attempt !== null) return { kind: 'attempt', parcelIds, reason: attempt };
  const isSomeoneElse = chance.next() < householdShare && first?.wish?.code !== 'only_recipient';
  const how = isSomeoneElse ? 'household' : 'recipient';
  return { kind: 'deliver', parcelIds, how, place: null, photographed: false };
}

/** How long it takes at the door: about as planned. */
export function serviceSecondsAt(stop: Stop, position: number, seed: number): number {
  return stop.serviceSeconds * (0.8 + createChance(seed * 10_009 + position).next() * 0.4);
}
