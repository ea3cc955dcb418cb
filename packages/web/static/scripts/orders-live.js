// @ts-check
// Keeps the list of orders as it is: it asks for this same page again whenever the stream of the parcel on top tells news,
// when the page is looked at again, and when the network is back. Without this script the list is true as of its loading.

const offline = document.getElementById('offline');
const leastMillis = 3_000;
/** @type {EventSource | null} */
let stream = null;
let followed = '';
let told = '';
let askedAt = Date.now();
let isDue = false;

async function refresh() {
  if (isDue) return;
  isDue = true;
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, askedAt + leastMillis - Date.now())));
  isDue = false;
  askedAt = Date.now();
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
  if (answer?.redirected) location.reload();
  if (!answer?.ok || answer.redirected) return;
  const next = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('parcels');
  const part = document.getElementById('parcels');
  if (!part || !next || part.innerHTML === next.innerHTML) return;
  // Whoever stands on a link of the list goes on standing on it.
  const { id = '' } = part.contains(document.activeElement) ? (document.activeElement ?? {}) : {};
  part.replaceChildren(...next.childNodes);
  part.dataset.follow = next.dataset.follow ?? '';
  if (id) document.getElementById(id)?.focus();
  follow();
}

/** @param {MessageEvent<string>} event */
function onVan({ data }) {
  // A van that moves is no news here; another number or window is.
  const { stopsAway, window: expected } = JSON.parse(data);
  const now = JSON.stringify([stopsAway, expected]);
  if (told !== '' && told !== now) refresh();
  told = now;
}

function follow() {
  const url = document.visibilityState === 'visible' ? (document.getElementById('parcels')?.dataset.follow ?? '') : '';
  if (url === followed) return;
  stream?.close();
  followed = url;
  told = '';
  stream = url === '' ? null : new EventSource(url);
  let isFirst = true;
  stream?.addEventListener('view', () => {
    if (!isFirst) refresh();
    isFirst = false;
  });
  stream?.addEventListener('van', onVan);
}

function sayWhetherOffline() {
  if (offline) offline.hidden = navigator.onLine;
}

document.addEventListener('visibilitychange', () => {
  follow();
  if (document.visibilityState === 'visible') refresh();
});
addEventListener('online', () => {
  sayWhetherOffline();
  refresh();
});
addEventListener('offline', sayWhetherOffline);
sayWhetherOffline();
follow();

// Where these pages stand on the home screen, a start without a network has a page of its own. In a browser's tab the
// browser says it, beside its address, and no worker stands between a reader and the first view.
if ('serviceWorker' in navigator && matchMedia('(display-mode: standalone)').matches)
  navigator.serviceWorker
    .register(`/offline-worker.js?language=${document.documentElement.lang}`, { scope: '/' })
    .catch(() => undefined);
