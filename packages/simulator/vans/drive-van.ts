import { type Coordinates, type EpochMillis, toRfc3339 } from '@doorstep/domain';
import { createChance } from '../chance.ts';
import type { RouteToDrive } from '../plan-drive.ts';
import type { RoadPlace } from '../town/road-graph.ts';
import { deedsAt, serviceSecondsAt } from './deeds.ts';
import { breakMinutes, leavingMinutes } from './manners.ts';
import { motionAlong, type VanAt } from './motion.ts';
import { type NextStop, nextStopOf } from './next-stop.ts';
import { driveBehind, paceBehind } from './pace.ts';
import { createReceiver } from './receiver.ts';
import { recordDeeds } from './record-deeds.ts';
import { sleepOrHear, watchRoute } from './route-watch.ts';
import { createSender } from './sender.ts';
import { createVanTally, positionsOf, roadPlaceOf, type Van, type VanTally, waitReally } from './van.ts';

export interface DriveVanInput {
  /** Where the van stands (`playMorning` tells); at the last completed stop or the depot where left out. */
  readonly here?: RoadPlace;
  /** Before this stop the van waits, standing, until somebody watches, somebody drives it by hand, or this instant. */
  readonly hold?: { readonly stopId: string; readonly untilAt: EpochMillis };
}

export type VanEnd =
  | { readonly outcome: 'finished'; readonly tally: VanTally }
  | { readonly outcome: 'aborted'; readonly tally: VanTally }
  | { readonly outcome: 'ended'; readonly sentence: string; readonly tally: VanTally };

const movingFixMillis = 2_000;
const standingFixMillis = 10_000;
const longBreakMillis = breakMinutes * 60_000;
/** After the last stop: time to take a tap back (rules.md section 7). */
const lingeringMillis = 65_000;
/** A stop that the server will not let be completed is left for the end of the route. */
const mostTries = 2;

/**
 * Plays one driver's phone until the route is finished or the signal aborts: drives along roads, arrives, serves,
 * takes the break. A server that is away is waited for. While another phone of the driver is in use, it only drives to
 * the next open stop and stands there: what happens at the door is that person's to say. Never throws for what a
 * network does.
 */
