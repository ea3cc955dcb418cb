import type { AccountServices } from '@doorstep/contract';
import type { Auth } from './auth.ts';

type Tell = (accountId: string) => void | Promise<void>;

/**
 * The same accounts, telling whose sessions may have ended, whichever way: by signing out, confirming (which voids the
 * sessions before it), or anything that better-auth did for somebody signed in (sessions revoked, password changed).
 * `bound`: whose address was confirmed, which may have bound parcels that others see too.
 */
export function tellAccountChanges(auth: Auth, changed: Tell, bound: Tell): Auth {
  const confirmedBy: Tell = async (accountId) => {
    await changed(accountId);
    await bound(accountId);
  };
  return {
    ...auth,
    async signOut(headers) {
      const session = await auth.session(headers);
      const answer = await auth.signOut(headers);
      if (session) await changed(session.accountId);
      return answer;
    },
    async confirmEmail(code, headers) {
      const confirmed = await auth.confirmEmail(code, headers);
      if (confirmed) await tellWhoCameIn(auth, confirmed.setCookies, confirmedBy);
      return confirmed;
    },
    async resetPassword(form, headers) {
      const reset = await auth.resetPassword(form, headers);
      if (reset) await tellWhoCameIn(auth, reset.setCookies, changed);
      return reset;
    },
    async changePassword(form) {
      await auth.changePassword(form);
      await changed(form.accountId);
    },
    async confirmEmailChange(code) {
      const confirmed = await auth.confirmEmailChange(code);
      if (confirmed) await confirmedBy(confirmed.accountId);
      return confirmed;
    },
    async handle(request) {
      if (request.method !== 'POST') return auth.handle(request);
      // Asked first: afterwards the session may be the one that is gone.
      const session = await auth.session(request.headers);
      const answer = await auth.handle(request);
      if (session && answer.ok) await changed(session.accountId);
      return answer;
    },
  };
}

/**
 * The account forms of our pages, telling likewise. Who becomes the administrator is no recipient any more, and sees no
 * parcel.
 */
export function tellFormChanges(accounts: AccountServices, auth: Auth, changed: Tell): AccountServices {
  return {
    ...accounts,
    async createFirstAdministrator(form, headers) {
      const answer = await accounts.createFirstAdministrator(form, headers);
      if (answer.ok) await tellWhoCameIn(auth, answer.setCookies, changed);
      return answer;
    },
    async endSession(which, headers) {
      // Asked first: it may be this one that ends.
      const session = await auth.session(headers);
      const ended = await accounts.endSession(which, headers);
      if (session && ended) await changed(session.accountId);
      return ended;
    },
  };
}

async function tellWhoCameIn(auth: Auth, setCookies: readonly string[], changed: Tell): Promise<void> {
  const cookie = setCookies.map((line) => line.split(';')[0]).join('; ');
  const session = await auth.session(new Headers({ cookie }));
  if (session) await changed(session.accountId);
}
