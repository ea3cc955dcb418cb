// What may happen on a day, one step after the other: each a request through a real door (or the clock moving on), and
// the same in the model. Chance chooses; both sides of every boundary second come up.
import { depot, drive, goAndArrive, serveAnother, serveNext, settleHere, stopId } from './driving.ts';
import { changeRegion, dispatched, switchMap } from './from-elsewhere.ts';
import type { Chance } from './invent-day.ts';
import { openOf } from './order-restated.ts';
import type { Day, Step } from './the-day.ts';
import { finishRoute, newestFix, pause, plan, resume, startRoute, undoStop } from './world.ts';

const second = 1_000;

/** The steps of a day, made up one at a time, as each depends on what happened before. */
export function* stepsOf(day: Day, chance: Chance, steps: number): Generator<Step> {
  yield* beforeTheStart(day);
  yield { what: 'the route starts', carryOut: () => start(day) };
  for (let taken = 0; taken < steps; taken += 1) yield nextStep(day, chance);
  if (day.world.duty !== 'driving') yield { what: 'resume', carryOut: () => driveOn(day) };
  yield { what: 'the route is finished', carryOut: () => finish(day) };
  yield { what: 'a fix after the end', carryOut: () => lateFix(day) };
  yield { what: 'hours later', carryOut: async () => day.stage.server.clock.advance(3_600_000 * 5) };
}

/** Both sides of the midnight on which the day begins where the parcels go. */
function* beforeTheStart(day: Day): Generator<Step> {
  const midnight = Date.parse(`${day.world.serviceDate}T00:00:00+02:00`);
  const { clock } = day.stage.server;
  yield { what: 'a millisecond before midnight', carryOut: async () => clock.set(midnight - 1) };
  yield { what: 'midnight', carryOut: async () => clock.set(midnight) };
  yield { what: 'the planned start', carryOut: async () => clock.set(day.plannedStartAt) };
}

function nextStep(day: Day, chance: Chance): Step {
  const { world } = day;
  const open = openOf(world.order);
  const isDriving = world.duty === 'driving';
  const choices: [weight: number, step: () => Step][] = [
    [isDriving && open.length > 0 ? 26 : 0, () => drive(day, chance)],
    [isDriving && open.length > 0 ? 22 : 0, () => serveNext(day, chance)],
    [isDriving && world.order.at !== null ? 16 : 0, () => settleHere(day, chance)],
    [open.length > 1 ? 5 : 0, () => serveAnother(day, chance)],
    [newestFix(world) === null ? 0 : 12, () => boundarySecond(day, chance)],
    [isDriving ? 5 : 30, () => (isDriving ? pauseNow(day, chance) : { what: 'resume', carryOut: () => driveOn(day) })],
    [open.length > 1 ? 5 : 0, () => named(day, chance)],
    [open.length > 1 ? 4 : 0, () => dispatched(day, chance)],
    [world.order.served.length > 0 ? 6 : 0, () => undo(day, chance)],
    [triedBefore(day) === null ? 0 : 5, () => secondTry(day)],
    [5, () => switchMap(day, chance)],
    [2, () => changeRegion(day, chance)],
    [1, () => ({ what: 'the server starts anew', carryOut: () => day.stage.server.restart() })],
  ];
  let left = chance.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, step] of choices) {
    left -= weight;
    if (weight > 0 && left <= 0) return chance.is(0.15) ? whileCutOff(day, chance, step()) : step();
  }
  return { what: 'time passes', carryOut: async () => day.stage.server.clock.advance(7 * second) };
}

async function start(day: Day): Promise<void> {
  await day.phone.give('start_route', { routeId: day.route.routeId });
  startRoute(day.world, day.stage.server.clock.now());
}

async function finish(day: Day): Promise<void> {
  day.stage.server.clock.advance(second);
  await day.phone.give('finish_route');
  finishRoute(day.world, day.stage.server.clock.now());
}

async function lateFix(day: Day): Promise<void> {
  day.stage.server.clock.advance(5 * second);
  const [answer] = await day.phone.send(day.phone.fixAt(depot));
  if (answer?.outcome === 'accepted') throw new Error('a fix after the end was accepted');
}

