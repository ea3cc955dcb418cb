// @ts-nocheck the pages' types know windows, not workers
// For whoever has put the pages on the home screen: a start without a network says so in our words, not with the
// browser's own page. Nothing is kept and no answer is touched: a page that cannot be had is the only thing seen here.

const words = {
  de: {
    title: 'Keine Verbindung',
    lead: 'Diese Seite kommt aus dem Internet. Sind Sie wieder verbunden, laden Sie sie neu.',
    reload: 'Neu laden',
  },
  en: {
    title: 'No connection',
    lead: 'This page comes from the internet. Once you are connected again, reload it.',
    reload: 'Reload',
  },
};

self.addEventListener('install', () => self.skipWaiting());
// While the worker starts, the page is already asked for.
self.addEventListener('activate', (event) => event.waitUntil(self.registration.navigationPreload?.enable()));
self.addEventListener('fetch', (event) => {
  // A form that was sent is not answered by a page that could be loaded again.
  if (event.request.mode === 'navigate' && event.request.method === 'GET') event.respondWith(open(event));
});

// The time to set off (widget/leave-by-alarm.ts) is told by whichever worker there is.
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(lead());
});

async function lead() {
  const [page] = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  await (page ? page.focus() : self.clients.openWindow('/orders'));
}

async function open(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return offlinePage(new URL(self.location).searchParams.get('language') === 'en' ? 'en' : 'de');
  }
}

/** The colours are those of the other pages (widget/tokens.ts). */
function offlinePage(language) {
  const { title, lead, reload } = words[language];
  const nonce = crypto.randomUUID();
  const html = `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>
:root { --bg: #fff; --ink: #14201b; --accent: #0b6b4f; --on: #fff }
@media (prefers-color-scheme: dark) { :root { --bg: #101614; --ink: #e9efec; --accent: #7ad7b0; --on: #06281d } }
body { margin: 0; background: var(--bg); color: var(--ink); font: 17px/26px system-ui, sans-serif }
main { max-width: 560px; margin: 0 auto; padding: 44px 24px }
h1 { margin: 20px 0 8px; font-size: 34px; line-height: 40px; letter-spacing: -.02em; text-wrap: balance }
p { margin: 0 0 24px }
a { display: inline-block; padding: 13px 24px; border-radius: 14px; background: var(--accent); color: var(--on);
  font-weight: 600; text-decoration: none }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
</style>
</head>
<body>
<main>
<svg viewBox="0 0 28 28" width="44" height="44" aria-hidden="true">
<rect width="28" height="28" rx="8" fill="var(--accent)"/>
<path d="M8 21V7.4C8 6.6 8.6 6 9.4 6h9.2c.8 0 1.4.6 1.4 1.4V21h-1.7V7.7H9.7V21z" fill="var(--on)"/>
<path fill-rule="evenodd" d="M9 6.6 16.4 8.9v14.3L9 21z M14.3 14.6a1.15 1.15 0 1 0 0 2.3 1.15 1.15 0 0 0 0-2.3z" fill="var(--on)"/>
</svg>
<h1>${title}</h1>
<p>${lead}</p>
<a href="">${reload}</a>
</main>
<script nonce="${nonce}">addEventListener('online', () => location.reload())</script>
</body>
</html>`;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-${nonce}'; base-uri 'none'`;
  return new Response(html, {
    status: 503,
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
  });
}
