// @ts-check
// Keeps parts of the demo's pages as the server has them now, without loading the page again: it fetches this same page
// and takes over the parts marked `data-live`, every `data-every` seconds and, where one is marked `data-news`, the moment
// something is sent. All words come from the page; nothing here makes markup of text.

const still = matchMedia('(prefers-reduced-motion: reduce)');
const parts = [...document.querySelectorAll('[data-live]')];
let isLooking = false;
let lookAgain = false;

/**
 * New entries of a list go in front of those that are there, so that whoever reads them keeps their place.
 * @param {Element} part
 * @param {Element} next
 */
function take(part, next) {
  if (part.innerHTML === next.innerHTML || part.contains(document.activeElement)) return;
  const list = part.querySelector('ul');
  const nextList = next.querySelector('ul');
  if (list && nextList && list.children.length > 0) {
    const known = new Set([...list.children].map((entry) => entry.innerHTML));
    const { length } = nextList.children;
    const fresh = [...nextList.children].filter((entry) => !known.has(entry.innerHTML));
    list.prepend(...fresh);
    while (list.children.length > length) list.lastElementChild?.remove();
    for (const entry of fresh) appear(entry);
    return;
  }
  part.replaceChildren(...next.childNodes);
  if (part.hasAttribute('data-news')) appear(part);
}

/** @param {Element} element */
function appear(element) {
  if (!still.matches) element.animate({ opacity: [0, 1] }, 150);
}

async function look() {
  if (isLooking) {
    lookAgain = true;
    return;
  }
  isLooking = true;
  const answer = await fetch(location.pathname, { cache: 'no-store' }).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of parts) {
      const next = page.getElementById(part.id);
      if (next) take(part, next);
    }
  }
  isLooking = false;
  if (lookAgain) {
    lookAgain = false;
    await look();
  }
}

for (const part of parts) {
  const every = Number(part.getAttribute('data-every'));
  if (every > 0) setInterval(() => document.visibilityState === 'visible' && look(), every * 1000);
}

/** @type {EventSource | null} */
let news = null;

/** A page that nobody looks at holds no connection: without HTTP/2, browsers open six to a server for all their tabs. */
function follow() {
  if (document.visibilityState === 'hidden') {
    news?.close();
    news = null;
  } else if (news === null) {
    news = new EventSource('/demo/outbox/news');
    news.addEventListener('news', look);
    // Told of nothing while the connection was away, or since the page was made.
    news.addEventListener('open', look);
  }
}

if (document.querySelector('[data-news]')) {
  follow();
  document.addEventListener('visibilitychange', follow);
}
