// @ts-check
// While a copy of all data is being made, the page says how far it is. Without this script its link does.

const part = () => document.getElementById('copy');
const everyMillis = 1_000;
let said = part()?.innerHTML;

async function look() {
  const answer = await fetch(location.href, { cache: 'no-store' }).catch(() => null);
  if (answer?.redirected) return location.reload();
  const shown = part();
  const next = answer?.ok
    ? new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('copy')
    : null;
  // Moments in it stand in the reader's zone by now (reader-times.js): what is compared is what the server says.
  if (shown && next && said !== next.innerHTML) {
    said = next.innerHTML;
    const hadFocus = shown.contains(document.activeElement);
    shown.replaceChildren(...next.childNodes);
    shown.dataset.copy = next.dataset.copy ?? '';
    // What was focused is gone with the rest: the heading above it stands in.
    if (hadFocus) document.getElementById('copy-title')?.focus();
  }
  lookAgain();
}

function lookAgain() {
  if (part()?.dataset.copy === 'making') setTimeout(look, everyMillis);
}

lookAgain();
