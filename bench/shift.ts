// Eight hours of a driver's phone on simulated time, on a network that comes and goes: what it sends, what waits, and how
// long nobody hears where the van is; with the app in front all day, and with it behind a navigation app, with and without
// Traccar Client beside it.
import { openModelServer } from './histories/model-server.ts';
import { openBenchInstance } from './instance.ts';
import { BenchFailed, type BenchOptions, type BenchResult } from './measure.ts';
import { openCountingLine } from './shift/counting-line.ts';
import { driveShift, type Habit } from './shift/drive-shift.ts';
import { placesOfShift } from './shift/plan-shift.ts';

/** Rules.md: standing too at least one place every 25 s, so that a parked van is never called delayed. */
const longestGapSeconds = 25;
const startAt = Date.parse('2026-06-09T06:00:00Z');
const places = 180;

const habits: readonly (readonly [string, Habit])[] = [
  ['inFront', { inFront: 'always', traccarClient: false }],
  ['behind', { inFront: 'at_doors', traccarClient: false }],
  ['behindWithTraccar', { inFront: 'at_doors', traccarClient: true }],
];

export async function shift({ say }: BenchOptions): Promise<BenchResult> {
  const instance = await openBenchInstance(say);
  try {
    const server = await openModelServer(instance.environment, startAt);
    try {
      const { app } = server;
      if (!app) throw new BenchFailed('There is no server.');
      await app.listen({ port: 0, host: '127.0.0.1' });
      const address = app.server.address();
      const line = await openCountingLine(typeof address === 'object' && address !== null ? address.port : 0);
      const extra: Record<string, number> = {};
      for (const [index, [name, habit]] of habits.entries()) {
        await server.goTo(startAt + index * 86_400_000);
        const [route] = await server.addRoutes([`S-${index + 1}`], placesOfShift(places));
        if (!route) throw new BenchFailed('There is no route.');
        const driven = await driveShift(server, line, route, habit);
        say(`${name}: ${JSON.stringify(driven)}`);
        for (const [what, value] of Object.entries(driven)) extra[`${name}.${what}`] = value;
      }
      line.close();
      const gap = (name: string) => extra[`${name}.longestGapSeconds`] ?? Number.POSITIVE_INFINITY;
      const value = Math.max(gap('inFront'), gap('behindWithTraccar'));
      return {
        name: 'shift',
        unit: 's without a position',
        value,
        floor: null,
        ratio: null,
        target: longestGapSeconds,
        pass: value <= longestGapSeconds,
        spread: null,
        extra,
      };
    } finally {
      await server.close();
    }
  } finally {
    await instance.close();
  }
}
