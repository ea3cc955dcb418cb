// @ts-check
// Lets the demo's clock tick between two looks at the server's, and changes its speed without loading the page again.

const lookEveryMillis = 5_000;
const tickMillis = 100;

const faces = [...document.querySelectorAll('[data-clock]')].filter((face) => face instanceof HTMLElement);
const first = faces[0];
let heard = { at: Number(first?.dataset.now), speed: Number(first?.dataset.speed), since: performance.now() };
const words = new Intl.DateTimeFormat(document.documentElement.lang === 'en' ? 'en-GB' : 'de-DE', {
  timeStyle: 'medium',
  hourCycle: 'h23',
  timeZone: first?.dataset.zone,
});

function tick() {
  const shown = words.format(heard.at + (performance.now() - heard.since) * heard.speed);
  for (const face of faces) if (face.textContent !== shown) face.textContent = shown;
}

async function look() {
  const answer = await fetch('/demo/clock', { cache: 'no-store' }).catch(() => null);
  /** @type {unknown} */
  const told = answer?.ok ? await answer.json() : null;
  if (typeof told !== 'object' || told === null || !('now' in told && 'speed' in told)) return;
  heard = { at: Number(told.now), speed: Number(told.speed), since: performance.now() };
  for (const button of document.querySelectorAll('[data-speeds] button'))
    button.setAttribute('aria-pressed', String(button.getAttribute('value') === String(heard.speed)));
  for (const sign of document.querySelectorAll('[data-halted]'))
    if (sign instanceof HTMLElement) sign.hidden = heard.speed !== 0;
  tick();
}

document.addEventListener('submit', async (event) => {
  const form = event.target;
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-speeds]')) return;
  event.preventDefault();
  // The answer leads back to this page, which is here already.
  await fetch(form.action, {
    method: 'POST',
    body: new URLSearchParams({ speed: button?.getAttribute('value') ?? '' }),
    redirect: 'manual',
  }).catch(() => undefined);
  await look();
});

if (window.top !== window) {
  // In the frames of "side by side" the page around has the bar, and the way back leads out of the frame.
  for (const bar of document.querySelectorAll('[data-demo-bar]')) bar.remove();
  document.querySelector('.brand')?.setAttribute('target', '_top');
}
if (first) {
  setInterval(tick, tickMillis);
  setInterval(() => document.visibilityState === 'visible' && look(), lookEveryMillis);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && look());
}
