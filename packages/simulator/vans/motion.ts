import { bearingDegrees, type Coordinates, distanceMetres } from '@doorstep/domain';
import type { RoadPath } from '../town/road-graph.ts';

export interface VanAt {
  readonly place: Coordinates;
  readonly headingDegrees: number;
  readonly metresPerSecond: number;
  /** From the beginning of the way. */
  readonly metres: number;
}

/** A van's drive along a way, from standing to standing. */
export interface Motion {
  readonly seconds: number;
  readonly lengthMetres: number;
  /** Where it is so many seconds after it set off; before and after it stands at the ends. */
  at(seconds: number): VanAt;
}

const accelerating = 1.5;
const braking = 1.8;
/** What a van full of parcels takes in corners, metres per second squared. */
const sideways = 2.2;
const turningMetresPerSecond = 1.4;
/** Corners are cut a little: the bend uses at most so much of the road before and after. */
const bendMetres = 12;

interface Stretch {
  readonly from: Coordinates;
  readonly to: Coordinates;
  readonly headingDegrees: number;
  readonly lengthMetres: number;
  readonly beginsAtSeconds: number;
  readonly beginsAtMetres: number;
  readonly enter: number;
  readonly peak: number;
  readonly leave: number;
  readonly seconds: number;
}

/**
 * How a van drives a way: it gathers speed, keeps to the road's, slows down before corners by how sharp they are, and
 * comes to a stand at the end. Pure.
 */
export function motionAlong(path: RoadPath): Motion {
  const speeds = speedsAtPoints(path);
  const stretches: Stretch[] = [];
  let [seconds, metres] = [0, 0];
  for (let index = 0; index < path.points.length - 1; index += 1) {
    const [from, to] = [path.points[index], path.points[index + 1]];
    if (from === undefined || to === undefined) continue;
    const lengthMetres = distanceMetres(from, to);
    if (lengthMetres < 0.01) continue;
    const [enter, leave] = [speeds[index] ?? 0, speeds[index + 1] ?? 0];
    const reachable = Math.sqrt(
      (2 * accelerating * braking * lengthMetres + braking * enter ** 2 + accelerating * leave ** 2) /
        (accelerating + braking),
    );
    const peak = Math.max(enter, leave, Math.min(reachable, path.metresPerSecond[index] ?? 1));
    const cruising =
      lengthMetres - (peak ** 2 - enter ** 2) / 2 / accelerating - (peak ** 2 - leave ** 2) / 2 / braking;
    const takes = (peak - enter) / accelerating + Math.max(0, cruising) / peak + (peak - leave) / braking;
    stretches.push({
      from,
      to,
      headingDegrees: bearingDegrees(from, to),
      lengthMetres,
      beginsAtSeconds: seconds,
      beginsAtMetres: metres,
      enter,
      peak,
      leave,
      seconds: takes,
    });
    seconds += takes;
    metres += lengthMetres;
  }
  const start = path.points[0] ?? { lat: 0, lon: 0 };
  return { seconds, lengthMetres: metres, at: (elapsed) => vanAt(stretches, start, Math.min(elapsed, seconds)) };
}

function vanAt(stretches: readonly Stretch[], start: Coordinates, elapsed: number): VanAt {
  const index = stretches.findLastIndex(({ beginsAtSeconds }) => beginsAtSeconds <= elapsed);
  const stretch = stretches[Math.max(0, index)];
  if (stretch === undefined) return { place: start, headingDegrees: 0, metresPerSecond: 0, metres: 0 };
  const { metres, speed } = within(stretch, Math.max(0, elapsed - stretch.beginsAtSeconds));
  const share = Math.min(1, metres / stretch.lengthMetres);
  const { from, to } = stretch;
  return {
    place: { lat: from.lat + (to.lat - from.lat) * share, lon: from.lon + (to.lon - from.lon) * share },
    headingDegrees: stretch.headingDegrees,
    metresPerSecond: speed,
    metres: stretch.beginsAtMetres + Math.min(metres, stretch.lengthMetres),
  };
}

/** Gathering speed, then even, then braking. */
function within(stretch: Stretch, elapsed: number): { metres: number; speed: number } {
  const { enter, peak, leave, seconds, lengthMetres } = stretch;
  const rising = (peak - enter) / accelerating;
  const falling = (peak - leave) / braking;
  if (elapsed < rising)
    return { metres: enter * elapsed + (accelerating * elapsed ** 2) / 2, speed: enter + accelerating * elapsed };
  const left = Math.max(0, seconds - elapsed);
  if (left < falling)
    return { metres: lengthMetres - leave * left - (braking * left ** 2) / 2, speed: leave + braking * left };
  return { metres: (peak ** 2 - enter ** 2) / 2 / accelerating + peak * (elapsed - rising), speed: peak };
}

/** The fastest the van may be at each point, with what it needs to gather speed before and to brake behind. */
function speedsAtPoints({ points, metresPerSecond }: RoadPath): number[] {
  const lengths = points.slice(1).map((point, index) => distanceMetres(points[index] ?? point, point));
  const speeds = points.map((_, index) => {
    if (index === 0 || index === points.length - 1) return 0;
    const roads = Math.min(metresPerSecond[index - 1] ?? 1, metresPerSecond[index] ?? 1);
    return Math.min(roads, bendSpeed(points, lengths, index));
  });
  for (let index = 1; index < speeds.length; index += 1) {
    const reach = Math.sqrt((speeds[index - 1] ?? 0) ** 2 + 2 * accelerating * (lengths[index - 1] ?? 0));
    speeds[index] = Math.min(speeds[index] ?? 0, reach);
  }
  for (let index = speeds.length - 2; index >= 0; index -= 1) {
    const reach = Math.sqrt((speeds[index + 1] ?? 0) ** 2 + 2 * braking * (lengths[index] ?? 0));
    speeds[index] = Math.min(speeds[index] ?? 0, reach);
  }
  return speeds;
}

function bendSpeed(points: readonly Coordinates[], lengths: readonly number[], index: number): number {
  const [before, here, after] = [points[index - 1], points[index], points[index + 1]];
  if (before === undefined || here === undefined || after === undefined) return turningMetresPerSecond;
  const turn = Math.abs(((bearingDegrees(here, after) - bearingDegrees(before, here) + 540) % 360) - 180);
  const straight = Math.min(lengths[index - 1] ?? 0, lengths[index] ?? 0, bendMetres);
  const radius = straight / 2 / Math.tan((Math.min(turn, 179) * Math.PI) / 360);
  return Math.max(turningMetresPerSecond, Math.sqrt(sideways * radius));
}
