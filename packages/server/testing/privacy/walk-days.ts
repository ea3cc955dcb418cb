// The model checker of privacy: walks generated days through the real doors and holds every answer against the rules.
import type { TestDatabase } from '../../db/test-database.ts';
import { latchMaps } from './expected-view.ts';
import { type Chance, chanceOf } from './invent-day.ts';
import { expectedOf, newTally, observeRequests, observeStreams, type Tally } from './observe.ts';
import { stepsOf } from './steps.ts';
import { beginDay, type Day, endDay, openStage } from './the-day.ts';

export interface WalkOptions {
  /** How many answers to look at, at least; the day that is being walked then is walked to its end. */
  readonly observations: number;
  readonly seed: number;
  /** Steps of a day after its start. */
  readonly stepsADay: number;
  readonly say?: (line: string) => void;
  /** Where no test run gives a database. */
  readonly store?: TestDatabase;
  /** After so many violations it has seen enough. */
  readonly stopAt?: number;
}

/** Walks day after day on one server. Nothing is thrown over a violation: they are told, with seed, day and step. */
export async function walkDays(options: WalkOptions): Promise<Tally & { days: number }> {
  const tally = newTally();
  const stage = await openStage(options.store);
  let days = 0;
  try {
    const { stopAt = 20 } = options;
    while (tally.observations < options.observations && tally.violations.length < stopAt) {
      days += 1;
      const chance = chanceOf(options.seed * 1_000 + days);
      const day = await beginDay(stage, days, chance);
      const known = tally.violations.length;
      await walkDay(day, chance, tally, { steps: options.stepsADay, stopAt });
      endDay(day);
      for (const violation of tally.violations.slice(known)) options.say?.(`  ${violation}`);
      options.say?.(`Day ${days}: ${tally.observations} observations, ${tally.violations.length} violations`);
    }
  } finally {
    await stage.server.close();
  }
  return { ...tally, days };
}

async function walkDay(
  day: Day,
  chance: Chance,
  tally: Tally,
  limits: { steps: number; stopAt: number },
): Promise<void> {
  await look(day, chance, tally, 'imported', async () => undefined);
  for (const { what, carryOut } of stepsOf(day, chance, limits.steps)) {
    if (tally.violations.length >= limits.stopAt) return;
    await look(day, chance, tally, what, carryOut);
  }
}

/** One step, then everything that can be received at that instant. */
async function look(
  day: Day,
  chance: Chance,
  tally: Tally,
  what: string,
  carryOut: () => Promise<void>,
): Promise<void> {
  const before = new Map(day.watching.map((each) => [each, expectedOf(day, each)]));
  for (const each of day.watching) each.between = [];
  tally.steps += 1;
  await carryOut();
  latchMaps(day.world, day.stage.server.clock.now());
  await observeRequests(day, tally, chance, what);
  await observeStreams(day, before, tally, what);
}