export async function driveVan(van: Van, input: DriveVanInput, signal: AbortSignal): Promise<VanEnd> {
  const { clock, outbox, roads, manners, seed } = van;
  const say = van.say ?? (() => {});
  const tally = createVanTally();
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  signal.addEventListener('abort', leave);
  if (signal.aborted) leave();
  const here = leaving.signal;
  const watch = watchRoute(van, here);
  watch.lookClosely(input.hold !== undefined);
  const sender = createSender(outbox, here, say);
  const measure = createReceiver(createChance(seed * 31 + Math.floor(clock.now() / 1_000)));

  let standsOn: RoadPlace = input.here ?? roads.nearest(roads.crossings[0] ?? { lat: 0, lon: 0 });
  let headingDegrees = 0;
  let fixedAt: EpochMillis = Number.NEGATIVE_INFINITY;
  let standsAt: string | null = null;
  let pausedSince: EpochMillis | null = null;
  let completedSince: EpochMillis | null = null;
  const triesAt = new Map<string, number>();
  const passedOver = new Set<string>();
  const saidAloud = new Set<string>();
  const servedByUs = new Set<string>();
  let breakTaken: boolean | null = null;

  async function fix(at: Omit<VanAt, 'metres'>, everyMillis: number): Promise<void> {
    const now = clock.now();
    // The clock may be halted: two fixes of one instant are one too many.
    if (now - fixedAt < everyMillis - 100) return;
    fixedAt = now;
    headingDegrees = at.headingDegrees;
    const moving = at.metresPerSecond > 0.8;
    await outbox.recordFix({
      ...measure(at.place, now),
      speedMetresPerSecond: Math.round(at.metresPerSecond * 10) / 10,
      ...(moving ? { headingDegrees: Math.round(at.headingDegrees) % 360 } : {}),
      fixedAt: toRfc3339(now),
    });
    tally.fixes += 1;
    void sender.send();
  }

  /** Stands until this instant or until the route becomes otherwise; at most until the next fix is due. */
  async function stand(untilAt: EpochMillis, place: Coordinates = standsOn.place): Promise<void> {
    if (watch.route()?.duty === 'driving' && watch.route()?.phase === 'started')
      await fix({ place, headingDegrees, metresPerSecond: 0 }, standingFixMillis);
    await sleepOrHear(van, watch, Math.min(untilAt, clock.now() + standingFixMillis), here);
  }

  /** Sends what was just done and reads what the server makes of it; a server that is away holds up nothing. */
  async function tell(): Promise<void> {
    await Promise.race([sender.send(), waitReally(2_000, here)]);
    await Promise.race([watch.refresh(), waitReally(2_000, here)]);
  }

  /** Drives until it stands there; false where something else comes first. */
  async function driveTo(target: RoadPlace, isStillWanted: () => boolean): Promise<boolean> {
    const motion = motionAlong(roads.path(standsOn, target));
    let before = clock.now();
    let seconds = 0;
    let isBehind = false;
    for (;;) {
      const now = clock.now();
      const passed = (now - before) / 1_000;
      seconds = isBehind ? driveBehind(motion, seconds, passed) : seconds + passed;
      before = now;
      const bare = motion.at(seconds);
      // Whoever has taken the wheel is at the door already: the van keeps up with that person.
      isBehind = watch.route()?.otherPhoneActive ?? false;
      const pace = isBehind ? paceBehind(bare.metresPerSecond) : 1;
      const at = { ...bare, metresPerSecond: bare.metresPerSecond * pace };
      if (here.aborted || !isStillWanted()) {
        standsOn = roads.nearest(at.place);
        return false;
      }
      await fix(at, movingFixMillis);
      if (seconds >= motion.seconds) {
        standsOn = target;
        headingDegrees = at.headingDegrees;
        return true;
      }
      const arrivesAt = now + ((motion.seconds - seconds) / pace) * 1_000;
      await sleepOrHear(van, watch, Math.min(arrivesAt, fixedAt + movingFixMillis), here);
    }
  }

  async function takeBreak(): Promise<void> {
    breakTaken = true;
    await outbox.record({ type: 'take_break' });
    const untilAt = clock.now() + longBreakMillis;
    await tell();
    // Somebody who takes the van over at the other phone does not wait for our break to be over.
    while (!here.aborted && clock.now() < untilAt && !watch.route()?.otherPhoneActive)
      await sleepOrHear(van, watch, untilAt, here);
    if (here.aborted) return;
    await outbox.record({ type: 'resume' });
    await tell();
  }

  async function serve({ stop, position }: NextStop): Promise<void> {
    if (stop.status === 'open') {
      await outbox.record({ type: 'arrive', stopId: stop.id });
      await tell();
    }
    const doneAt = clock.now() + serviceSecondsAt(stop, position, seed) * 1_000;
    const isOurs = () => {
      const route = watch.route();
      return !here.aborted && route?.otherPhoneActive === false && statusOf(route, stop.id) !== 'completed';
    };
    while (clock.now() < doneAt && isOurs()) await stand(doneAt);
    const now = watch.route()?.stops.find(({ id }) => id === stop.id);
    if (!isOurs() || now === undefined) return;
    const tries = (triesAt.get(stop.id) ?? 0) + 1;
    triesAt.set(stop.id, tries);
    if (tries > mostTries) {
      say('The server will not let a stop be completed; the van drives on.');
      passedOver.add(stop.id);
      return;
    }
    await recordDeeds(van, tally, now, deedsAt(now, position, manners, seed), clock.now());
    watch.settle(stop.id);
    servedByUs.add(stop.id);
    await tell();
  }

  async function step(route: RouteToDrive): Promise<'finished' | null> {
    if (route.phase === 'planned') {
      await sleepOrHear(van, watch, Date.parse(route.plannedStartAt), here);
      if (clock.now() < Date.parse(route.plannedStartAt)) return null;
      await outbox.record({ type: 'start_route', routeId: route.id });
      await tell();
      const leavesAt = clock.now() + leavingMinutes * 60_000;
      while (!here.aborted && clock.now() < leavesAt) await stand(leavesAt);
      return null;
    }
    if (route.duty !== 'driving') {
      // The person at the other phone takes a break. Where that phone is put away meanwhile, it ends as ours would.
      pausedSince ??= clock.now();
      if (!route.otherPhoneActive && clock.now() - pausedSince >= longBreakMillis) {
        await outbox.record({ type: 'resume' });
        await tell();
      } else await sleepOrHear(van, watch, clock.now() + standingFixMillis, here);
      return null;
    }
    pausedSince = null;
    const next = nextStopOf(route, manners, passedOver);
    if (next === null) {
      completedSince ??= clock.now();
      if (clock.now() - completedSince < lingeringMillis) await stand(completedSince + lingeringMillis);
      else {
        await outbox.record({ type: 'finish_route' });
        await sender.send();
        return 'finished';
      }
      return null;
    }
    completedSince = null;
    if (isTimeForBreak(route) && !route.otherPhoneActive) await takeBreak();
    else if (standsAt !== next.stop.id) await goTo(next, route);
    else if (!route.otherPhoneActive) await serve(next);
    else {
      if (next.stop.status === 'open') {
        await outbox.record({ type: 'arrive', stopId: next.stop.id });
        await tell();
      }
      await stand(Number.POSITIVE_INFINITY);
    }
    return null;
  }

  async function goTo(next: NextStop, route: RouteToDrive): Promise<void> {
    const { stop } = next;
    if (isHeld(stop.id, route)) {
      watch.lookClosely(true);
      await stand(input.hold?.untilAt ?? 0);
      return;
    }
    watch.lookClosely(route.otherPhoneActive);
    if (next.saidAloud && !route.otherPhoneActive && !saidAloud.has(stop.id)) {
      saidAloud.add(stop.id);
      await outbox.record({ type: 'next_stop', stopId: stop.id });
      await tell();
    }
    standsAt = null;
    const isStillWanted = () => {
      const now = watch.route();
      return now?.phase === 'started' && now.duty === 'driving' && wantedStop(now) === stop.id;
    };
    if (await driveTo(roadPlaceOf(roads, stop), isStillWanted)) standsAt = stop.id;
  }

  const wantedStop = (route: RouteToDrive) => nextStopOf(route, manners, passedOver)?.stop.id ?? null;

  const isHeld = (stopId: string, route: RouteToDrive) =>
    input.hold?.stopId === stopId &&
    route.watching === 'none' &&
    !route.otherPhoneActive &&
    clock.now() < input.hold.untilAt;

  function isTimeForBreak(route: RouteToDrive): boolean {
    const { breakAfter } = manners;
    if (breakAfter === null) return false;
    const positions = positionsOf(route.stops);
    const isPast = route.stops.some(
      ({ id, status }) => status === 'completed' && (positions.get(id) ?? 0) >= breakAfter,
    );
    // What was completed before we came had its break.
    breakTaken ??= isPast;
    return isPast && !breakTaken;
  }

  async function drive(): Promise<VanEnd> {
    let knowsPlace = input.here !== undefined;
    for (;;) {
      if (here.aborted) return { outcome: 'aborted', tally };
      const lost = sender.unauthorised ?? watch.unauthorised;
      if (lost !== null) return { outcome: 'ended', sentence: lost, tally };
      const route = watch.route();
      if (route === undefined) {
        await waitReally(300, here);
        continue;
      }
      if (route === null) return { outcome: 'ended', sentence: 'This driver has no route today.', tally };
      countByHand(route);
      if (route.phase === 'finished') return { outcome: 'finished', tally };
      if (!knowsPlace) {
        standsOn = lastPlace(van, route);
        knowsPlace = true;
      }
      if ((await step(route)) === 'finished') return { outcome: 'finished', tally };
    }
  }

  let before: ReadonlySet<string> | null = null;
  function countByHand({ stops }: RouteToDrive): void {
    const completed = stops.filter(({ status }) => status === 'completed').map(({ id }) => id);
    before ??= new Set(completed);
    tally.byHand = completed.filter((id) => before?.has(id) === false && !servedByUs.has(id)).length;
  }

  try {
    return await drive();
  } finally {
    leave();
    signal.removeEventListener('abort', leave);
  }
}

function statusOf(route: RouteToDrive, stopId: string) {
  return route.stops.find(({ id }) => id === stopId)?.status ?? 'completed';
}

function lastPlace(van: Van, route: RouteToDrive): RoadPlace {
  const served = [...route.stops].sort((a, b) => a.sequence - b.sequence).findLast(({ status }) => status !== 'open');
  return served === undefined ? van.roads.nearest(route.depot) : roadPlaceOf(van.roads, served);
}
