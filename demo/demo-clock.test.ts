import { expect, it } from 'vitest';
import { createDemoClock } from './demo-clock.ts';

const noon = Date.parse('2026-06-11T10:00:00Z');

it('wakes who waits when it is sent to a later hour, and not before', async () => {
  const clock = createDemoClock({ startAt: noon, speed: 0 });
  let awake = false;
  const waiting = clock.sleepUntil(noon + 3_600_000).then(() => {
    awake = true;
  });
  clock.jumpTo(noon + 3_599_999);
  await new Promise((resolve) => setImmediate(resolve));
  expect(awake).toBe(false);
  clock.jumpTo(noon + 3_600_000);
  await waiting;
  expect(clock.now()).toBe(noon + 3_600_000);
});

it('goes on at once when a halted clock is let run', async () => {
  const clock = createDemoClock({ startAt: noon, speed: 0 });
  const waiting = clock.sleepUntil(noon + 60_000);
  clock.setSpeed(100_000);
  await waiting;
  expect(clock.now()).toBeGreaterThanOrEqual(noon + 60_000);
});

it('lets go of who waits when asked to', async () => {
  const clock = createDemoClock({ startAt: noon, speed: 0 });
  const leaving = new AbortController();
  const waiting = clock.sleepUntil(noon + 60_000, leaving.signal);
  leaving.abort();
  await waiting;
  expect(clock.now()).toBe(noon);
});
