import type { Auth } from './auth.ts';

/** The same accounts, telling whose session ended whichever way they signed out, so that open streams end with it. */
export function tellSignOuts(auth: Auth, signedOut: (accountId: string) => void): Auth {
  async function whileTelling<T>(headers: Headers, work: () => Promise<T>): Promise<T> {
    const session = await auth.session(headers);
    const answer = await work();
    if (session) signedOut(session.accountId);
    return answer;
  }
  return {
    ...auth,
    signOut: (headers) => whileTelling(headers, () => auth.signOut(headers)),
    handle(request) {
      if (!new URL(request.url).pathname.endsWith('/sign-out')) return auth.handle(request);
      return whileTelling(request.headers, () => auth.handle(request));
    },
  };
}
