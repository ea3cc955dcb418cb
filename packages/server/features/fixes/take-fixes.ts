import type { FixAnswer as FixAnswerMessage } from '@doorstep/contract';
import {
  type AcceptedFix,
  type FixAnswer,
  type FixCandidate,
  fixRejectionSentences,
  judgeAndRemember,
  type Language,
} from '@doorstep/domain';
import type { Device } from '../../access/devices.ts';
import { DoorstepError } from '../../errors.ts';
import { type DrivenRoute, routeDrivenAt } from '../../live/driver-routes.ts';
import type { LiveRoute, RouteBook } from '../../live/route-book.ts';
import type { FixStore } from './fix.store.ts';
import { packFixes, type StoredFix } from './packed-fixes.ts';

export interface TakeFixesDeps {
  readonly routeBook: RouteBook;
  readonly fixStore: FixStore;
  /** The routes that this driver started last, newest first. */
  readonly routesOfDriver: (driverId: string) => Promise<readonly DrivenRoute[]>;
  readonly retentionMillis: number;
}

/** What became of one fix: taken or not, and whether that was decided for an earlier copy of it. */
export interface TakenFix {
  readonly id: string;
  readonly duplicate: boolean;
  readonly answer: FixAnswer;
}

/**
 * The way of a phone's fixes: judge, store, fold, publish. Returns after commit, one answer a fix in the order given.
 * Throws `unavailable` where nothing could be stored; the phone then sends the same ids again.
 */
export async function takeFixes(
  deps: TakeFixesDeps,
  input: Device & { receivedAt: number; fixes: readonly FixCandidate[] },
): Promise<readonly TakenFix[]> {
  const routes = await deps.routesOfDriver(input.driverId);
  // The usual request, of a phone that acts and of one route, is not taken apart.
  const routeIds = input.fixes.map(({ fixedAt }) => routeDrivenAt(routes, fixedAt));
  const [only = null] = routeIds;
  const isUsual = input.retiredAt === null && routeIds.every((routeId) => routeId === only);
  if (isUsual && !isCut(routes, only)) return takeFixesOfRoute(deps, only, input);
  const taken: TakenFix[] = [];
  const places: number[] = [];
  for (const [place, { id, fixedAt }] of input.fixes.entries()) {
    if (input.retiredAt !== null && fixedAt > input.retiredAt) taken[place] = { id, duplicate: false, answer: retired };
    else places.push(place);
  }
  // A backlog may be of several routes; each fix is judged against the one that was driven then.
  const ofRoutes = Map.groupBy(places, (place) => routeIds[place] ?? null);
  for (const [routeId, itsPlaces] of ofRoutes) {
    const fixes = itsPlaces.flatMap((place) => input.fixes[place] ?? []);
    const answers: readonly TakenFix[] = isCut(routes, routeId)
      ? fixes.map(({ id }) => ({ id, duplicate: false, answer: over }))
      : await takeFixesOfRoute(deps, routeId, { ...input, fixes });
    for (const [index, place] of itsPlaces.entries()) {
      const answer = answers[index];
      if (answer) taken[place] = answer;
    }
  }
  return taken;
}

/** The route's breaks are deleted, so nobody can tell any more which of its positions may be kept. */
function isCut(routes: readonly DrivenRoute[], routeId: string | null): boolean {
  return routes.some((route) => route.routeId === routeId && route.pausesCut);
}

async function takeFixesOfRoute(
  deps: TakeFixesDeps,
  routeId: string | null,
  input: { deviceId: string; receivedAt: number; fixes: readonly FixCandidate[] },
): Promise<readonly TakenFix[]> {
  const route = routeId === null ? null : await deps.routeBook.open(routeId);
  if (!route) return input.fixes.map(({ id }) => ({ id, duplicate: false, answer: notStarted }));
  // Forgotten a moment ago, because a store failed, say: what its track believes is not what is durable.
  if (route.broken) throw new DoorstepError('unavailable');
  const judged = judgeInOrderOfTime(deps, route, input);
  await storeJudged(deps, route, input, judged.fresh);
  if (judged.newest.length > 0) deps.routeBook.foldFixes(route, judged.newest);
  if (judged.late.length > 0) deps.routeBook.foldLate(route, judged.late);
  return judged.taken;
}

const notStarted: FixAnswer = { accepted: false, reason: 'route_not_started' };
const retired: FixAnswer = { accepted: false, reason: 'phone_retired' };
const over: FixAnswer = { accepted: false, reason: 'route_over' };

