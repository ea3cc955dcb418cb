import { dayIn } from '../text/dates.ts';
import type { EpochMillis } from '../time.ts';
import type { cloakedDot } from '../tracking/cloak.ts';
import { nearnessOf } from '../tracking/nearness.ts';
import type { RouteState, StopProgress } from '../tracking/route-state.ts';
import { stopOnRoute } from '../tracking/served-and-next.ts';
import type { stopsAway } from '../tracking/stops-away.ts';
import type { ParcelFacts, ParcelViewer } from './facts.ts';
import { allows, type FieldRule, type VisibilitySettings } from './settings.ts';

/** All that an answer to "what does this person see of the way?" is made of. */
export interface AskedWithoutViewer {
  readonly parcel: ParcelFacts;
  readonly route: RouteState | null;
  readonly settings: VisibilitySettings;
  readonly now: EpochMillis;
}

export interface Asked extends AskedWithoutViewer {
  readonly viewer: ParcelViewer;
}

/** The same, once the gate let it through: the parcel is on a started route. */
export interface AskedOnTheWay extends Asked {
  readonly route: RouteState;
  readonly stop: StopProgress;
  readonly away: ReturnType<typeof stopsAway>;
  /** The dot that lags behind the van, `at_van` where it has no need to, null where it cannot and so is not shown. */
  readonly cloaked: ReturnType<typeof cloakedDot>;
}

/** The stop of the parcel's present attempt on the route of its own service date, whatever the route's phase. */
export function ownStop({ parcel, route }: AskedWithoutViewer): StopProgress | null {
  if (route === null || parcel.stopId === null || route.serviceDate !== parcel.serviceDate) return null;
  return stopOnRoute(route, parcel.stopId);
}

/** A stop that is done ends the attempt, also in the instant before the parcel's own state says so. */
export function isJourneyOver(asked: AskedWithoutViewer): boolean {
  if (isUnderWay(asked)) {
    const stop = ownStop(asked);
    return stop !== null && stop.completedAt !== null;
  }
  return asked.parcel.state !== 'announced' && asked.parcel.state !== 'at_depot';
}

/** On a started route of the parcel's service date: the route's own day, also past midnight. */
export function isOnItsWay(asked: AskedWithoutViewer): boolean {
  return isUnderWay(asked) && asked.route?.phase === 'started' && ownStop(asked) !== null;
}

function isUnderWay({ parcel }: AskedWithoutViewer): boolean {
  return parcel.state === 'on_its_way' || parcel.state === 'arriving';
}

/** Whether the parcel's service date is today where it goes to. */
export function isServiceDateToday({ parcel, now }: AskedWithoutViewer): boolean {
  return parcel.serviceDate !== null && parcel.serviceDate === dayIn(parcel.timeZone, now);
}

/** How old the newest fix is; a fix whose clock runs ahead is not older than now. */
export function fixAgeMillis(route: RouteState, now: EpochMillis): number | null {
  return route.newestFix === null ? null : Math.max(0, now - route.newestFix.fixedAt);
}

/** Whether the newest position may be spoken of at all (rules.md P1). */
export function isPositionKnown({ route, settings, now }: Pick<AskedOnTheWay, 'route' | 'settings' | 'now'>): boolean {
  const age = fixAgeMillis(route, now);
  return route.duty === 'driving' && age !== null && age <= settings.hiddenAfterSeconds * 1000;
}

/** Whether a field other than the position may be shown now. A position that may not be spoken of is nobody's measure. */
export function isAllowed(rule: FieldRule, live: AskedOnTheWay): boolean {
  if (rule === 'always' || rule === 'never') return rule === 'always';
  const fix = isPositionKnown(live) ? live.route.newestFix : null;
  return allows(rule, nearnessOf(live.route, live.stop.stopId, { fix, now: live.now }));
}
