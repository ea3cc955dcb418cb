/**
 * The driver's app without a network: the page and all that it loads, kept as one whole under the name of its contents,
 * so that an app is never put together from two versions. Nothing else passes through here: no answer of the API, no
 * position, no picture. In scope is `/driver` alone.
 */
import { self } from '$app/service-worker';
import { fromCache, openedOnce } from './from-cache.ts';

const page = '/driver';
const prefix = 'doorstep-driver-';
/** Holds one entry: which of the caches above is whole, and in use. */
const indexName = 'doorstep-driver-index';
const indexKey = '/driver/current';
/** A network that answers later than this is as good as none: the kept page opens, and the new one waits for next time. */
const patienceMillis = 1_500;

self.addEventListener('install', (event) => {
  event.waitUntil(keep(fetchPage()).then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

// A page that stays open all day asks now and then whether it is still the newest.
self.addEventListener('message', (event) => {
  if (event.data === 'doorstep-app-look') event.waitUntil(keep(fetchPage()).catch(() => undefined));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === 'navigate' && pathname === page && search === '') event.respondWith(open(event));
  else if (pathname.startsWith('/_app/immutable/')) event.respondWith(asset(event));
});

function fetchPage(): Promise<Response> {
  return fetch(page, { cache: 'no-store', credentials: 'same-origin' });
}

/** The page from the network where that is quick, else as it is kept. */
async function open(event: FetchEvent): Promise<Response> {
  const fresh = fetch(event.request);
  // What comes, in time or not, is kept for the next start.
  let isFresh = false;
  const tell = (client: Client) => !isFresh || client.id !== event.resultingClientId;
  event.waitUntil(
    keep(
      fresh.then((response) => response.clone()),
      tell,
    ).catch(() => undefined),
  );
  // Where the caches do not answer, the network alone counts.
  const kept = inUse
    .get()
    .then((cache) => cache?.match(page))
    .catch(() => undefined);
  const inTime = await Promise.race([
    fresh.catch(() => null),
    new Promise<null>((resolve) => setTimeout(() => resolve(null), patienceMillis)),
  ]);
  isFresh = inTime?.ok ?? false;
  if (inTime?.ok) return inTime;
  return (await kept) ?? inTime ?? fresh;
}

function asset(event: FetchEvent): Promise<Response> {
  return fromCache(event.request, {
    current: inUse.get,
    all: caches,
    fetch: (request) => fetch(request),
    later: (work) => event.waitUntil(work),
  });
}

/** Asked for again when another is in use. */
const inUse = openedOnce(async (): Promise<Cache | null> => {
  const entry = await (await caches.open(indexName)).match(indexKey);
  const name = await entry?.text();
  return name === undefined ? null : await caches.open(name);
});

/** Keeps a page with all its files, and only then lets it be the one in use. A page that is it already is not told. */
async function keep(coming: Promise<Response>, tell: (client: Client) => boolean = () => true): Promise<void> {
  const response = await coming;
  if (!response.ok || !response.headers.get('content-type')?.startsWith('text/html')) return;
  const html = await response.clone().text();
  const files = [...new Set(html.match(/\/_app\/[\w/.-]+\.(?:js|css)/g) ?? [])].sort();
  const others = ['/icon.svg', '/driver/app.webmanifest', '/driver-icon-192.png'];
  // A nonce differs each time; the files are the version.
  const version = await digest([...files, htmlWithoutNonce(html)].join('\n'));
  const index = await caches.open(indexName);
  const before = await index.match(indexKey).then((entry) => entry?.text());
  const name = prefix + version;
  if (before === name) return;
  const cache = await caches.open(name);
  await cache.addAll([...files, ...others]);
  await cache.put(page, response);
  await index.put(indexKey, new Response(name));
  inUse.forget();
  if (before === undefined) return;
  // A worker that is being installed has no page of its own yet: those of the one before it are told.
  for (const client of await self.clients.matchAll({ type: 'window', includeUncontrolled: true }))
    if (new URL(client.url).pathname === page && tell(client)) client.postMessage('doorstep-app-renewed');
  // The version before stays: a page that is open may still ask for a part of it.
  for (const each of await caches.keys())
    if (each.startsWith(prefix) && each !== name && each !== before && each !== indexName) await caches.delete(each);
}

function htmlWithoutNonce(html: string): string {
  return html.replace(/nonce="[^"]*"/g, '').replace(/__sveltekit_\w+/g, '');
}

async function digest(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(hash).subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
