// @ts-nocheck the pages' types know windows, not workers
// The service worker behind push messages. It shows what our server tells, and leads to the page that it is about. It
// keeps no pages and answers no requests: its scope is a path that no page has.

const toldCache = 'doorstep-told';
const toldAtMost = 50;
const pictureMillis = 8_000;

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('push', (event) => event.waitUntil(tell(read(event.data))));
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(lead(event.notification.data?.path));
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(subscribeAgain(event.oldSubscription)));

/** What came, or, where it cannot be read, that there is news: a push must show something. */
function read(data) {
  try {
    return data.json();
  } catch {
    return { id: '', title: 'Doorstep', text: '', path: '/orders', language: 'de', topic: 'news', picture: null };
  }
}

/**
 * Shows one message. A push that comes twice (the server died between being answered and taking note) replaces its card
 * without a sound. The words come first; the picture follows into the same card, fetched with this browser's session.
 */
async function tell(message) {
  const isAgain = await wasTold(message.id);
  const card = {
    body: message.text,
    tag: message.topic,
    lang: message.language,
    renotify: !isAgain,
    silent: isAgain,
    data: { path: message.path, id: message.id },
  };
  await self.registration.showNotification(message.title, card);
  await noteTold(message.id);
  const image = message.picture === null ? null : await pictureAt(message.picture);
  if (image === null || !(await isStillShown(message))) return;
  await self.registration.showNotification(message.title, { ...card, renotify: false, silent: true, image });
}

/** Whoever has put it away meanwhile does not want it back; a newer one has taken its card. */
async function isStillShown(message) {
  const shown = await self.registration.getNotifications({ tag: message.topic });
  return shown.some(({ data }) => data?.id === message.id);
}

/** As a data URL, because a notification asks for its picture without telling who is signed in. Null: there is none to see. */
async function pictureAt(path) {
  try {
    const answer = await fetch(here(path), {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: AbortSignal.timeout(pictureMillis),
    });
    const type = answer.headers.get('content-type') ?? '';
    if (!answer.ok || !type.startsWith('image/')) return null;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return `data:${type};base64,${btoa(text)}`;
  } catch {
    return null;
  }
}

/** Where a tap leads: to the page where it is open, else to a new one. Whoever is signed out comes by the sign-in. */
async function lead(path) {
  const target = here(path ?? '/orders');
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const open = pages.find(({ url }) => url.split('#')[0] === target);
  await (open ? open.focus() : self.clients.openWindow(target));
}

/** A path of our own site, whatever a message says. */
function here(path) {
  const url = new URL(path, self.location.origin);
  return url.origin === self.location.origin ? url.href : `${self.location.origin}/orders`;
}

/** The browser has dropped its subscription for another one. */
async function subscribeAgain(former) {
  const key = former?.options?.applicationServerKey;
  if (!key) return;
  const subscription = await self.registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: key,
  });
  await fetch('/api/v1/me/push-subscriptions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(subscription),
  });
}

const placeOf = (id) => new Request(`/push/told/${encodeURIComponent(id)}`);

async function wasTold(id) {
  return (await (await caches.open(toldCache)).match(placeOf(id))) !== undefined;
}

async function noteTold(id) {
  const told = await caches.open(toldCache);
  await told.put(placeOf(id), new Response(''));
  const all = await told.keys();
  for (const old of all.slice(0, Math.max(0, all.length - toldAtMost))) await told.delete(old);
}
