import type { NewCommand } from '@doorstep/outbox';
import type { DoorTask } from './door-task.ts';
import type { Measured } from './sample-position.ts';

export type DeliverHow = Extract<NewCommand, { type: 'deliver' }>['how'];
export type AttemptReason = Extract<NewCommand, { type: 'attempt' }>['reason'];

/** How a visit at a door ends. */
export type Ending =
  | {
      readonly type: 'deliver';
      readonly how: DeliverHow;
      readonly place?: string;
      /** Asked "is this the right door?", the driver said yes. */
      readonly rightDoor?: true;
      /** Told of the recipient's wish, the driver says that it is done otherwise already. */
      readonly despiteWish?: true;
    }
  | { readonly type: 'attempt'; readonly reason: AttemptReason };

export type Delivery = Extract<Ending, { type: 'deliver' }>;

/** Ways to leave a parcel without a person. */
export type LeftHow = Extract<DeliverHow, 'safe_place' | 'mailbox' | 'locker'>;

/** How a visit ends where the parcel is left as was said of it. */
export function leftWhere({
  mailbox,
  locker,
  safePlace,
}: Pick<DoorTask, 'mailbox' | 'locker' | 'safePlace'>): Delivery {
  if (mailbox) return { type: 'deliver', how: 'mailbox' };
  if (locker !== null) return { type: 'deliver', how: 'locker' };
  return { type: 'deliver', how: 'safe_place', ...(safePlace === null ? {} : { place: safePlace }) };
}

/** What was done last, for as long as it can be taken back. */
export interface LastDone {
  readonly stopId: string;
  readonly bell: string;
  readonly ending: Ending;
  readonly withPhoto: boolean;
  readonly parcelIds: readonly string[];
  /** By the server's clock, epoch milliseconds. */
  readonly doneAt: number;
}

const undoMillis = 60_000;

/** For how much longer it can be; `now` by the server's clock. */
export function undoSecondsLeft(last: LastDone | null, now: number): number {
  return last === null ? 0 : Math.max(0, Math.ceil((last.doneAt + undoMillis - now) / 1_000));
}

/**
 * Where a visit ended. With a picture that is where it was taken: where the phone did not know, it is not made up later,
 * when the driver may be back at the van.
 */
export function placeOfEnd(
  picture: { readonly place: Measured | null } | null,
  placeNow: () => Measured | null,
): Measured | null {
  return picture === null ? placeNow() : picture.place;
}

/** What the server is told of a visit that ends like this: that it began, if that has not been said yet, and its end. */
export function visitEnds(
  { stop, parcels }: DoorTask,
  ending: Ending,
  photo: { readonly id: string; readonly takenAt: number } | null,
  place: Measured | null,
): NewCommand[] {
  const arrive: NewCommand[] = stop.status === 'open' ? [{ type: 'arrive', stopId: stop.id }] : [];
  const at = { stopId: stop.id, parcelIds: parcels.map(({ id }) => id) };
  if (ending.type === 'attempt') return [...arrive, { ...ending, ...at }];
  const proof = photo === null ? {} : { photoId: photo.id, photoTakenAt: new Date(photo.takenAt).toISOString() };
  const stands =
    place === null
      ? {}
      : { standsAt: { lat: place.lat, lon: place.lon, accuracyMetres: Math.min(place.accuracyMetres, 100_000) } };
  return [...arrive, { ...ending, ...at, ...proof, ...stands }];
}
