// @ts-check
// Opens the driver's phone of "side by side": with the pairing code that the page was opened with, or with the key that
// this browser holds already; where there is neither, it shows the button that makes a code.

const frame = document.querySelector('[data-driver]');
const form = document.querySelector('[data-pair]');

/** Whether the server still knows this browser's key; when it cannot be asked, the driver's page knows how to wait. */
async function isPaired() {
  const token = readToken();
  if (token === null) return false;
  const headers = { authorization: `Bearer ${token}` };
  const answer = await fetch('/api/v1/driver/route', { headers, cache: 'no-store' }).catch(() => null);
  return answer?.status !== 401;
}

/** The driver's page keeps it under this name. */
function readToken() {
  try {
    return localStorage.getItem('doorstep-device-token');
  } catch {
    return null;
  }
}

async function openDriver() {
  const { hash } = location;
  // A code works once: it should not stand in the address, nor be tried again on a reload.
  if (hash !== '') history.replaceState(history.state, '', location.pathname);
  const opens = hash !== '' || (await isPaired());
  if (frame instanceof HTMLIFrameElement && opens) frame.src = `/driver${hash}`;
  // An empty phone beside the button would look as if it were still loading.
  const phone = frame?.closest('.phone');
  if (phone instanceof HTMLElement) phone.hidden = !opens;
  if (form instanceof HTMLFormElement) form.hidden = opens;
}

await openDriver();
