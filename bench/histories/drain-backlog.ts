// A phone that comes back after a day without a network: 5,000 actions and positions wait, and a new position is recorded
// every second. How long is the newest one under way? Over HTTP, in real time.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createHttpSend,
  createMemoryStore,
  createOutbox,
  type NewCommand,
  type OutboxSend,
} from '../../packages/outbox/index.ts';
import { BenchFailed } from '../measure.ts';
import type { ModelServer } from './model-server.ts';

export interface BacklogDrained {
  readonly drained: number;
  readonly seconds: number;
  readonly newestWaitedMaxMillis: number;
  readonly newestWaitedMedianMillis: number;
}

const waitingThings = 5_000;
const stopCount = 200;
const workdayMillis = 8 * 3_600_000;

export async function drainBacklog(server: ModelServer): Promise<BacklogDrained> {
  const [route] = await server.addRoutes(
    ['B-1'],
    Array.from({ length: stopCount }, () => ({})),
  );
  const { app } = server;
  if (!route || !app) throw new BenchFailed('There is no server with a route.');
  const address = await app.listen({ port: 0, host: '127.0.0.1' });
  const http = createHttpSend({ url: address, token: route.token });
  const takenAt = new Map<string, number>();
  const send: OutboxSend = {
    ...http,
    async fixes(batch) {
      const sent = await http.fixes(batch);
      if (sent.outcome === 'answered') for (const { id } of sent.answers) takenAt.set(id, performance.now());
      return sent;
    },
  };
  let now = server.clock.now();
  const outbox = createOutbox({ store: createMemoryStore(), send, clock: { now: () => now } });

  const actions: NewCommand[] = [
    { type: 'start_route', routeId: route.routeId },
    ...route.stops.flatMap(({ stopId }, index): NewCommand[] => [
      ...(index === stopCount / 2 ? [{ type: 'take_break' } as const, { type: 'resume' } as const] : []),
      { type: 'arrive', stopId },
      { type: 'deliver', stopId, how: 'recipient' },
    ]),
  ];
  const step = workdayMillis / waitingThings;
  const every = Math.floor(waitingThings / actions.length);
  for (let index = 0; index < waitingThings; index += 1) {
    const action = index % every === 0 ? actions.shift() : undefined;
    if (action) await outbox.record(action);
    else await outbox.recordFix({ ...placeAt(index), accuracyMetres: 8 });
    now += step;
  }
  if (actions.length > 0) throw new BenchFailed('Not all actions have found a place in the day.');

  // From here on time is real.
  const startedAt = performance.now();
  const backAt = now;
  const tick = () => {
    now = Math.round(backAt + performance.now() - startedAt);
    server.clock.set(now);
  };
  tick();
  const ticking = setInterval(tick, 20);
  const recordedAt = new Map<string, number>();
  let isDrained = false;
  const draining = (async () => {
    while ((await outbox.flush()).outcome !== 'empty') await sleep(500);
    isDrained = true;
  })();
  try {
    for (let second = 0; !isDrained || second < 3; second += 1) {
      tick();
      const id = await outbox.recordFix({ ...placeAt(waitingThings + second), accuracyMetres: 8 });
      recordedAt.set(id, performance.now());
      void outbox.flush();
      await sleep(1000);
    }
    await draining;
    const seconds = (performance.now() - startedAt) / 1000;
    while ((await outbox.flush()).outcome !== 'empty') await sleep(200);
    const waited = [...recordedAt.values()].map((at, index) => {
      // Until it was there, or one that is newer still: then it is no longer the newest.
      const fromItOn = [...recordedAt.keys()].slice(index).flatMap((id) => takenAt.get(id) ?? []);
      return Math.min(...fromItOn) - at;
    });
    waited.sort((a, b) => a - b);
    return {
      drained: waitingThings,
      seconds: Math.round(seconds * 10) / 10,
      newestWaitedMaxMillis: Math.round(waited.at(-1) ?? 0),
      newestWaitedMedianMillis: Math.round(waited[Math.floor(waited.length / 2)] ?? 0),
    };
  } finally {
    clearInterval(ticking);
  }
}

/** Along the route, about ten metres a step. */
function placeAt(index: number): { lat: number; lon: number } {
  return { lat: Math.round((49.5 + index * 0.0001) * 1e6) / 1e6, lon: 11.2 };
}