/** From 30 s on delayed, older than 120 s gone: the millisecond before and after. */
function boundarySecond(day: Day, chance: Chance): Step {
  const after = chance.pick([29_999, 30_000, 119_999, 120_000, 120_001]);
  return {
    what: `${after} ms after the newest fix`,
    carryOut: async () => {
      const { clock } = day.stage.server;
      clock.set(Math.max(clock.now(), (newestFix(day.world)?.fixedAt ?? 0) + after));
    },
  };
}

/** Also told late: then fixes that came in meanwhile are of the pause, and no positions any more. */
function pauseNow(day: Day, chance: Chance): Step {
  const [type, duty] = chance.pick([['take_break', 'on_break'] as const, ['go_dark', 'dark'] as const]);
  const lateBy = chance.pick([0, 0, 6_500, 40_500]);
  return {
    what: `${type}, told ${lateBy} ms late`,
    carryOut: async () => {
      const { clock } = day.stage.server;
      clock.advance(second + 1);
      const happenedAt = day.world.pauses.at(-1)?.until ?? day.plannedStartAt;
      const lastEventAt = Math.max(happenedAt, ...day.world.doneAt.values());
      const at = Math.max(clock.now() - lateBy, lastEventAt + 1);
      await day.phone.give(type, { at: new Date(at).toISOString() });
      pause(day.world, duty, at);
    },
  };
}

async function driveOn(day: Day): Promise<void> {
  day.stage.server.clock.advance(90 * second);
  const rejected = await day.phone.send(day.phone.fixAt(depot));
  if (rejected[0]?.outcome === 'accepted') throw new Error('a fix of a pause was accepted');
  day.stage.server.clock.advance(second);
  await day.phone.give('resume');
  resume(day.world, day.stage.server.clock.now());
}

function named(day: Day, chance: Chance): Step {
  const stop = chance.pick(openOf(day.world.order));
  return {
    what: `"I go to stop ${stop} next"`,
    carryOut: async () => {
      day.stage.server.clock.advance(2 * second);
      await day.phone.give('next_stop', { stopId: stopId(day, stop) });
      plan.name(day.world, stop, day.stage.server.clock.now());
    },
  };
}

/** Some are cut off while it happens; whoever is, comes back to what holds by then (observe.ts). */
function whileCutOff(day: Day, chance: Chance, step: Step): Step {
  if (day.watching.length === 0) return step;
  const gone = Array.from({ length: 4 }, () => chance.pick(day.watching));
  return {
    what: `${step.what}, while some are cut off`,
    carryOut: async () => {
      for (const { stream } of gone) stream.close();
      while (gone.some(({ stream }) => !stream.ended)) await new Promise((resolve) => setTimeout(resolve, 5));
      await step.carryOut();
    },
  };
}

/** Within 60 s of the outcome, also in the very last millisecond; after it, nothing is taken back. */
function undo(day: Day, chance: Chance): Step {
  const stop = day.world.order.served.at(-1) ?? 0;
  const after = chance.pick([0, 59_999, 60_000, 60_001]);
  return {
    what: `stop ${stop} is taken back after ${after} ms`,
    carryOut: async () => {
      const { clock } = day.stage.server;
      const doneAt = day.world.doneAt.get(stop) ?? 0;
      clock.set(Math.max(clock.now(), doneAt + after));
      const isInTime = clock.now() - doneAt <= 60_000;
      const [answer] = await day.phone.order(day.phone.command('undo', { stopId: stopId(day, stop) }));
      if ((answer?.outcome === 'done') !== isInTime) throw new Error(`undo was answered ${JSON.stringify(answer)}`);
      if (isInTime) undoStop(day.world, stop, clock.now());
    },
  };
}

function triedBefore(day: Day): number | null {
  const { world } = day;
  const done = world.order.served.find((stop) => {
    const here = world.parcels.filter((parcel) => parcel.stop === stop);
    return here.length > 0 && here.every(({ state }) => state === 'attempted');
  });
  return done ?? null;
}

function secondTry(day: Day): Step {
  const stop = triedBefore(day) ?? 0;
  return { what: `a second try at stop ${stop}`, carryOut: () => goAndArrive(day, stop) };
}
