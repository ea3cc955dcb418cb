import type { DriverStop } from '@doorstep/contract';
import { isOpen, type Route } from './foresee-route.ts';

/** What is to be done at one door: the open parcels of one recipient at one stop, for one picture proves one drop-off. */
export interface DoorTask {
  readonly stop: DriverStop;
  readonly bell: string;
  readonly parcels: DriverStop['parcels'];
  readonly mayBeLeft: DriverStop['parcels'][number]['mayBeLeft'];
  readonly safePlace: string | null;
  readonly safePlaceNotes: readonly string[];
  /** It goes there by the recipient's choice: into the mailbox, or to this locker. */
  readonly mailbox: boolean;
  readonly locker: string | null;
  /** What its recipients let every driver know: one parcel may have a word that the next behind this bell has not. */
  readonly standingNotes: readonly string[];
  readonly photo: DriverStop['parcels'][number]['photo'];
  /** Who may take it in, as the recipient wishes; left out where nothing was chosen. */
  readonly wish?: DriverStop['parcels'][number]['wish'];
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

/** Which task a screen was opened for. */
export interface TaskIds {
  readonly stopId: string;
  readonly parcelIds: readonly string[];
}

export function idsOf({ stop, parcels }: DoorTask): TaskIds {
  return { stopId: stop.id, parcelIds: parcels.map(({ id }) => id) };
}

/** That task as the route has it now, with those of its parcels that are still open; null where none is. */
export function findTask(route: Route, { stopId, parcelIds }: TaskIds): DoorTask | null {
  const stop = remainingStops(route).find(({ id }) => id === stopId);
  return stop === undefined ? null : taskAt(stop, parcelIds);
}

function taskAt(stop: DriverStop, only?: readonly string[]): DoorTask | null {
  const atDoor = stop.parcels.filter(isOpen);
  const open = atDoor.filter(({ id }) => only?.includes(id) ?? true);
  const first = open[0];
  if (first === undefined) return null;
  const parcels = open.filter((parcel) => goTogether(first, parcel));
  const { recipientName: bell, mayBeLeft, safePlace, photo } = first;
  const { mailbox = false, locker = null } = first;
  const rest = atDoor.filter((parcel) => !parcels.includes(parcel));
  const othersHere = new Set(rest.map(({ recipientName }) => recipientName)).size;
  const wish = first.wish === undefined ? {} : { wish: first.wish };
  const places = { mayBeLeft, safePlace, mailbox, locker };
  const notes = {
    safePlaceNotes: differing(parcels.map(({ safePlaceNote }) => safePlaceNote)),
    standingNotes: differing(parcels.map(({ standingNote }) => standingNote)),
  };
  return { stop, bell, parcels, ...places, ...notes, photo, ...wish, othersHere };
}

function differing(notes: readonly (string | null | undefined)[]): readonly string[] {
  return [...new Set(notes.flatMap((note) => note ?? []))];
}

/** Same name, same rules: a parcel whose rules differ is a matter of its own, even behind the same bell. */
function goTogether(a: DriverStop['parcels'][number], b: DriverStop['parcels'][number]): boolean {
  return (
    a.recipientName === b.recipientName &&
    a.photo.answer === b.photo.answer &&
    a.photo.mandatory === b.photo.mandatory &&
    a.photo.atNeighbour === b.photo.atNeighbour &&
    a.mayBeLeft.answer === b.mayBeLeft.answer &&
    a.safePlace === b.safePlace &&
    a.mailbox === b.mailbox &&
    a.locker === b.locker &&
    a.wish?.sentence === b.wish?.sentence
  );
}
