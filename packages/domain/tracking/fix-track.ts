import { distanceMetres } from '../geo/coordinates.ts';
import type { EpochMillis } from '../time.ts';
import { type AnsweredIds, createAnsweredIds } from './answered-ids.ts';
import type { FixRejection } from './fix-rejections.ts';

/** Accepted (`newest: false`: stored, not broadcast, as a newer one is there), or rejected with the reason. */
export type FixAnswer =
  | { readonly accepted: true; readonly newest: boolean }
  | { readonly accepted: false; readonly reason: FixRejection };

/** Place and time of a fix, as far as judging others needs them. `accuracyMetres` is what is reckoned with. */
export interface TrackPoint {
  readonly fixedAt: EpochMillis;
  readonly lat: number;
  readonly lon: number;
  readonly accuracyMetres: number;
}

/**
 * What judging remembers of one route: the accepted fixes in the order of their times (28 bytes each, the first
 * `count` entries of each array), every id's first answer, and the last fix rejected for its speed. It changes in place.
 */
export interface FixTrack {
  count: number;
  fixedAt: Float64Array;
  lat: Float64Array;
  lon: Float64Array;
  accuracyMetres: Float32Array;
  readonly answers: AnsweredIds;
  outlier: TrackPoint | null;
}

/** `seed`: any number that nobody can guess (answered-ids.ts). */
export function createFixTrack(seed: number): FixTrack {
  return {
    count: 0,
    fixedAt: new Float64Array(64),
    lat: new Float64Array(64),
    lon: new Float64Array(64),
    accuracyMetres: new Float32Array(64),
    answers: createAnsweredIds(seed),
    outlier: null,
  };
}

/** How many accepted fixes are older than this instant. In order of time this is one comparison. */
export function countBefore(track: FixTrack, at: EpochMillis): number {
  let low = 0;
  let high = track.count;
  if (high === 0 || (track.fixedAt[high - 1] ?? 0) < at) return high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((track.fixedAt[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts an accepted fix at its place in time, `place` being `countBefore` of its instant. */
export function insertAccepted(track: FixTrack, place: number, point: TrackPoint): void {
  if (track.count === track.fixedAt.length) grow(track);
  if (place < track.count) makeRoom(track, place);
  track.fixedAt[place] = point.fixedAt;
  track.lat[place] = point.lat;
  track.lon[place] = point.lon;
  track.accuracyMetres[place] = point.accuracyMetres;
  track.count += 1;
}

function makeRoom(track: FixTrack, place: number): void {
  for (const column of [track.fixedAt, track.lat, track.lon, track.accuracyMetres]) {
    column.copyWithin(place + 1, place, track.count);
  }
}

/** The accepted fix at a place in the order of time, or null. */
export function acceptedAt(track: FixTrack, place: number): TrackPoint | null {
  if (place < 0 || place >= track.count) return null;
  return {
    fixedAt: track.fixedAt[place] ?? 0,
    lat: track.lat[place] ?? 0,
    lon: track.lon[place] ?? 0,
    accuracyMetres: track.accuracyMetres[place] ?? 0,
  };
}

/** The least speed that leads from one to the other, after both accuracies are taken off the distance. */
export function impliedSpeedMetresPerSecond(a: TrackPoint, b: TrackPoint): number {
  const metres = Math.max(0, distanceMetres(a, b) - a.accuracyMetres - b.accuracyMetres);
  return metres === 0 ? 0 : metres / (Math.abs(b.fixedAt - a.fixedAt) / 1000);
}

function grow(track: FixTrack): void {
  const size = track.fixedAt.length * 2;
  const larger = (column: Float64Array) => {
    const copy = new Float64Array(size);
    copy.set(column);
    return copy;
  };
  track.fixedAt = larger(track.fixedAt);
  track.lat = larger(track.lat);
  track.lon = larger(track.lon);
  const accuracies = new Float32Array(size);
  accuracies.set(track.accuracyMetres);
  track.accuracyMetres = accuracies;
}
