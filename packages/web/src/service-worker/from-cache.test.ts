import { describe, expect, it } from 'vitest';
import { fromCache, openedOnce } from './from-cache.ts';

const full = () => Promise.reject(new DOMException('no room left', 'QuotaExceededError'));
const request = new Request('https://doorstep.example/_app/immutable/map.js');
const nothing = { match: async () => undefined };

/** How a file is answered, and what had been left to do after that. */
async function answer(from: Partial<Parameters<typeof fromCache>[1]>) {
  const later: Promise<unknown>[] = [];
  const response = await fromCache(request, {
    current: async () => null,
    all: nothing,
    fetch: async () => new Response('from the network'),
    later: (work) => later.push(work),
    ...from,
  });
  return { text: await response.text(), later: await Promise.allSettled(later) };
}

describe('a file of the app', () => {
  it('comes from the network where the phone has no room to keep it, and nothing is left unhandled', async () => {
    const { text, later } = await answer({ current: async () => ({ ...nothing, put: full }) });
    expect(text).toBe('from the network');
    expect(later).toMatchObject([{ status: 'fulfilled' }]);
  });

  it('comes from the network where the caches do not answer at all', async () => {
    expect((await answer({ current: full, all: { match: full } })).text).toBe('from the network');
  });

  it('waits for no keeping, and is kept whole', async () => {
    const kept: string[] = [];
    const put = async (_: Request, response: Response) => void kept.push(await response.text());
    expect((await answer({ current: async () => ({ ...nothing, put }) })).text).toBe('from the network');
    expect(kept).toEqual(['from the network']);
    const never = new Promise<void>(() => undefined);
    const later: Promise<unknown>[] = [];
    const response = await fromCache(request, {
      current: async () => ({ ...nothing, put: () => never }),
      all: nothing,
      fetch: async () => new Response('at once'),
      later: (work) => later.push(work),
    });
    expect(await response.text()).toBe('at once');
    expect(later).toHaveLength(1);
  });
});

describe('the cache in use', () => {
  it('is opened once, and anew after it could not be or another is in use', async () => {
    let opened = 0;
    let isFull = true;
    const cache = openedOnce(async () => {
      opened += 1;
      return isFull ? await full() : 'cache';
    });
    await expect(cache.get()).rejects.toThrow('no room left');
    isFull = false;
    expect(await Promise.all([cache.get(), cache.get()])).toEqual(['cache', 'cache']);
    expect(opened).toBe(2);
    cache.forget();
    expect(await cache.get()).toBe('cache');
    expect(opened).toBe(3);
  });
});
