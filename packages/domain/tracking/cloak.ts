/**
 * The neighbour cloak (rules.md P3): near other people's doors the dot follows the van at a distance, so that it shows
 * the street and not the door.
 *
 * One dot is kept for everybody to whom the next stop is another's, and one for those whose own stop is next. Each new
 * fix moves them, never backwards, and always on the way that the van itself drove:
 *   - once a stop is completed, the dot rests until the van is as far past it as was drawn, or stands at the next one or
 *     is about to;
 *   - then it comes after, at a pace that was drawn, until it is as far behind as was drawn for the stop ahead; that
 *     lag holds while the van approaches, stands and serves, so that braking, standing and a wrong coordinate of the
 *     address tell nothing. Far from the next stop there is no lag.
 *   - for those whose own stop is next it comes after until it has reached the van, and where the van stands at their
 *     door it is there.
 * What is drawn comes from outside, once for each visit (`CloakDraw`): it can neither be guessed nor averaged away by
 * asking often, and is the same after a restart.
 */
import { type Coordinates, distanceMetres } from '../geo/coordinates.ts';
import { cloakRule } from './cloak-rule.ts';
import type { CloakDraw, CloakedDot, NeighbourCloak } from './cloak-state.ts';
import type { AcceptedFix, RouteState, StopProgress } from './route-state.ts';
import { findStop, nextStopId, stopBeingServed, stopOnRoute } from './served-and-next.ts';
import { metresBehind, movedAway, withPlaceAhead } from './way-behind.ts';

/** Moves that count as way: a phone that says it moves is believed sooner; while a stop is served, measuring errors add up. */
const stepMetres = { moving: 6, unsure: 30, serving: 60 } as const;

const leastAdvanceMetres = 0.1;

/** With way to spare, and without. */
const stirMetres = { well: 3, barely: 2 } as const;

/**
 * The cloak after a newest fix. `route` is what the state says between two events, and so the same for all fixes of a
 * batch; the state already has every event that is known.
 */
export function followVan(before: NeighbourCloak | null, route: CloakedRoute, fix: AcceptedFix): NeighbourCloak {
  if (before === null) return firstSeen(route, fix);
  const driven = withDrivenWay(noteServed(before, route, fix), route, fix);
  const step = stepOf(route, { fix, cloak: driven, drivenMetres: driven.metres - before.metres });
  const forOthers = moved(driven.forOthers, false, step);
  return { ...driven, forOthers, forNext: movedForNext(driven, forOthers, step) };
}

/** Of those whose stop is next, and of those whose stop was. */
function movedForNext(driven: NeighbourCloak, forOthers: CloakedDot, step: Step): NeighbourCloak['forNext'] {
  const nextId = step.route.nextId;
  const forNext: { stopId: string; dot: CloakedDot }[] = [];
  let isKnown = nextId === null;
  for (const { stopId, dot } of driven.forNext) {
    const isNext = stopId === nextId;
    isKnown ||= isNext;
    if (findStop(step.route.state, stopId)?.completedAt !== null) continue;
    const follows = moved(dot, isNext, step);
    if (isNext || metresBehind(follows) < metresBehind(forOthers)) forNext.push({ stopId, dot: follows });
  }
  if (!isKnown && nextId !== null && findStop(step.route.state, nextId)?.completedAt === null)
    forNext.push({ stopId: nextId, dot: moved(driven.forOthers, true, step) });
  return forNext;
}

/** What the cloak asks of a route, asked once for all fixes between two events. */
export interface CloakedRoute {
  readonly state: RouteState;
  readonly nextId: string | null;
  readonly next: StopProgress | null;
  /** Where the van stands by the driver's own word. */
  readonly present: StopProgress | null;
  readonly served: number;
  readonly draw: CloakDraw;
}

