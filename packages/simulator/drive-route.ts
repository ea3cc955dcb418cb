import type { DriverRoute } from '@doorstep/contract';
import type { EpochMillis } from '@doorstep/domain';
import { createHttpSend, createMemoryStore, createOutbox, type Refused } from '@doorstep/outbox';
import { type Fetched, fetchRoute } from './device.ts';
import { createRunningPace, type Pace } from './pace.ts';
import { performDrive, type Step } from './perform-drive.ts';
import { type DriveOptions, planDrive, type RouteToDrive } from './plan-drive.ts';
import type { Read } from './reading.ts';
import { createServerClock } from './server-clock.ts';
import { createTally, type Tally, tallying } from './tally.ts';

const triesOfInjectedPace = 20;

export interface DriveRouteInput extends Omit<DriveOptions, 'startAt' | 'order'> {
  readonly url: string;
  readonly token: string;
  /** Simulated time runs so many times as fast as real time; 1 where left out. */
  readonly speed?: number;
  /** How time runs, from the server's instant of beginning; `speed` times real time where left out. */
  readonly pace?: (startAt: EpochMillis) => Pace;
  /** Another order than the plan's, told once the route is known. */
  readonly order?: (route: RouteToDrive) => Read<readonly string[]>;
  readonly fetch?: typeof fetch;
  /** After the last action: how often to try before giving up; endlessly (20 times with a `pace`) where left out. */
  readonly giveUpAfterFailures?: number;
}

export interface DriveHooks {
  readonly onRoute?: (route: RouteToDrive) => void;
  readonly onStep?: (step: Step) => void | Promise<void>;
  /** A sentence about the drive: the server is away, its clock runs otherwise. */
  readonly say?: (sentence: string) => void;
}

export type DriveResult =
  | { readonly outcome: 'done'; readonly tally: Tally; readonly refused: readonly Refused[] }
  | { readonly outcome: 'not_driven'; readonly sentence: string; readonly tally: Tally };

/** Drives the device's route of today as a phone would: through the outbox, over the public contract. */
export async function driveRoute(input: DriveRouteInput, hooks: DriveHooks = {}): Promise<DriveResult> {
  const { order: findOrder, ...options } = input;
  const speed = input.speed ?? 1;
  const say = hooks.say ?? (() => {});
  const tally = createTally();
  const notDriven = (sentence: string): DriveResult => ({ outcome: 'not_driven', sentence, tally });
  const clock = createServerClock(speed, say);

  const fetched = await fetchPatiently(input, say);
  if (fetched.outcome !== 'ok') return notDriven(fetched.sentence);
  const { route, serverAt } = fetched.value;
  if (route === null)
    return notDriven('This device has no route today: import one for its driver and the server’s present day.');
  if (route.phase === 'finished') return notDriven('Today’s route is finished: import another one.');
  const order = findOrder?.(route) ?? null;
  if (order !== null && !order.ok) return notDriven(order.sentence);
  hooks.onRoute?.(route);
  if (input.pace === undefined) clock.hear(serverAt);

  const startAt = Date.parse(serverAt);
  const pace = input.pace?.(startAt) ?? createRunningPace(startAt, speed);
  const http = createHttpSend({ url: input.url, token: input.token, ...(input.fetch ? { fetch: input.fetch } : {}) });
  const outbox = createOutbox({
    store: createMemoryStore(),
    send: tallying(http, tally, input.pace === undefined ? clock.hear : undefined),
    clock: pace,
  });
  const actions = planDrive(route, { ...options, startAt, ...(order === null ? {} : { order: order.value }) });
  let away = false;
  const end = await performDrive(actions, outbox, pace, {
    onStep: async (step) => {
      if (away && step.acknowledged) say('The server is back; everything recorded meanwhile has been sent.');
      away = away && !step.acknowledged;
      await hooks.onStep?.(step);
    },
    onTrouble: (because) => {
      if (!away) say(`The server is away (${because}); the drive goes on and is sent later.`);
      away = true;
    },
    // An injected pace does not really wait: without a bound it would try without end.
    giveUpAfterFailures:
      input.giveUpAfterFailures ?? (input.pace === undefined ? Number.POSITIVE_INFINITY : triesOfInjectedPace),
  });
  switch (end.outcome) {
    case 'done':
      return { outcome: 'done', tally, refused: await outbox.refused() };
    case 'unauthorised':
      return notDriven(`${end.sentence} The drive was left; pair the device anew.`);
    case 'gave_up':
      return notDriven(`The server stayed away (${end.because}); some of the drive was not sent.`);
  }
}

/** A server that is just being started may take some seconds. */
async function fetchPatiently(input: DriveRouteInput, say: (sentence: string) => void) {
  let fetched: Fetched<DriverRoute>;
  for (let tries = 1; ; tries += 1) {
    fetched = await fetchRoute(input.url, input.token, input.fetch);
    if (fetched.outcome !== 'unreachable' || tries === 5 || input.pace !== undefined) return fetched;
    say(`${fetched.sentence} Trying again.`);
    await new Promise((resolve) => setTimeout(resolve, tries * 1_000));
  }
}
