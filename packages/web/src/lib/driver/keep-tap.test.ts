import { createMemoryStore, createOutbox, type OutboxItem, type OutboxStore } from '@doorstep/outbox';
import { describe, expect, it } from 'vitest';
import { keepTap } from './keep-tap.ts';

const bytesOf = (item: OutboxItem) => (item.kind === 'photo' ? item.bytes.length : 10);

/** A phone with room for so many bytes, that refuses as a browser does; nothing of it is ever sent. */
function phone(roomBytes: number, fault = new DOMException('no room left', 'QuotaExceededError'), reserveBytes = 0) {
  let reserve = reserveBytes;
  const memory = createMemoryStore();
  const sizes = new Map<string, number>();
  const store: OutboxStore = {
    ...memory,
    async add(...items) {
      const used = [...sizes.values()].reduce((sum, each) => sum + each, 0);
      if (used + items.reduce((sum, item) => sum + bytesOf(item), 0) > roomBytes - reserve) throw fault;
      for (const item of items) sizes.set(item.id, bytesOf(item));
      await memory.add(...items);
    },
    async settle(ids, refused) {
      for (const id of ids) sizes.delete(id);
      await memory.settle(ids, refused);
    },
  };
  const unsent = async () => ({ outcome: 'failed_for_now', because: 'no network', retryAfterMillis: null }) as const;
  const outbox = createOutbox({ store, send: { commands: unsent, fixes: unsent, photo: unsent }, clock: Date });
  const giveRoomBack = async () => {
    const held = reserve > 0;
    reserve = 0;
    return held;
  };
  return { store, outbox, giveRoomBack, waiting: async () => (await store.list()).map(({ id }) => id) };
}

const small = {
  data: new Uint8ClampedArray(4),
  width: 1,
  height: 1,
  colorSpace: 'srgb',
  pixelFormat: 'rgba-unorm8',
} as const;
const picture = (id: string) => ({ id, preview: new Uint8Array(20), full: new Uint8Array(100), small });
const deliver = (photoId?: string) => [
  {
    type: 'deliver',
    stopId: 'stp_1',
    how: 'safe_place',
    ...(photoId ? { photoId, photoTakenAt: '2026-06-09T10:00:00Z' } : {}),
  } as const,
];

describe('what one tap means, in a phone that is full', () => {
  it('is kept without its picture, and promises none', async () => {
    const full = phone(150);
    expect(await keepTap(full, deliver('a'), picture('a'))).toMatchObject({ outcome: 'kept' });
    expect(await keepTap(full, deliver('b'), picture('b'))).toMatchObject({ outcome: 'without_photo' });
    const items = await full.store.list();
    const [, second] = items.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
    expect(second).not.toHaveProperty('photoId');
    expect(second).not.toHaveProperty('photoTakenAt');
  });

  it('is kept with its picture in the place of the reserve, once', async () => {
    const full = phone(260, undefined, 110);
    for (const id of ['a', 'b'])
      expect(await keepTap(full, deliver(id), picture(id))).toMatchObject({ outcome: 'kept' });
    expect(await keepTap(full, deliver('c'), picture('c'))).toMatchObject({ outcome: 'without_photo' });
  });

  it('goes before the newest large picture, whose small size stays, and that is said', async () => {
    const full = phone(260);
    for (const id of ['a', 'b']) await keepTap(full, deliver(id), picture(id));
    const kept = await keepTap(full, deliver(), null);
    expect(kept).toMatchObject({ outcome: 'full_photo_dropped', ids: [expect.any(String)] });
    const waiting = await full.waiting();
    expect(waiting.filter((id) => id.includes('/'))).toEqual(['a/preview', 'a/full', 'b/preview']);
    expect(waiting).toHaveLength(6);
  });

  it('drops no picture where it cannot be kept for another reason, and says that nothing was', async () => {
    const broken = phone(260, new DOMException('the disk is gone', 'UnknownError'));
    for (const id of ['a', 'b']) await keepTap(broken, deliver(id), picture(id));
    expect(await keepTap(broken, deliver(), null)).toEqual({ outcome: 'not_kept' });
    expect((await broken.waiting()).filter((id) => id.endsWith('/full'))).toHaveLength(2);
    expect(await keepTap(phone(5), deliver(), null)).toEqual({ outcome: 'not_kept' });
  });
});
