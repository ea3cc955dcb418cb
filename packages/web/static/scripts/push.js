// @ts-check
// Push messages for this browser, where a page offers them (PushOffer.svelte). Nobody is asked before they have tapped.

const worker = '/push-worker.js';
/** A path that no page has: the worker is there for pushes alone. */
const scope = '/push/';
const door = '/api/v1/me/push-subscriptions';
const laterKey = 'doorstep-push-later';

/**
 * @param {HTMLElement} offer
 * @param {'ask' | 'on' | 'denied' | 'home-screen' | 'none'} state
 */
function show(offer, state) {
  for (const part of offer.querySelectorAll('[data-when]'))
    if (part instanceof HTMLElement) part.hidden = !part.dataset.when?.split(' ').includes(state);
  const isWorthSaying = offer.dataset.push === 'settings' || state === 'ask' || state === 'home-screen';
  offer.hidden = state === 'none' || !isWorthSaying;
}

/** @param {string} text base64url */
function bytesOf(text) {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
}

async function existing() {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/**
 * @param {'POST' | 'DELETE'} method
 * @param {unknown} body
 */
async function say(method, body) {
  const answer = await fetch(door, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
}

/** @param {string} key */
async function subscribe(key) {
  await navigator.serviceWorker.register(worker, { scope });
  const registration = await navigator.serviceWorker.getRegistration(scope);
  if (!registration) throw new Error('no worker');
  await active(registration);
  const wish = { userVisibleOnly: true, applicationServerKey: bytesOf(key) };
  const subscription = await registration.pushManager.subscribe(wish).catch(async () => {
    // Set up for another key of the server's.
    await (await existing())?.unsubscribe();
    return registration.pushManager.subscribe(wish);
  });
  await say('POST', subscription);
}

/** @param {ServiceWorkerRegistration} registration */
function active(registration) {
  const coming = registration.installing ?? registration.waiting;
  if (registration.active || !coming) return;
  return new Promise((resolve) =>
    coming.addEventListener('statechange', () => coming.state === 'activated' && resolve(undefined)),
  );
}

async function unsubscribe() {
  const subscription = await existing();
  if (!subscription) return;
  await say('DELETE', { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
}

/** Safari on iPhone and iPad knows pushes only for pages on the home screen. */
function needsHomeScreen() {
  const isApple =
    /iPhone|iPad/.test(navigator.userAgent) || (/Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  return isApple && !matchMedia('(display-mode: standalone)').matches;
}

/** @param {HTMLElement} offer */
async function begin(offer) {
  const key = offer.dataset.key ?? '';
  const failed = offer.querySelector('[data-failed]');
  /** @param {boolean} hasFailed */
  const tellFailure = (hasFailed) => failed?.toggleAttribute('hidden', !hasFailed);
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window))
    return show(offer, needsHomeScreen() ? 'home-screen' : 'none');
  if (offer.dataset.push === 'offer' && localStorage.getItem(laterKey)) return show(offer, 'none');
  const subscription = await existing();
  if (Notification.permission === 'denied') return show(offer, 'denied');
  if (subscription && Notification.permission === 'granted') {
    show(offer, 'on');
    // Signed in anew, perhaps as somebody else: the server is told whose browser this is now.
    await say('POST', subscription).catch(() => tellFailure(true));
  } else show(offer, 'ask');

  offer.querySelector('[data-do="on"]')?.addEventListener('click', async (event) => {
    tellFailure(false);
    const button = event.currentTarget;
    if (button instanceof HTMLElement) button.setAttribute('aria-busy', 'true');
    try {
      const answer = await Notification.requestPermission();
      if (answer === 'denied') return show(offer, 'denied');
      if (answer !== 'granted') return;
      await subscribe(key);
      show(offer, 'on');
      offer.hidden = false;
    } catch {
      tellFailure(true);
    } finally {
      if (button instanceof HTMLElement) button.removeAttribute('aria-busy');
    }
  });
  offer.querySelector('[data-do="off"]')?.addEventListener('click', async () => {
    tellFailure(false);
    try {
      await unsubscribe();
      show(offer, 'ask');
    } catch {
      tellFailure(true);
    }
  });
  offer.querySelector('[data-do="later"]')?.addEventListener('click', () => {
    localStorage.setItem(laterKey, 'yes');
    offer.hidden = true;
  });
}

// Nobody waits for it, and a slow phone has a page to draw first. Safari knows no requestIdleCallback.
const beginAll = () => {
  for (const offer of document.querySelectorAll('[data-push]')) if (offer instanceof HTMLElement) void begin(offer);
};
if ('requestIdleCallback' in window) requestIdleCallback(beginAll, { timeout: 2000 });
else setTimeout(beginAll, 200);
