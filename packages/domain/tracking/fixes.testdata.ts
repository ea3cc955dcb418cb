import type { EpochMillis } from '../time.ts';
import { createFixTrack, type FixTrack } from './fix-track.ts';
import { type FixCandidate, type FixCircumstances, type FixVerdict, judgeAndRemember } from './judge-fix.ts';
import { startsAt } from './route.testdata.ts';

/** A fix's id, the same for the same number. */
export function fixId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

/** Fixes for tests: a candidate with an exact position, on a route that runs for eight hours from `startsAt`. */
export function candidate(change: Partial<FixCandidate> = {}): FixCandidate {
  const fixedAt = change.fixedAt ?? startsAt;
  return {
    id: fixId(fixedAt % 1e12),
    lat: 48.1,
    lon: 11.5,
    accuracyMetres: 5,
    speedMetresPerSecond: null,
    headingDegrees: null,
    mocked: false,
    ...change,
    fixedAt,
  };
}

/** A candidate this many seconds after the start and this many metres north of the beginning. */
export function northAt(seconds: number, metres: number, change: Partial<FixCandidate> = {}): FixCandidate {
  return candidate({ fixedAt: startsAt + seconds * 1000, lat: 48.1 + metres / 111_195, ...change });
}

export function circumstances(change: Partial<FixCircumstances> = {}): FixCircumstances {
  const receivedAt: EpochMillis = startsAt + 8 * 3_600_000;
  return {
    receivedAt,
    startedAt: startsAt,
    finishedAt: null,
    pauses: [],
    retentionMillis: 48 * 3_600_000,
    ...change,
  };
}

/** Judges these in this order on a new track. */
export function judgeAll(candidates: readonly FixCandidate[]): { track: FixTrack; verdicts: FixVerdict[] } {
  const track = createFixTrack(1);
  return { track, verdicts: candidates.map((each) => judgeAndRemember(track, each, circumstances())) };
}

/** The times of the accepted fixes as the track holds them. */
export function acceptedTimes(track: FixTrack): EpochMillis[] {
  return [...track.fixedAt.subarray(0, track.count)];
}
