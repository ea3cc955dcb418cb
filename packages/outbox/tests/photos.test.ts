import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createHttpSend, createMemoryStore, createOutbox, type NewCommand, type NewPhoto } from '../index.ts';
import { faults, startFlakyServer } from './flaky-server.ts';

let server: Awaited<ReturnType<typeof startFlakyServer>>;
beforeAll(async () => {
  server = await startFlakyServer();
});
afterAll(() => server.stop());
beforeEach(() => server.forget());

function phone() {
  const store = createMemoryStore();
  const send = createHttpSend({ url: server.url, token: 'device-token', timeoutMillis: 5_000 });
  let at = Date.parse('2026-06-09T06:00:00Z');
  const outbox = createOutbox({ store, send, clock: { now: () => (at += 1_000) } });
  return { store, outbox, passHours: (hours: number) => (at += hours * 3_600_000) };
}

const place = { lat: 49.51, lon: 11.28, accuracyMetres: 8 };
const photo = (id: string): NewPhoto => ({
  id,
  preview: Uint8Array.of(1, id.length),
  full: Uint8Array.of(2, id.length),
  contentType: 'image/jpeg',
});
const deliver = (photoId: string): NewCommand => ({ type: 'deliver', stopId: 'stp_1', how: 'safe_place', photoId });
const nothing = { commands: 0, fixes: 0, photos: 0 };

