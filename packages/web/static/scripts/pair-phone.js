// @ts-check
// The only script of our own pages outside the parcel: it turns a pairing code into this phone's key. It has to run in
// the browser, because the key must be kept in this browser and must not pass through a page's address or history.

const tokenKey = 'doorstep-device-token';

/** @param {string} selector */
function find(selector) {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`The pairing page lacks ${selector}`);
  return element;
}

/**
 * The address that OsmAnd's online tracking fills in by itself: it replaces {0} to {5} with its own values.
 * @param {string} intake
 * @param {string} token
 */
function osmandAddress(intake, token) {
  const values = 'lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}';
  return `${intake}?id=${encodeURIComponent(token)}&${values}`;
}

/**
 * @param {string} code
 * @param {string} deviceName
 * @returns {Promise<{ token: string } | 'refused' | 'offline'>}
 */
async function pair(code, deviceName) {
  try {
    const response = await fetch('/api/v1/driver/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deviceName === '' ? { code } : { code, deviceName }),
    });
    if (!response.ok) return response.status >= 500 ? 'offline' : 'refused';
    /** @type {unknown} */
    const paired = await response.json();
    const token = typeof paired === 'object' && paired !== null && 'token' in paired ? paired.token : null;
    return typeof token === 'string' ? { token } : 'refused';
  } catch {
    return 'offline';
  }
}

/** @param {string} token */
function keep(token) {
  try {
    localStorage.setItem(tokenKey, token);
  } catch {
    // A browser that keeps nothing still shows the key, which is all that another app needs.
  }
}

/**
 * @param {string} token
 * @param {string} intake
 */
function show(token, intake) {
  find('[data-token]').textContent = token;
  find('[data-osmand]').textContent = osmandAddress(intake, token);
  find('[data-before]').hidden = true;
  find('[data-after]').hidden = false;
  find('[data-done]').focus();
}

const form = find('[data-pair]');
const button = form.querySelector('button');
const problem = find('[data-problem]');
const label = button?.textContent ?? '';

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (!button || button.disabled) return;
  const { code = '', intake = '', working = '', failed = '', offline = '' } = form.dataset;
  const name = form.querySelector('input');
  problem.hidden = true;
  button.disabled = true;
  button.textContent = working;

  const answer = await pair(code, name?.value.trim() ?? '');
  button.disabled = false;
  button.textContent = label;
  if (typeof answer === 'string') {
    problem.textContent = answer === 'refused' ? failed : offline;
    problem.hidden = false;
    return;
  }
  keep(answer.token);
  show(answer.token, intake);
});

for (const copy of document.querySelectorAll('[data-copy]')) {
  if (!(copy instanceof HTMLElement)) continue;
  // Browsers offer the clipboard over HTTPS only; the text can be marked by hand there.
  copy.hidden = !navigator.clipboard;
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(find(`#${copy.dataset.copy}`).textContent ?? '');
    copy.textContent = form.dataset.copied ?? '';
  });
}
