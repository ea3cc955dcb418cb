import { distanceMetres } from '../packages/domain/index.ts';

export interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** An accepted fix; `fixedAt` in epoch milliseconds. */
export interface WayPlace extends Place {
  readonly fixedAt: number;
}

/** Where the dot was drawn at a moment of the page's own clock. */
export interface Sample extends Place {
  readonly atMillis: number;
}

export interface DotFaults {
  /** Moved much faster than the van did there, glides that catch up included. */
  readonly leaps: number;
  /** Went back along the way it came. */
  readonly backwards: number;
  /** Drawn beside the way that the accepted fixes make. */
  readonly astray: number;
  /** The end of the way that was reached, 0 to 1. */
  readonly reached: number;
}

/** A marker stands on whole pixels, and a pixel is about half a metre where the samples are taken. */
const drawnWithinMetres = 2;
/** How far along the way the next sample is looked for: where the way crosses itself, it is not to jump over. */
const ahead = 6;
/**
 * A glide lasts a second at most, so a page that was held up catches up at several times the van's speed. A dot that is
 * put from fix to fix without a glide moves eight times as fast as its van, sampled eight times a second.
 */
const catchingUp = 5;
const standingMetresPerSecond = 1;

/** Holds the dot as it was drawn against the way of the accepted fixes, in the order of their times. */
export function judgeDot(samples: readonly Sample[], way: readonly WayPlace[]): DotFaults {
  const speeds = speedsOf(way);
  let leg = 0;
  let done = 0;
  let faults = { leaps: 0, backwards: 0, astray: 0 };
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    const found = nearestLeg(sample, way, leg);
    if (before) {
      const moved = Math.max(0, distanceMetres(before, sample) - drawnWithinMetres);
      const speed = (moved * 1000) / Math.max(sample.atMillis - before.atMillis, 1);
      const around = speeds.slice(Math.max(0, Math.min(leg, found.leg) - 1), found.leg + 2);
      const fastest = catchingUp * Math.max(standingMetresPerSecond, ...around);
      if (speed > fastest) faults = { ...faults, leaps: faults.leaps + 1 };
    }
    if (found.aside > drawnWithinMetres) faults = { ...faults, astray: faults.astray + 1 };
    // Legs of a standing car are shorter than a pixel: only what can be seen is a step back.
    const at = found.leg + found.share;
    if (at < done && distanceMetres(sample, placeAt(way, done)) > 2 * drawnWithinMetres)
      faults = { ...faults, backwards: faults.backwards + 1 };
    done = Math.max(done, at);
    leg = Math.max(leg, found.leg);
  }
  return { ...faults, reached: way.length < 2 ? 1 : done / (way.length - 1) };
}

/** How fast the van was on each leg, in metres per second. */
function speedsOf(way: readonly WayPlace[]): readonly number[] {
  return way.slice(1).map((to, index) => {
    const from = way[index];
    return from ? (distanceMetres(from, to) * 1000) / Math.max(to.fixedAt - from.fixedAt, 1) : 0;
  });
}

/** The leg of the way on which a place lies, a little back or ahead of the one before. */
function nearestLeg(place: Place, way: readonly Place[], from: number) {
  let best = { leg: from, share: 0, aside: Number.POSITIVE_INFINITY };
  for (let leg = Math.max(0, from - ahead); leg < Math.min(way.length - 1, from + ahead); leg += 1) {
    const a = way[leg];
    const b = way[leg + 1];
    if (!a || !b) continue;
    const share = shareAlong(place, a, b);
    const aside = distanceMetres(place, between(a, b, share));
    // Of legs that are as near, the one further on: a van that stood there has left.
    if (aside < best.aside - 0.01 || (aside < best.aside + 0.01 && leg > best.leg)) best = { leg, share, aside };
  }
  return best;
}

function shareAlong(place: Place, a: Place, b: Place): number {
  const shrink = Math.cos((a.lat * Math.PI) / 180);
  const [x, y] = [(b.lon - a.lon) * shrink, b.lat - a.lat];
  const length = x * x + y * y;
  if (length === 0) return 1;
  return Math.min(1, Math.max(0, ((place.lon - a.lon) * shrink * x + (place.lat - a.lat) * y) / length));
}

function placeAt(way: readonly Place[], done: number): Place {
  const a = way[Math.floor(done)] ?? way[0];
  const b = way[Math.floor(done) + 1] ?? a;
  if (!a || !b) throw new RangeError('a way has places');
  return between(a, b, done - Math.floor(done));
}

function between(a: Place, b: Place, share: number): Place {
  return { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share };
}
