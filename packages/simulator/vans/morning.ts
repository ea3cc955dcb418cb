import { type Coordinates, distanceMetres } from '@doorstep/domain';
import type { RouteToDrive } from '../plan-drive.ts';
import type { RoadPath, RoadPlace, Roads } from '../town/road-graph.ts';
import { type Deed, deedsAt, serviceSecondsAt } from './deeds.ts';
import { breakMinutes, leavingMinutes, type Manners } from './manners.ts';
import { motionAlong, type VanAt } from './motion.ts';
import { nextStopOf } from './next-stop.ts';
import { roadPlaceOf, type Stop } from './van.ts';

/** One thing that happened, so many seconds after the start of the route. */
export type Happening = { readonly seconds: number } & (
  | { readonly kind: 'fix'; readonly van: VanAt }
  | { readonly kind: 'go_next'; readonly stop: Stop }
  | { readonly kind: 'arrive'; readonly stop: Stop }
  | { readonly kind: 'settle'; readonly stop: Stop; readonly deeds: readonly Deed[] }
  | { readonly kind: 'take_break' | 'resume' }
);

export interface Morning {
  readonly happenings: readonly Happening[];
  readonly seconds: number;
  /** Where the van stands at the end, and for which stop. */
  readonly here: RoadPlace;
  readonly lastStop: Stop | null;
}

/** A phone in a hurry to save power: one place a minute. */
const fixSeconds = 60;
/** On the way to the last stops it measures as it does while somebody may watch: what a page shows next grows out of it. */
const denselyMeasuredStops = 3;
const denseMovingSeconds = 2;
const denseStandingSeconds = 10;
/** Nearer to the next door than this the van is taken to have arrived there (a server's rule), with room for bad measuring. */
const clearOfDoorMetres = 70;

/**
 * How the first stops of a route are driven, from its start until so many are completed; and then `onwardMetres` of the way
 * to the next one, where that is not yet at its door. Pure.
 */
export function morningOf(input: {
  readonly route: RouteToDrive;
  readonly roads: Roads;
  readonly seed: number;
  readonly manners: Manners;
  readonly stops: number;
  readonly onwardMetres?: number;
}): Morning {
  const { roads, seed, manners } = input;
  const happenings: Happening[] = [];
  let route = input.route;
  let seconds = leavingMinutes * 60;
  let nextFixAt = 1;
  let here = roads.nearest(route.depot);
  let heading = 0;
  let lastStop: Stop | null = null;

  let isDense = false;

  function fixesUntil(until: number, vanAt: (seconds: number) => VanAt) {
    while (nextFixAt <= until) {
      const van = vanAt(nextFixAt);
      heading = van.headingDegrees;
      happenings.push({ kind: 'fix', seconds: nextFixAt, van });
      const whenDense = van.metresPerSecond > 0 ? denseMovingSeconds : denseStandingSeconds;
      nextFixAt += isDense ? whenDense : fixSeconds;
    }
  }
  const standing = (place: Coordinates) => (): VanAt => ({
    place,
    headingDegrees: heading,
    metresPerSecond: 0,
    metres: 0,
  });

  fixesUntil(seconds, standing(here.place));
  for (let served = 0; served < input.stops; served += 1) {
    const next = nextStopOf(route, manners);
    if (next === null) break;
    const { stop, position } = next;
    const target = roadPlaceOf(roads, stop);
    const motion = motionAlong(roads.path(here, target));
    const leftAt = seconds;
    if (!isDense && served >= input.stops - denselyMeasuredStops) {
      isDense = true;
      nextFixAt = Math.min(nextFixAt, leftAt + 1);
    }
    if (next.saidAloud) happenings.push({ kind: 'go_next', seconds, stop });
    seconds += motion.seconds;
    fixesUntil(seconds, (at) => motion.at(at - leftAt));
    happenings.push({ kind: 'arrive', seconds, stop });
    here = target;
    seconds += serviceSecondsAt(stop, position, seed);
    fixesUntil(seconds, standing(here.place));
    happenings.push({ kind: 'settle', seconds, stop, deeds: deedsAt(onItsWay(stop), position, manners, seed) });
    lastStop = stop;
    route = completed(route, stop.id);
    if (manners.breakAfter === position) {
      happenings.push({ kind: 'take_break', seconds: seconds + 5 });
      seconds += breakMinutes * 60;
      happenings.push({ kind: 'resume', seconds });
      nextFixAt = seconds + 1;
    }
  }
  const halt = haltOnTheWay(input, { route, here });
  if (halt !== null) {
    const motion = motionAlong(roads.path(here, halt));
    const leftAt = seconds;
    seconds += motion.seconds;
    fixesUntil(seconds, (at) => motion.at(at - leftAt));
    here = halt;
  }
  happenings.push({ kind: 'fix', seconds: seconds + 2, van: standing(here.place)() });
  return { happenings, seconds: seconds + 3, here, lastStop };
}

/** Null where it is too near to the next stop, or there is none. */
function haltOnTheWay(
  { roads, manners, onwardMetres = 0 }: Parameters<typeof morningOf>[0],
  { route, here }: { readonly route: RouteToDrive; readonly here: RoadPlace },
): RoadPlace | null {
  const next = nextStopOf(route, manners);
  if (next === null || onwardMetres === 0) return null;
  const path = roads.path(here, roadPlaceOf(roads, next.stop));
  const onward = placeOn(path, onwardMetres);
  if (onward === null) return null;
  const halt = roads.nearest(onward);
  return distanceMetres(halt.place, next.stop) < clearOfDoorMetres ? null : halt;
}

function placeOn({ points }: RoadPath, metres: number): Coordinates | null {
  let left = metres;
  for (const [index, to] of points.entries()) {
    const from = points[index - 1] ?? to;
    const length = distanceMetres(from, to);
    if (length > left)
      return {
        lat: from.lat + ((to.lat - from.lat) * left) / length,
        lon: from.lon + ((to.lon - from.lon) * left) / length,
      };
    left -= length;
  }
  return points.at(-1) ?? null;
}

/** Before the start every parcel still waits at the depot; by now it is on the van. */
function onItsWay(stop: Stop): Stop {
  return { ...stop, parcels: stop.parcels.map((parcel) => ({ ...parcel, state: 'on_its_way' })) };
}

function completed(route: RouteToDrive, stopId: string): RouteToDrive {
  const stops = route.stops.map((stop) => (stop.id === stopId ? { ...stop, status: 'completed' as const } : stop));
  return { ...route, stops };
}
