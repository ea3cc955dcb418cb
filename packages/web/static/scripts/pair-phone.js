// @ts-check
// It turns a pairing code into this phone's key. It has to run in
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

/**
 * @param {string} token
 * @returns {boolean} whether the browser kept it
 */
function keep(token) {
  try {
    localStorage.setItem(tokenKey, token);
    return true;
  } catch {
    // A browser that keeps nothing still shows the key, which is all that another app needs.
    return false;
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
const buttons = [...form.querySelectorAll('button')];
const problem = find('[data-problem]');

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const pressed = event.submitter ?? buttons[0];
  if (!pressed || buttons.some((button) => button.disabled)) return;
  const { code = '', intake = '', working = '', failed = '', offline = '' } = form.dataset;
  const name = form.querySelector('input');
  const label = pressed.textContent;
  problem.hidden = true;
  for (const button of buttons) button.disabled = true;
  pressed.textContent = working;

  const answer = await pair(code, name?.value.trim() ?? '');
  for (const button of buttons) button.disabled = false;
  pressed.textContent = label;
  if (typeof answer === 'string') {
    problem.textContent = answer === 'refused' ? failed : offline;
    problem.hidden = false;
    return;
  }
  const kept = keep(answer.token);
  // The code is spent: going back must not lead to it.
  if (kept && pressed.hasAttribute('data-drive')) location.replace('/driver');
  else show(answer.token, intake);
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
