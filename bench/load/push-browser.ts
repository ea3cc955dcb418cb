// A browser as far as a push goes: the service worker of our own pages, with the little of the browser it stands on.
import { readFileSync } from 'node:fs';
import { createContext, Script } from 'node:vm';

const worker = new Script(readFileSync(new URL('../../packages/web/static/push-worker.js', import.meta.url), 'utf8'));

interface Card {
  readonly tag: string;
  readonly renotify: boolean;
  readonly silent: boolean;
  readonly data: { readonly id: string };
}

/** Counts how often its owner was alerted, by the message's id. */
export function openPushBrowser() {
  const alerts = new Map<string, number>();
  const shown = new Map<string, Card>();
  const kept = new Map<string, unknown>();
  let hear: (event: { data: unknown; waitUntil: (work: Promise<void>) => void }) => void = () => undefined;
  const self = {
    addEventListener(name: string, listener: typeof hear) {
      if (name === 'push') hear = listener;
    },
    location: { origin: 'http://localhost:3000' },
    registration: {
      async showNotification(_title: string, card: Card) {
        const isAlert = !card.silent && (card.renotify || !shown.has(card.tag));
        if (isAlert) alerts.set(card.data.id, (alerts.get(card.data.id) ?? 0) + 1);
        shown.set(card.tag, card);
      },
      getNotifications: async () => [...shown.values()],
    },
  };
  const cache = {
    match: async (place: { url: string }) => kept.get(place.url),
    put: async (place: { url: string }, answer: unknown) => void kept.set(place.url, answer),
    keys: async () => [...kept.keys()].map((url) => ({ url })),
    delete: async (place: { url: string }) => kept.delete(place.url),
  };
  worker.runInContext(
    createContext({
      self,
      caches: { open: async () => cache },
      Request: class {
        readonly url: string;
        constructor(url: string) {
          this.url = url;
        }
      },
      Response: class {},
      URL,
    }),
  );
  return {
    alerts,
    async take(message: unknown): Promise<void> {
      let work: Promise<void> = Promise.resolve();
      hear({
        data: { json: () => message },
        waitUntil(begun) {
          work = begun;
        },
      });
      await work;
    },
  };
}
