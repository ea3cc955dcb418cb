// @ts-check
// To drive on this phone it hands the code to the driver's page, which first looks at what waits on the phone. For
// another app it turns the code into a key itself, in the browser: a key must not pass through a page's address or
// history.

/** @param {string} selector */
function find(selector) {
  const element = document.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`The pairing page lacks ${selector}`);
  return element;
}

/**
 * @param {string} code
 * @param {string} deviceName
 * @returns {Promise<{ token: string, driverName: string } | 'refused' | 'offline'>}
 */
async function pair(code, deviceName) {
  try {
    const response = await fetch('/api/v1/driver/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code, purpose: 'position', ...(deviceName === '' ? {} : { deviceName }) }),
    });
    if (!response.ok) return response.status >= 500 || response.status === 429 ? 'offline' : 'refused';
    /** @type {unknown} */
    const paired = await response.json();
    if (typeof paired !== 'object' || paired === null || !('token' in paired && 'driverName' in paired))
      return 'refused';
    const { token, driverName } = paired;
    return typeof token === 'string' && typeof driverName === 'string' ? { token, driverName } : 'refused';
  } catch {
    return 'offline';
  }
}

/** @param {string} token */
function show(token) {
  find('[data-token]').textContent = token;
  try {
    // For the page that sets an app up with it, in this tab.
    sessionStorage.setItem('doorstep-position-key', token);
  } catch {
    // Then it is typed in by hand from here.
  }
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
  const { code = '', working = '', failed = '', offline = '' } = form.dataset;
  const name = form.querySelector('input')?.value.trim() ?? '';
  // Going back must not lead here again: over there the code is spent.
  if (pressed.hasAttribute('data-drive')) {
    location.replace(`/driver#${code}${name === '' ? '' : `/${encodeURIComponent(name)}`}`);
    return;
  }
  const label = pressed.textContent;
  problem.hidden = true;
  for (const button of buttons) button.disabled = true;
  pressed.textContent = working;

  const answer = await pair(code, name);
  for (const button of buttons) button.disabled = false;
  pressed.textContent = label;
  if (typeof answer === 'string') {
    problem.textContent = answer === 'refused' ? failed : offline;
    problem.hidden = false;
    return;
  }
  show(answer.token);
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