export function cloakedRoute(state: RouteState): CloakedRoute {
  const present = stopBeingServed(state);
  // Where the plan is broken nobody knows which is next, but of the one where the driver is.
  const nextId = nextStopId(state) ?? present?.stopId ?? null;
  const served = state.servedStopIds.length;
  return {
    state,
    nextId,
    next: findStop(state, nextId),
    present,
    served,
    draw: state.cloakDraws[served] ?? { back: 0.5, past: 0.5, pace: 0.5 },
  };
}

/** Where the dot is for those at this stop, null where it cannot be shown: near another's door, and no way to rest on. */
export function cloakedDot(state: RouteState, stop: StopProgress): CloakedDot | 'at_van' | null {
  const { cloak, newestFix } = state;
  if (cloak === null || newestFix === null) return 'at_van';
  const mine = cloak.forNext.find((entry) => entry.stopId === stop.stopId || isSamePlace(state, entry.stopId, stop));
  if (cloak.metres < cloakRule.backMetres.least && isNearAnother(state, newestFix, stop)) return null;
  const dot = mine?.dot ?? cloak.forOthers;
  return dot.ahead.length === 0 ? 'at_van' : dot;
}

/** Another's stop is next and near, or the van is seen where it serves another's, or has served it last. */
function isNearAnother(state: RouteState, fix: AcceptedFix, stop: StopProgress): boolean {
  if (!isSamePlace(state, nextStopId(state), stop) && shareOfLag(cloakedRoute(state), fix) === 1) return true;
  const present = stopBeingServed(state);
  if (present !== null && isSamePlace(state, present.stopId, stop)) return false;
  const doors = [present, findStop(state, state.servedStopIds.at(-1) ?? null)];
  return doors.some(
    (door) =>
      door !== null && !isSamePlace(state, door.stopId, stop) && distanceMetres(fix, door) <= cloakRule.atStopMetres,
  );
}

/** One fix that all dots move by; what is asked for each of them is reckoned once. */
interface Step {
  readonly route: CloakedRoute;
  readonly fix: AcceptedFix;
  readonly cloak: NeighbourCloak;
  readonly drivenMetres: number;
  /** How much of the lag is kept here. */
  readonly share: number;
  readonly standsAtNext: boolean;
}

function stepOf(route: CloakedRoute, driven: Pick<Step, 'fix' | 'cloak' | 'drivenMetres'>): Step {
  const share = shareOfLag(route, driven.fix);
  return { ...driven, route, share, standsAtNext: standsAtNext(route, driven) };
}

function firstSeen(route: CloakedRoute, fix: AcceptedFix): NeighbourCloak {
  const place = placeOf(fix);
  const dot = { place, headingDegrees: fix.headingDegrees, ahead: [], movedAt: fix.fixedAt };
  return {
    seenAt: fix.fixedAt,
    place,
    reachedAt: fix.fixedAt,
    metres: 0,
    served: route.served,
    servedPlace: place,
    servedAtMetres: 0,
    setOffAt: null,
    forOthers: { ...dot, lagMetres: drawnLag(route, cloakRule.backMetres.most) },
    forNext: [],
  };
}

/** A completed stop lays every dot to rest; a reopened one is approached again, as far behind as before. */
function noteServed(cloak: NeighbourCloak, { served }: CloakedRoute, fix: AcceptedFix): NeighbourCloak {
  if (served === cloak.served) return cloak;
  if (served < cloak.served) return { ...cloak, served };
  const resting = (dot: CloakedDot): CloakedDot => ({ ...dot, lagMetres: null });
  return {
    ...cloak,
    served,
    servedPlace: placeOf(fix),
    servedAtMetres: cloak.metres,
    setOffAt: null,
    forOthers: resting(cloak.forOthers),
    forNext: cloak.forNext.map(({ stopId, dot }) => ({ stopId, dot: resting(dot) })),
  };
}

