import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createHttpSend,
  createMemoryStore,
  createOutbox,
  createSenderIds,
  type NewCommand,
  retryInMillis,
} from '../index.ts';
import { faults, startFlakyServer } from './flaky-server.ts';

let server: Awaited<ReturnType<typeof startFlakyServer>>;
beforeAll(async () => {
  server = await startFlakyServer();
});
afterAll(() => server.stop());
beforeEach(() => server.forget());

const morning = Date.parse('2026-06-09T06:00:00Z');

function phone(token = 'device-token') {
  let at = morning;
  const clock = { now: () => at };
  const outbox = createOutbox({
    store: createMemoryStore(),
    send: createHttpSend({ url: server.url, token, timeoutMillis: 5_000 }),
    clock,
    // As if every answer came at once.
    stopwatch: () => 0,
  });
  return { outbox, tick: (seconds = 1) => (at += seconds * 1_000) };
}

const start: NewCommand = { type: 'start_route', routeId: 'rte_1' };
const arrive = (stopId: string): NewCommand => ({ type: 'arrive', stopId });
const deliver = (stopId: string): NewCommand => ({ type: 'deliver', stopId, how: 'recipient' });
const place = { lat: 49.51, lon: 11.28, accuracyMetres: 8 };

async function flushUntilEmpty(outbox: ReturnType<typeof phone>['outbox']) {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await outbox.flush()).outcome === 'empty') return;
  }
  throw new Error('the outbox never emptied');
}

