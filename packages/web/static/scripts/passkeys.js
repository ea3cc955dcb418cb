// @ts-check
// Passkeys, for the pages that have a button for them: adding one under one's account, and signing in with one. The
// browser speaks WebAuthn's own JSON (Web Authentication Level 3, 5.1.8 to 5.1.10), so nothing has to be converted here.

const api = '/api/auth/passkey';

/** @param {string} part */
function find(part) {
  const element = document.querySelector(`[data-passkey="${part}"]`);
  return element instanceof HTMLElement ? element : null;
}

/**
 * The answer, which is WebAuthn's own JSON; the browser's parsers check its shape.
 * @param {string} path
 * @param {unknown} [body] posted where there is one
 */
async function ask(path, body) {
  const response = await fetch(api + path, {
    credentials: 'same-origin',
    ...(body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const answer = await response.json().catch(() => null);
  if (response.ok && answer) return answer;
  throw new Refused(String(answer?.code ?? ''));
}

class Refused extends Error {}

/** @param {Credential | null} credential */
function toJson(credential) {
  if (!(credential instanceof PublicKeyCredential)) throw new Refused('no credential');
  return credential.toJSON();
}

async function addPasskey() {
  const options = await ask('/generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  const response = toJson(await navigator.credentials.create({ publicKey }));
  const name = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' }).format(new Date());
  await ask('/verify-registration', { response, name: `Passkey, ${name}` });
  location.reload();
}

/** @param {string} next */
async function signIn(next) {
  const options = await ask('/generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const response = toJson(await navigator.credentials.get({ publicKey }));
  await ask('/verify-authentication', { response });
  location.assign(next);
}

/**
 * @param {HTMLElement} button
 * @param {() => Promise<void>} deed
 */
function offer(button, deed) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    for (const part of ['failed', 'stale']) find(part)?.setAttribute('hidden', '');
    button.setAttribute('aria-busy', 'true');
    try {
      await deed();
    } catch (error) {
      // Whoever closes the browser's own dialogue wanted nothing to happen.
      if (error instanceof DOMException && error.name === 'NotAllowedError') return;
      const stale = error instanceof Refused && error.message === 'SESSION_NOT_FRESH' ? find('stale') : null;
      (stale ?? find('failed'))?.removeAttribute('hidden');
    } finally {
      button.removeAttribute('aria-busy');
    }
  });
}

if (typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential) {
  const add = find('add');
  if (add) offer(add, addPasskey);
  const button = find('sign-in');
  if (button) offer(button, () => signIn(button.dataset.next ?? '/start'));
}