/** A backlog comes in any order; judged in the order of its times, each fix has its true predecessor beside it. */
function judgeInOrderOfTime(
  deps: TakeFixesDeps,
  route: LiveRoute,
  input: { receivedAt: number; fixes: readonly FixCandidate[] },
) {
  const { startedAt, finishedAt, pauses } = route.state;
  const circumstances = {
    startedAt,
    finishedAt,
    pauses,
    receivedAt: input.receivedAt,
    retentionMillis: deps.retentionMillis,
  };
  const fresh: StoredFix[] = [];
  const taken: TakenFix[] = [];
  const newest: AcceptedFix[] = [];
  const late: AcceptedFix[] = [];
  for (const place of placesInOrderOfTime(input.fixes)) {
    const fix = input.fixes[place];
    if (!fix) continue;
    const verdict = judgeAndRemember(route.track, fix, circumstances);
    if ('duplicate' in verdict) {
      taken[place] = { id: fix.id, duplicate: true, answer: verdict.first };
      continue;
    }
    taken[place] = { id: fix.id, duplicate: false, answer: verdict };
    const accepted = verdict.accepted ? acceptedFix(fix) : null;
    fresh.push({ id: fix.id, fix: accepted, reason: verdict.accepted ? null : verdict.reason });
    if (accepted && verdict.accepted) (verdict.newest ? newest : late).push(accepted);
  }
  return { fresh, newest, late, taken };
}

function placesInOrderOfTime(fixes: readonly FixCandidate[]): Iterable<number> {
  if (isInOrder(fixes)) return fixes.keys();
  return [...fixes.keys()].sort((a, b) => (fixes[a]?.fixedAt ?? 0) - (fixes[b]?.fixedAt ?? 0));
}

function isInOrder(fixes: readonly FixCandidate[]): boolean {
  for (let i = 1; i < fixes.length; i++) if ((fixes[i]?.fixedAt ?? 0) < (fixes[i - 1]?.fixedAt ?? 0)) return false;
  return true;
}

/**
 * Where the store fails, the track has judged fixes that are not there: the route is forgotten and loaded anew, and
 * everyone who was judged against that track is told to send again, so that no "duplicate" ever stands for a loss.
 * It is forgotten only when all that was judged against it is written or lost: what is loaded then is complete, and
 * nothing is stored twice.
 */
async function storeJudged(
  deps: TakeFixesDeps,
  route: LiveRoute,
  input: { deviceId: string; receivedAt: number },
  fresh: readonly StoredFix[],
): Promise<void> {
  const accepted = fresh.reduce((count, { fix }) => count + (fix ? 1 : 0), 0);
  const row = {
    routeId: route.routeId,
    deviceId: input.deviceId,
    receivedAt: input.receivedAt,
    oldestFixedAt: fresh.reduce((oldest, { fix }) => Math.min(oldest, fix?.fixedAt ?? oldest), input.receivedAt),
    accepted,
    rejected: fresh.length - accepted,
    packed: fresh.length > 0 ? packFixes(fresh) : Buffer.alloc(0),
  };
  try {
    await deps.fixStore.write(fresh.length > 0 ? row : null);
  } catch (cause) {
    const isFirst = !route.broken;
    route.broken = true;
    await deps.fixStore.write(null).catch(() => undefined);
    // Another's failure has it forgotten already, and it may be loaded anew by now.
    if (isFirst) deps.routeBook.forget(route.routeId);
    throw new DoorstepError('unavailable', [], { cause });
  }
  if (route.broken) throw new DoorstepError('unavailable');
}

function acceptedFix(fix: FixCandidate): AcceptedFix | null {
  if (fix.lat === null || fix.lon === null) return null;
  const { lat, lon, fixedAt, accuracyMetres, speedMetresPerSecond, headingDegrees, mocked } = fix;
  return { lat, lon, fixedAt, accuracyMetres, speedMetresPerSecond, headingDegrees, mocked };
}

/** When the newest of these fixes that was taken now was measured; null where none was. */
export function newestAccepted(fixes: readonly FixCandidate[], taken: readonly TakenFix[]): number | null {
  let newest: number | null = null;
  for (const [index, { fixedAt }] of fixes.entries()) {
    const became = taken[index];
    if (became?.answer.accepted && !became.duplicate && (newest === null || fixedAt > newest)) newest = fixedAt;
  }
  return newest;
}

/** A taken fix in the words of the wire. */
export function fixAnswerMessage(taken: TakenFix, language: Language): FixAnswerMessage {
  const { id, duplicate, answer } = taken;
  if (answer.accepted) return duplicate ? { id, outcome: 'accepted', duplicate } : { id, outcome: 'accepted' };
  const sentence = fixRejectionSentences[answer.reason][language];
  const repeated = duplicate ? { duplicate } : {};
  return { id, outcome: 'rejected', ...repeated, reason: answer.reason, sentence };
}