describe('the phone’s outbox', () => {
  it('gives every command and fix an id and a time of capture before anything is sent', async () => {
    const { outbox, tick } = phone();
    await outbox.record(start);
    tick(5);
    await outbox.recordFix(place);
    expect(await outbox.waiting()).toEqual({ commands: 1, fixes: 1, photos: 0 });
    expect(server.requests).toEqual([]);
    tick(600);
    await outbox.flush();
    expect(server.effects).toMatchObject([{ at: '2026-06-09T06:00:00.000Z' }, { fixedAt: '2026-06-09T06:00:05.000Z' }]);
    expect(await outbox.waiting()).toEqual({ commands: 0, fixes: 0, photos: 0 });
  });

  it('sends route start and breaks, then the newest fix, then the other commands, then the old fixes', async () => {
    const { outbox, tick } = phone();
    const old = await outbox.recordFix(place);
    tick();
    const started = await outbox.record(start);
    const paused = await outbox.record({ type: 'take_break' });
    tick();
    const delivered = await outbox.record(deliver('stp_1'));
    tick();
    const older = await outbox.recordFix(place);
    tick();
    const newest = await outbox.recordFix(place);
    await outbox.flush();
    expect(server.requests.map(({ ids }) => ids)).toEqual([[started, paused], [newest], [delivered], [old, older]]);
  });

  it('never lets a break overtake a delivery that was made before it', async () => {
    const { outbox } = phone();
    const ids = [await outbox.record(deliver('stp_1')), await outbox.record({ type: 'take_break' })];
    await outbox.recordFix(place);
    await outbox.flush();
    expect(server.requests[0]?.ids).toEqual(ids);
  });

  it('sends a backlog in growing batches of at most 500 fixes and 100 commands, the newest fixes first', async () => {
    const { outbox, tick } = phone();
    for (let count = 0; count < 1_203; count += 1) {
      tick();
      await outbox.recordFix(place);
    }
    await outbox.flush();
    expect(server.requests.map(({ ids }) => ids.length)).toEqual([100, 200, 400, 500, 3]);
    expect(server.effects[0]).toMatchObject({ fixedAt: new Date(morning + 1_104_000).toISOString() });
    for (let count = 0; count < 230; count += 1) await outbox.record(arrive(`stp_${count}`));
    await outbox.flush();
    expect(server.requests.slice(5).map(({ ids }) => ids.length)).toEqual([100, 100, 30]);
  });

  it('sends the same id again after a lost reply, and the server does nothing twice', async () => {
    const { outbox } = phone();
    const id = await outbox.record(start);
    server.failWith('reply_lost');
    expect(await outbox.flush()).toMatchObject({ outcome: 'failed_for_now' });
    expect(await outbox.waiting()).toEqual({ commands: 1, fixes: 0, photos: 0 });
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(server.requests.map(({ ids }) => ids)).toEqual([[id], [id]]);
    expect(server.effects).toHaveLength(1);
  });

  it('keeps everything behind a captive portal that answers in the server’s place', async () => {
    const { outbox } = phone();
    await outbox.record(start);
    server.failWith('captive_portal');
    expect(await outbox.flush()).toMatchObject({ outcome: 'failed_for_now', because: 'the server answered 404' });
    expect(await outbox.waiting()).toEqual({ commands: 1, fixes: 0, photos: 0 });
    expect(await outbox.refused()).toEqual([]);
  });

  it('splits a batch that is refused as a whole, so that one bad command holds up none of the others', async () => {
    const { outbox } = phone();
    const ids: string[] = [];
    for (let stop = 0; stop < 9; stop += 1) ids.push(await outbox.record(arrive(`stp_${stop}`)));
    server.breakOn(ids[4] ?? '');
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(server.effects.map(({ id }) => id)).toEqual(ids.toSpliced(4, 1));
    expect(await outbox.refused()).toMatchObject([
      { id: ids[4], because: { code: 'malformed' }, command: { stopId: 'stp_4' } },
    ]);
  });

  it('keeps refused commands with their reason, and of refused fixes the reason but not the place', async () => {
    const { outbox } = phone();
    const command = await outbox.record(arrive('stp_1'));
    const fix = await outbox.recordFix(place);
    server.refuse(command, fix);
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    const refused = await outbox.refused();
    expect(refused).toHaveLength(2);
    expect(refused).toContainEqual({
      kind: 'fix',
      id: fix,
      because: { code: 'on_break', sentence: 'Während der Pause.' },
    });
    expect(refused).toContainEqual({
      kind: 'command',
      id: command,
      because: { code: 'wrong_state', sentence: 'Der Halt ist schon fertig.' },
      command: { type: 'arrive', stopId: 'stp_1', id: command, at: '2026-06-09T06:00:00.000Z' },
    });
  });

  it('waits with everything it holds once its token is revoked', async () => {
    const { outbox } = phone('revoked');
    await outbox.record(start);
    expect(await outbox.flush()).toEqual({ outcome: 'unauthorised', sentence: 'Problem device_unknown' });
    expect(await outbox.waiting()).toEqual({ commands: 1, fixes: 0, photos: 0 });
    server.expectToken('revoked');
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
  });

  it('also sends what is recorded while it sends', async () => {
    const { outbox } = phone();
    await outbox.record(start);
    const first = outbox.flush();
    await outbox.record(arrive('stp_1'));
    const second = outbox.flush();
    expect(await Promise.all([first, second])).toEqual([{ outcome: 'empty' }, { outcome: 'empty' }]);
    expect(server.effects).toHaveLength(2);
  });

  it('loses nothing, does nothing twice and keeps the order of commands, whatever the network does', async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom('start', 'arrive', 'deliver', 'take_break', 'resume') },
      { weight: 4, arbitrary: fc.constant('fix') },
      { weight: 2, arbitrary: fc.constant('flush') },
    );
    const days = fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 40 }),
      troubles: fc.array(fc.constantFrom(...faults), { maxLength: 25 }),
    });
    await fc.assert(
      fc.asyncProperty(days, async ({ steps, troubles }) => {
        server.forget();
        server.failWith(...troubles);
        const { outbox, tick } = phone();
        const commands: string[] = [];
        const fixes: string[] = [];
        for (const [index, what] of steps.entries()) {
          tick();
          if (what === 'fix') fixes.push(await outbox.recordFix(place));
          else if (what === 'flush') await outbox.flush();
          else if (what === 'start') commands.push(await outbox.record(start));
          else if (what === 'take_break' || what === 'resume') commands.push(await outbox.record({ type: what }));
          else commands.push(await outbox.record(what === 'arrive' ? arrive(`stp_${index}`) : deliver(`stp_${index}`)));
        }
        await flushUntilEmpty(outbox);
        const carriedOut = server.effects.map(({ id }) => id);
        expect(carriedOut.filter((id) => commands.includes(id))).toEqual(commands);
        expect(carriedOut.filter((id) => fixes.includes(id)).toSorted()).toEqual(fixes.toSorted());
        expect(await outbox.waiting()).toEqual({ commands: 0, fixes: 0, photos: 0 });
      }),
      { numRuns: 60 },
    );
  });
});

describe('ids and waiting', () => {
  it('makes UUIDs of version 7 that sort in the order of making, also when the clock steps back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 45 }), { minLength: 2, maxLength: 300 }), (clock) => {
        let index = 0;
        const newId = createSenderIds(() => clock[index++] ?? 0);
        const ids = clock.map(() => newId());
        for (const id of ids)
          expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(ids.toSorted()).toEqual(ids);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
    const first = createSenderIds(() => Date.parse('2022-02-22T19:22:22Z'))();
    expect(first.startsWith('017f22e2-79b0-7')).toBe(true);
  });

  it('still sorts when more ids are made in one millisecond than its counter holds', () => {
    const newId = createSenderIds(() => morning);
    const ids = Array.from({ length: 10_000 }, () => newId());
    expect(ids.toSorted()).toEqual(ids);
  });

  it('waits between half and the whole of a time that doubles from 1 s to 60 s, and at least as long as it is asked to', () => {
    expect([1, 2, 3, 7, 40].map((failures) => retryInMillis(failures, null, () => 1))).toEqual([
      1_000, 2_000, 4_000, 60_000, 60_000,
    ]);
    expect(retryInMillis(3, null, () => 0)).toBe(2_000);
    expect(retryInMillis(1, 30_000, () => 0.5)).toBe(30_000);
  });
});
