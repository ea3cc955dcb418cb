import type { DriverStop } from '@doorstep/contract';
import { isOpen, type Route } from './foresee-route.ts';

/** What is to be done at one door: the open parcels of one recipient at one stop, for one picture proves one drop-off. */
export interface DoorTask {
  readonly stop: DriverStop;
  readonly bell: string;
  readonly parcels: DriverStop['parcels'];
  readonly mayBeLeft: DriverStop['parcels'][number]['mayBeLeft'];
  readonly safePlace: string | null;
  readonly safePlaceNote: string | null;
  readonly photo: DriverStop['parcels'][number]['photo'];
  /** Others at this stop whose turn comes after this one. */
  readonly othersHere: number;
}

/** The stops where something is left to do, the next one first. */
export function remainingStops(route: Route): readonly DriverStop[] {
  const open = route.stops.filter((stop) => stop.status !== 'completed' && stop.parcels.some(isOpen));
  const next = open.find(({ id }) => id === route.nextStopId);
  return next === undefined ? open : [next, ...open.filter((stop) => stop !== next)];
}

/** The task at the next stop; null where nothing is left. */
export function nextTask(route: Route): DoorTask | null {
  const [stop] = remainingStops(route);
  return stop === undefined ? null : taskAt(stop);
}

function taskAt(stop: DriverStop): DoorTask | null {
  const open = stop.parcels.filter(isOpen);
  const first = open[0];
  if (first === undefined) return null;
  const parcels = open.filter((parcel) => goTogether(first, parcel));
  const { recipientName: bell, mayBeLeft, safePlace, photo } = first;
  const safePlaceNote = first.safePlaceNote ?? null;
  const rest = open.filter((parcel) => !parcels.includes(parcel));
  const othersHere = new Set(rest.map(({ recipientName }) => recipientName)).size;
  return { stop, bell, parcels, mayBeLeft, safePlace, safePlaceNote, photo, othersHere };
}

/** Same name, same rules: a parcel whose rules differ is a matter of its own, even behind the same bell. */
function goTogether(a: DriverStop['parcels'][number], b: DriverStop['parcels'][number]): boolean {
  return (
    a.recipientName === b.recipientName &&
    a.photo.answer === b.photo.answer &&
    a.mayBeLeft.answer === b.mayBeLeft.answer &&
    a.safePlace === b.safePlace
  );
}