function withDrivenWay(cloak: NeighbourCloak, route: CloakedRoute, fix: AcceptedFix): NeighbourCloak {
  const seenAt = fix.fixedAt;
  const metres = distanceMetres(cloak.place, fix);
  if (metres < leastStep(cloak, route, fix)) return { ...cloak, seenAt };
  const place = placeOf(fix);
  return {
    ...cloak,
    seenAt,
    place,
    reachedAt: seenAt,
    metres: cloak.metres + metres,
    setOffAt: cloak.setOffAt ?? seenAt,
    forOthers: withPlaceAhead(cloak.forOthers, place),
    forNext: cloak.forNext.map(({ stopId, dot }) => ({ stopId, dot: withPlaceAhead(dot, place) })),
  };
}

/** While a stop is served, errors of measuring would add up to a way: after the place of arrival nothing counts. */
function leastStep(cloak: NeighbourCloak, { present }: CloakedRoute, fix: AcceptedFix): number {
  const arrivedAt = present?.arrivedAt ?? null;
  if (arrivedAt !== null) return cloak.reachedAt >= arrivedAt ? stepMetres.serving : stepMetres.moving;
  return (fix.speedMetresPerSecond ?? 0) >= 1 ? stepMetres.moving : stepMetres.unsure;
}

/** Moves one dot; `isMineNext` where those who see it are next, else it is everybody else's. */
function moved(shown: CloakedDot, isMineNext: boolean, step: Step): CloakedDot {
  const { route, fix, drivenMetres } = step;
  const dot = shown.ahead.length === 0 ? atVan(shown, fix) : shown;
  const stands = isMineNext ? standsAt(route.next, route, step) : step.standsAtNext;
  const behind = metresBehind(dot);
  const isAtMine = isMineNext && isBeforeItsDoor(route, fix);
  const following = isAtMine ? { ...dot, lagMetres: dot.lagMetres ?? 0 } : released(dot, { stands, behind }, step);
  const { lagMetres } = following;
  if (lagMetres === null) return following;
  const wanted = isMineNext ? 0 : lagMetres * step.share;
  const spare = behind - wanted;
  const pace = between(cloakRule.pace, route.draw.pace);
  const advance = stands
    ? spare
    : Math.max(Math.min(spare, drivenMetres * pace), drivenMetres * cloakRule.fallingBackPace);
  if (advance >= behind) return atVan(following, fix);
  // A dot that stirs by less than anybody sees would tell by its time that the van was measured.
  if (advance < leastAdvanceMetres) return following;
  const most = stands || dot.lagMetres === null ? behind - cloakRule.backMetres.least : advance;
  const farther = movedAway(following, { metres: advance, away: stirMetres.barely, most });
  return { ...following, ...farther, movedAt: fix.fixedAt };
}

/** There it is where the van was measured last: what is shown then is that, and the way goes on from there. */
function atVan(dot: CloakedDot, fix: AcceptedFix): CloakedDot {
  const { lagMetres } = dot;
  return { place: placeOf(fix), headingDegrees: fix.headingDegrees, ahead: [], movedAt: fix.fixedAt, lagMetres };
}

/** The dot goes on once the van is as far past the stop as was drawn, or stands elsewhere at the next one. */
function released(
  dot: CloakedDot,
  { stands, behind }: { readonly stands: boolean; readonly behind: number },
  { route, fix, cloak }: Step,
): CloakedDot {
  if (dot.lagMetres !== null && !stands) return dot;
  const past = cloak.metres - cloak.servedAtMetres;
  const restsOn = dot.movedAt < cloak.reachedAt;
  const wentOn = Math.max(past, distanceMetres(cloak.servedPlace, fix)) > cloakRule.sameParkingMetres;
  if (stands && restsOn && wentOn) return { ...dot, lagMetres: drawnLag(route, stirringMetres(behind)) };
  if (dot.lagMetres !== null) return dot;
  const isPast = past >= between(cloakRule.pastMetres, route.draw.past);
  const isLong = cloak.setOffAt !== null && fix.fixedAt - cloak.setOffAt >= cloakRule.restMillis;
  const isNearlyThere = cloak.setOffAt !== null && wentOn && isHalting(route, fix);
  return isPast || isLong || isNearlyThere ? { ...dot, lagMetres: drawnLag(route, stirringMetres(behind)) } : dot;
}

