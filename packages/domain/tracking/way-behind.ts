import { bearingDegrees, type Coordinates, distanceMetres } from '../geo/coordinates.ts';

/** A dot that follows a van: where it is shown, and the way the van drove from there to where it is now. */
export interface FollowingDot {
  readonly place: Coordinates;
  readonly headingDegrees: number | null;
  /** The places the van has passed beyond the dot, the farthest last; empty where the dot is at the van. */
  readonly ahead: readonly Coordinates[];
}

/** A way that comes back to within this distance of itself has closed a loop. */
const loopMetres = 15;
/** Neighbouring places of a way lie near each other without any loop; so many metres of way are none yet. */
const leastLoopMetres = 45;
/** More places than any lag has, so that a way that is never followed stays bounded. */
const mostPlaces = 160;

/** How many metres of way lie between the dot and the van. */
export function metresBehind({ place, ahead }: FollowingDot): number {
  let metres = 0;
  let from = place;
  for (const to of ahead) {
    metres += distanceMetres(from, to);
    from = to;
  }
  return metres;
}

/**
 * The van has come to a new place. Where it came back to its own way, what lies between is cut out: a dot that drove
 * into a dead end and out again would show by its turning where the van stood.
 */
export function withPlaceAhead<Dot extends FollowingDot>(dot: Dot, place: Coordinates): Dot {
  const kept = dot.ahead.length === 0 ? dot.ahead : beforeLoop(dot, place);
  const ahead = [...(kept.length >= mostPlaces ? kept.slice(1) : kept), place];
  return { ...dot, ahead };
}

function beforeLoop({ place: start, ahead }: FollowingDot, place: Coordinates): readonly Coordinates[] {
  const metresFrom = metresToEnd(start, ahead);
  if (isClosedAt(start, metresFrom[0] ?? 0, place)) return [];
  const at = ahead.findIndex((each, index) => isClosedAt(each, metresFrom[index + 1] ?? 0, place));
  return at === -1 ? ahead : ahead.slice(0, at + 1);
}

const isClosedAt = (earlier: Coordinates, metresSince: number, place: Coordinates) =>
  metresSince > leastLoopMetres && distanceMetres(earlier, place) <= loopMetres;

/** From the start and from each place, the metres of way to the last one. */
function metresToEnd(start: Coordinates, ahead: readonly Coordinates[]): number[] {
  const all = [start, ...ahead];
  const metres = new Array<number>(all.length).fill(0);
  for (let index = all.length - 2; index >= 0; index -= 1) {
    const [here, next] = [all[index], all[index + 1]];
    if (here !== undefined && next !== undefined) metres[index] = (metres[index + 1] ?? 0) + distanceMetres(here, next);
  }
  return metres;
}

/**
 * The same, and then on until it is so far `away` from where it was as the crow flies, at the `most` so many metres of way:
 * on a way that folds, as errors of measuring make it, it would else stand where it stood.
 */
export function movedAway(
  dot: FollowingDot,
  { metres, away, most }: { readonly metres: number; readonly away: number; readonly most: number },
): FollowingDot {
  let moved = movedAlong(dot, metres);
  for (let farther = metres + 1; farther <= most && distanceMetres(dot.place, moved.place) < away; farther += 1)
    moved = movedAlong(dot, farther);
  return moved;
}

/** The dot so many metres farther on its way, at the most where the van is; the very same dot where it does not move. */
export function movedAlong(dot: FollowingDot, metres: number): FollowingDot {
  let left = metres;
  let { place, headingDegrees } = dot;
  for (const [index, next] of dot.ahead.entries()) {
    if (left <= 0)
      return index === 0 && place === dot.place ? dot : { place, headingDegrees, ahead: dot.ahead.slice(index) };
    const leg = distanceMetres(place, next);
    if (leg > 0) headingDegrees = bearingDegrees(place, next);
    if (leg > left) {
      const share = left / leg;
      place = { lat: place.lat + (next.lat - place.lat) * share, lon: place.lon + (next.lon - place.lon) * share };
      return { place, headingDegrees, ahead: dot.ahead.slice(index) };
    }
    left -= leg;
    place = next;
  }
  return dot.ahead.length === 0 ? dot : { place, headingDegrees, ahead: [] };
}