describe('pictures in the outbox', () => {
  it('go after all commands and the newest fix, every preview before any full picture, before the old fixes', async () => {
    const { outbox } = phone();
    const old = await outbox.recordFix(place);
    const newest = await outbox.recordFix(place);
    await outbox.recordPhoto(photo('a'));
    const first = await outbox.record(deliver('a'));
    const [second] = await outbox.recordTogether([deliver('b')], photo('b'));
    expect(await outbox.waiting()).toEqual({ commands: 2, fixes: 2, photos: 2 });
    await outbox.flush();
    expect(server.requests.map(({ ids }) => ids)).toEqual([
      [newest],
      [first, second],
      ['a/preview'],
      ['b/preview'],
      ['a/full'],
      ['b/full'],
      [old],
    ]);
    expect(server.effects).toContainEqual({ id: 'a/preview', bytes: [1, 1] });
    expect(server.effects).toContainEqual({ id: 'a/full', bytes: [2, 1] });
    expect(await outbox.waiting()).toEqual(nothing);
  });

  it('hold up neither the newest position nor an action while they are under way', async () => {
    const { outbox } = phone();
    await outbox.record(deliver('a'));
    await outbox.flush();
    const seen = (id: string) =>
      expect.poll(() => server.requests.some(({ ids }) => ids.includes(id)), { timeout: 5_000 }).toBe(true);
    await outbox.recordPhoto(photo('a'));
    const hold = server.holdPhotos();
    const again = outbox.flush();
    await expect.poll(() => server.requests.at(-1)?.ids).toEqual(['a/preview']);
    const [beside, done] = [await outbox.recordFix(place), await outbox.record(deliver('c'))];
    void outbox.flush();
    await seen(beside);
    await seen(done);
    expect(server.effects.filter(({ id }) => id === beside || id === done)).toHaveLength(2);
    hold();
    expect(await again).toEqual({ outcome: 'empty' });
    expect(await outbox.waiting()).toEqual(nothing);
  });

  it('that set out with their delivery hold up nothing either, and what fails beside one goes with what comes next', async () => {
    const { outbox } = phone();
    const done = (id: string) =>
      expect.poll(() => server.effects.some((effect) => effect.id === id), { timeout: 5_000 }).toBe(true);
    const letGo = server.holdPhotos();
    const [delivery = ''] = await outbox.recordTogether([deliver('along')], photo('along'));
    const flushing = outbox.flush();
    await done(delivery);
    await expect.poll(() => server.requests.flatMap(({ ids }) => ids)).toContain('along/preview');
    const position = await outbox.recordFix(place);
    void outbox.flush();
    await done(position);
    server.failWith('unavailable');
    await outbox.recordFix(place);
    void outbox.flush();
    await expect.poll(() => server.requests.filter(({ path }) => path.endsWith('/fixes'))).toHaveLength(2);
    const nextDoor = await outbox.record(deliver('next'));
    void outbox.flush();
    await done(nextDoor);
    expect(server.effects.map(({ id }) => id)).not.toContain('along/preview');
    letGo();
    expect(await flushing).toEqual({ outcome: 'empty' });
    expect(await outbox.waiting()).toEqual(nothing);
    expect(server.requests.flatMap(({ ids }) => ids).filter((id) => id === 'along/preview')).toHaveLength(1);
  });

  it('set out together with a delivery that was just made, and wait on where that is not known in time', async () => {
    const { outbox } = phone();
    await outbox.recordTogether([deliver('fresh')], photo('fresh'));
    await outbox.flush();
    const ids = server.requests.map((request) => request.ids[0] ?? '');
    expect(ids.filter((id) => id === 'fresh/full')).toHaveLength(1);
    expect(ids.at(-1), 'the full picture goes last').toBe('fresh/full');
    expect(server.effects.map(({ id }) => id)).toEqual([expect.any(String), 'fresh/preview', 'fresh/full']);
    expect(await outbox.waiting()).toEqual(nothing);
  });

  it('have two ways opened for them and their delivery, which tells nothing, and harms nothing where it fails', async () => {
    const asked: [url: string, init: RequestInit | undefined][] = [];
    const send = createHttpSend({
      url: 'https://doorstep.example/',
      token: 'device-token',
      fetch: async (url, init) => {
        asked.push([String(url), init]);
        if (asked.length === 2) throw new TypeError('no network');
        return new Response('{}');
      },
    });
    await send.warm();
    expect(asked.map(([url]) => url)).toEqual(['https://doorstep.example/healthz', 'https://doorstep.example/healthz']);
    expect(JSON.stringify(asked)).not.toContain('device-token');
  });

  it('wait where their delivery is not known yet, and hold up nothing else', async () => {
    const { outbox } = phone();
    await outbox.recordPhoto(photo('early'));
    await outbox.recordTogether([deliver('known')], photo('known'));
    await outbox.recordFix(place);
    expect(await outbox.flush()).toMatchObject({ outcome: 'failed_for_now' });
    expect(await outbox.waiting()).toEqual({ commands: 0, fixes: 0, photos: 1 });
    expect(await outbox.refused()).toEqual([]);
    await outbox.record(deliver('early'));
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(server.effects.map(({ id }) => id)).toContain('early/full');
  });

  it('whose delivery nobody knows a day later are given up and shown as refused, so that the waiting ends', async () => {
    const { outbox, store, passHours } = phone();
    await outbox.recordPhoto(photo('lost'));
    passHours(23);
    expect(await outbox.flush()).toMatchObject({ outcome: 'failed_for_now' });
    passHours(2);
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(await outbox.refused()).toMatchObject([{ kind: 'photo', because: { code: 'delivery_not_known_yet' } }]);
    expect(await outbox.waiting()).toEqual(nothing);
    expect(await store.readPhoto('lost/full')).toBeNull();
  });

  it('are wiped without a word, both sizes, where the recipient wants none', async () => {
    const { outbox, store } = phone();
    await outbox.recordTogether([deliver('off')], photo('off'));
    server.discardPhotos('off');
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(server.requests.map(({ path }) => path)).not.toContain('/api/v1/driver/photos/off');
    expect(await outbox.refused()).toEqual([]);
    expect(await store.readPhoto('off/full')).toBeNull();
  });

  it('that the server refuses leave their reason and no bytes, and the next ones go on', async () => {
    const { outbox, store } = phone();
    server.refuse('text');
    await outbox.recordTogether([deliver('text')], photo('text'));
    await outbox.recordTogether([deliver('good')], photo('good'));
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(await outbox.refused()).toMatchObject([
      { kind: 'photo', photoId: 'text', because: { code: 'photo_unreadable', sentence: 'Problem photo_unreadable' } },
      { kind: 'photo', photoId: 'text' },
    ]);
    expect(await store.readPhoto('text/full')).toBeNull();
    expect(server.effects.map(({ id }) => id)).toContain('good/full');
  });

  it('are wiped with a delivery that the server refuses: they would prove nothing', async () => {
    const { outbox } = phone();
    const [id] = await outbox.recordTogether([deliver('a')], photo('a'));
    server.refuse(id ?? '');
    expect(await outbox.flush()).toEqual({ outcome: 'empty' });
    expect(await outbox.waiting()).toEqual(nothing);
    expect(await outbox.refused()).toMatchObject([{ kind: 'command', id }]);
    // The preview may have set out with it; of a delivery that is refused nothing is taken.
    expect(server.effects).toEqual([]);
    expect(server.requests.flatMap(({ ids }) => ids)).not.toContainEqual(expect.stringContaining('/full'));
  });

  it('arrive once each and never without their delivery, whatever the network does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.constantFrom(...faults), { maxLength: 25 }),
        async (count, troubles) => {
          server.forget();
          server.failWith(...troubles);
          const { outbox } = phone();
          const names = Array.from({ length: count }, (_, index) => `photo-${index}`);
          for (const name of names) await outbox.recordTogether([deliver(name)], photo(name));
          const ends: string[] = [];
          while (ends.at(-1) !== 'empty' && ends.length < 60) ends.push((await outbox.flush()).outcome);
          const stored = server.effects.map(({ id }) => id).filter((id) => id.includes('/'));
          expect(stored.toSorted()).toEqual(names.flatMap((name) => [`${name}/full`, `${name}/preview`]).toSorted());
          expect(await outbox.waiting()).toEqual(nothing);
          expect(await outbox.refused()).toEqual([]);
        },
      ),
      { numRuns: 40 },
    );
  });
});