/** The lag drawn for this visit: where there is not so much way between, it is drawn from what there is. */
function drawnLag({ draw }: CloakedRoute, behindMetres: number): number {
  const { least, most } = cloakRule.backMetres;
  if (behindMetres <= least) return behindMetres;
  return between({ least, most: Math.min(most, behindMetres) }, draw.back ** cloakRule.backExponent);
}

/** A dot that rests on while the van went elsewhere would look broken: it moves by so much at the least. */
function stirringMetres(behindMetres: number): number {
  const { least } = cloakRule.backMetres;
  return Math.max(Math.min(behindMetres - stirMetres.barely, least), behindMetres - stirMetres.well);
}

/** At the next stop by the driver's own word; else by standing near it. */
function standsAtNext(route: CloakedRoute, step: Pick<Step, 'fix' | 'cloak'>): boolean {
  if (route.present !== null) return true;
  return route.nextId === null ? isStanding(step) : standsAt(route.next, route, step);
}

function standsAt(stop: StopProgress | null, route: CloakedRoute, step: Pick<Step, 'fix' | 'cloak'>): boolean {
  if (stop === null) return false;
  if (route.present?.stopId === stop.stopId) return true;
  return isStanding(step) && distanceMetres(step.fix, stop) <= cloakRule.atStopMetres;
}

/** By the driver's word, and so near that no other door has to be hidden: there the dot is, however little was driven. */
function isBeforeItsDoor({ present, next }: CloakedRoute, fix: AcceptedFix): boolean {
  if (present === null || present.stopId !== next?.stopId) return false;
  return distanceMetres(fix, next) < cloakRule.backMetres.least;
}

const isStanding = ({ fix, cloak }: Pick<Step, 'fix' | 'cloak'>) =>
  fix.fixedAt - cloak.reachedAt >= cloakRule.standingMillis;

/** About to stand at the next stop. Nothing is known of a phone that does not tell its speed. */
function isHalting(route: CloakedRoute, fix: AcceptedFix): boolean {
  const speed = fix.speedMetresPerSecond ?? Number.POSITIVE_INFINITY;
  return speed < cloakRule.haltingMetresPerSecond && metresToNext(route, fix) <= cloakRule.atStopMetres;
}

/** How much of the lag is kept here, 0 to 1: the whole near the next stop, none far from it. */
function shareOfLag(route: CloakedRoute, place: Coordinates): number {
  if (route.present !== null) return 1;
  const { nearMetres, farMetres } = cloakRule;
  return Math.min(1, Math.max(0, (farMetres - metresToNext(route, place)) / (farMetres - nearMetres)));
}

/** As the crow flies; to the nearest open stop where nobody knows which is next. */
function metresToNext({ state, nextId, next }: CloakedRoute, place: Coordinates): number {
  if (nextId !== null) return next === null ? Number.POSITIVE_INFINITY : distanceMetres(place, next);
  const open = state.stops.filter((stop) => stop.completedAt === null);
  return Math.min(Number.POSITIVE_INFINITY, ...open.map((stop) => distanceMetres(place, stop)));
}

function isSamePlace(state: RouteState, stopId: string | null, mine: StopProgress): boolean {
  if (stopId === mine.stopId) return true;
  const stop = stopId === null ? null : stopOnRoute(state, stopId);
  return stop !== null && distanceMetres(stop, mine) <= cloakRule.samePlaceMetres;
}

const between = ({ least, most }: { readonly least: number; readonly most: number }, share: number) =>
  least + share * (most - least);
const placeOf = ({ lat, lon }: Coordinates): Coordinates => ({ lat, lon });
