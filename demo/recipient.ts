import type { ParcelViewMessage } from '../packages/contract/index.ts';

/** A recipient who speaks to the server as a browser does: signed in, with a session cookie. */
export interface Recipient {
  put(path: string, body: object): Promise<void>;
  /** A page, as a browser opens it; throws where there is none. */
  open(path: string): Promise<void>;
  /** Null for what this recipient may not see. */
  view(parcelId: string, language: 'de' | 'en'): Promise<ParcelViewMessage | null>;
}

/** Signs in through the door; throws where that is refused. */
export async function signInRecipient(url: string, login: { email: string; password: string }): Promise<Recipient> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(login),
  });
  if (!answer.ok) throw new Error(`the demo's recipient could not sign in: ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  return {
    async put(path, body) {
      const response = await fetch(`${url}${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json', origin: url, cookie },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`PUT ${path} was answered ${response.status}: ${await response.text()}`);
    },
    async open(path) {
      const response = await fetch(`${url}${path}`, { headers: { cookie } });
      if (!response.ok) throw new Error(`${path} was answered ${response.status}`);
      await response.text();
    },
    async view(parcelId, language) {
      const response = await fetch(`${url}/api/v1/me/parcels/${parcelId}`, {
        headers: { cookie, 'accept-language': language },
      });
      return response.ok ? ((await response.json()) as ParcelViewMessage) : null;
    },
  };
}
