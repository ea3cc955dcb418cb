import type { EpochMillis } from '../time.ts';
import { answerCodeOf, placeOfId, rememberAnswerCode, rememberAt } from './answered-ids.ts';
import { type FixRejection, fixRejections } from './fix-rejections.ts';
import {
  acceptedAt,
  countBefore,
  type FixAnswer,
  type FixTrack,
  impliedSpeedMetresPerSecond,
  insertAccepted,
  type TrackPoint,
} from './fix-track.ts';
import { type DrivenTimes, whyNoPosition } from './kept-times.ts';
import type { AcceptedFix } from './route-state.ts';

/** The limits of rules.md section 8. */
export const fixLimits = {
  futureMillis: 60_000,
  accuracyMetres: 100,
  /** Reckoned with where a phone does not know its accuracy. */
  unknownAccuracyMetres: 30,
  speedMetresPerSecond: 200 / 3.6,
} as const;

/** A fix as a phone sent it; `fixedAt` already corrected for the offset of its clock (phone-clock.ts). */
export interface FixCandidate {
  readonly id: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracyMetres: number | null;
  readonly speedMetresPerSecond: number | null;
  readonly headingDegrees: number | null;
  readonly fixedAt: EpochMillis;
  readonly mocked: boolean;
}

/** When the fix came, and when its route was driven. `RouteState` has the last three. */
export interface FixCircumstances extends DrivenTimes {
  readonly receivedAt: EpochMillis;
  /** A fix that is older when it comes is rejected; keeping counts from when it was measured, not from its receipt. */
  readonly retentionMillis: number;
}

/** The answer, or for an id that was answered before, that first answer. */
export type FixVerdict = FixAnswer | { readonly duplicate: true; readonly first: FixAnswer };

/**
 * Judges a fix (rules.md section 8) and remembers the answer and, where it is accepted, the fix: the track changes. In
 * order of time this costs constant time; a late fix is found its place by binary search. A fix that is not to be kept
 * (outside the route, in a break) leaves nothing behind but its id.
 */
export function judgeAndRemember(
  track: FixTrack,
  candidate: FixCandidate,
  circumstances: FixCircumstances,
): FixVerdict {
  const { answers } = track;
  const { id } = candidate;
  const place = placeOfId(answers, id);
  const first = knownAnswers[answers.codes[place] ?? 0];
  if (first !== undefined) return { duplicate: true, first };
  const answer = judge(track, candidate, circumstances);
  rememberAt(answers, place, { id, code: codeOf(answer) });
  return answer;
}

/** Puts an answer given earlier back into the track after a restart, with its fix where it was accepted; in any order. */
export function rememberStored(track: FixTrack, id: string, answer: FixAnswer, fix: AcceptedFix | null): void {
  if (answerCodeOf(track.answers, id) !== 0) return;
  rememberAnswerCode(track.answers, id, codeOf(answer));
  if (!answer.accepted || fix === null) return;
  const place = countBefore(track, fix.fixedAt);
  if (acceptedAt(track, place)?.fixedAt === fix.fixedAt) return;
  insertAccepted(track, place, pointOf(fix.lat, fix.lon, fix));
}

function judge(track: FixTrack, candidate: FixCandidate, circumstances: FixCircumstances): FixAnswer {
  const { lat, lon, fixedAt } = candidate;
  if (lat === null || lon === null || Number.isNaN(lat) || Number.isNaN(lon)) return rejected.no_coordinates;
  if (Math.abs(lat) > 90 || Math.abs(lon) > 180 || !Number.isFinite(fixedAt)) return rejected.out_of_range;
  if (lat === 0 && lon === 0) return rejected.null_island;
  const untimely = whyUntimely(fixedAt, circumstances);
  if (untimely !== null) return rejected[untimely];
  if (candidate.accuracyMetres !== null && candidate.accuracyMetres > fixLimits.accuracyMetres) {
    return rejected.inaccurate;
  }
  const place = countBefore(track, fixedAt);
  if (place < track.count && track.fixedAt[place] === fixedAt) return rejected.same_instant;
  const point = pointOf(lat, lon, candidate);
  const previous = acceptedAt(track, place - 1);
  if (previous !== null && !isDrivable(previous, point) && !reAnchors(track, place, point)) {
    track.outlier = point;
    return rejected.implausible_speed;
  }
  insertAccepted(track, place, point);
  return acceptedAnswer(place === track.count - 1);
}

/** Times at which no position is kept. They come before all questions of quality, so that nothing of them is remembered. */
function whyUntimely(fixedAt: EpochMillis, circumstances: FixCircumstances): FixRejection | null {
  const { receivedAt, retentionMillis } = circumstances;
  if (fixedAt > receivedAt + fixLimits.futureMillis) return 'in_the_future';
  const untimely = whyNoPosition(circumstances, fixedAt);
  if (untimely !== null) return untimely;
  return fixedAt < receivedAt - retentionMillis ? 'too_old' : null;
}

/** Two fixes in a row rejected for their speed that agree with each other outvote the accepted one before them. */
function reAnchors(track: FixTrack, place: number, point: TrackPoint): boolean {
  const { outlier } = track;
  if (outlier === null || outlier.fixedAt === point.fixedAt) return false;
  const inARow = countBefore(track, outlier.fixedAt) === place;
  return inARow && isDrivable(outlier, point);
}

function isDrivable(a: TrackPoint, b: TrackPoint): boolean {
  return impliedSpeedMetresPerSecond(a, b) <= fixLimits.speedMetresPerSecond;
}

/** Phones write 0 or a negative accuracy where they know none (CLLocation does the latter). */
function pointOf(
  lat: number,
  lon: number,
  fix: { readonly fixedAt: EpochMillis; readonly accuracyMetres: number | null },
): TrackPoint {
  const known = fix.accuracyMetres !== null && fix.accuracyMetres > 0 ? fix.accuracyMetres : null;
  return { fixedAt: fix.fixedAt, lat, lon, accuracyMetres: known ?? fixLimits.unknownAccuracyMetres };
}

function acceptedAnswer(newest: boolean): FixAnswer {
  return newest ? acceptedNewest : acceptedLate;
}

// One object for each answer there is: a route has tens of thousands of ids to remember.
const acceptedNewest: FixAnswer = { accepted: true, newest: true };
const acceptedLate: FixAnswer = { accepted: true, newest: false };
const rejected: Readonly<Record<FixRejection, FixAnswer>> = {
  no_coordinates: { accepted: false, reason: 'no_coordinates' },
  out_of_range: { accepted: false, reason: 'out_of_range' },
  null_island: { accepted: false, reason: 'null_island' },
  in_the_future: { accepted: false, reason: 'in_the_future' },
  route_not_started: { accepted: false, reason: 'route_not_started' },
  route_over: { accepted: false, reason: 'route_over' },
  inaccurate: { accepted: false, reason: 'inaccurate' },
  implausible_speed: { accepted: false, reason: 'implausible_speed' },
  on_break: { accepted: false, reason: 'on_break' },
  too_old: { accepted: false, reason: 'too_old' },
  same_instant: { accepted: false, reason: 'same_instant' },
  phone_retired: { accepted: false, reason: 'phone_retired' },
};

/** The answers by their codes; 0 is none. */
const knownAnswers: readonly (FixAnswer | undefined)[] = [
  undefined,
  acceptedNewest,
  acceptedLate,
  ...fixRejections.map((reason) => rejected[reason]),
];

function codeOf(answer: FixAnswer): number {
  if (answer.accepted) return answer.newest ? 1 : 2;
  return 3 + fixRejections.indexOf(answer.reason);
}
