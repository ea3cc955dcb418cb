import type { AccountAnswer, AccountRefusal, AccountServices } from '@doorstep/contract';
import type { Auth, SignedIn } from '../../access/auth.ts';
import { passwordLength } from '../../access/auth-options.ts';
import { clientNetworkOf } from '../../access/client-address.ts';
import { normaliseEmail, refusalOfPassword } from '../../access/registration.ts';
import { tryLimiter } from '../../access/try-limiter.ts';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import { createFirstAdministrator, firstAdministratorLinkIsValid } from './first-administrator.ts';
import { endOwnSession, listOwnSessions, listPasskeys, removePasskey } from './own-sessions.ts';

const quarterHour = 15 * 60;
const hour = 3600;

/**
 * The account forms of our own pages. Tries are counted per address typed in and, where the server said who asks
 * (client-address.ts), per client's network; the count is the same for known and unknown addresses. How often one
 * account's password is evaluated at all is for access/sign-in-guard.ts to say.
 */
export function createAccountServices(deps: { db: Db; clock: Clock; auth: Auth }): AccountServices {
  const { db, clock, auth } = deps;
  const perClient = tryLimiter({ tries: 60, windowSeconds: quarterHour });
  const perSignIn = tryLimiter({ tries: 10, windowSeconds: quarterHour });
  const perRegistration = tryLimiter({ tries: 10, windowSeconds: quarterHour });
  const perMailedLink = tryLimiter({ tries: 5, windowSeconds: hour });
  const perOwner = tryLimiter({ tries: 10, windowSeconds: quarterHour });

  /** Tries are real time even where the clock of the day runs faster. */
  const mayTry = (headers: Headers): boolean => {
    const network = clientNetworkOf(headers);
    return network === null || perClient.take([network], Date.now());
  };

  /** Who is signed in here and has just given the account's password. */
  async function ownerBy(
    password: string,
    headers: Headers,
  ): Promise<SignedIn | 'wrong_credentials' | 'wrong_password' | 'too_many_tries'> {
    const session = await auth.signedIn(headers);
    if (!session) return 'wrong_credentials';
    if (!mayTry(headers) || !perOwner.take([session.accountId], Date.now())) return 'too_many_tries';
    if (!(await auth.passwordIs(db, session.accountId, password))) return 'wrong_password';
    perOwner.giveBack([session.accountId]);
    return session;
  }

  return {
    passwordLengthLeast: passwordLength.least,
    async register(form, headers) {
      if (!mayTry(headers) || !perRegistration.take([normaliseEmail(form.email)], Date.now()))
        return refuse('too_many_tries');
      const refusal = await auth.register(form);
      return refusal ? refuse(refusal) : done;
    },
    async signIn(form, headers) {
      // With the client in the key, nobody can lock the owner of an address out by guessing at it.
      const network = clientNetworkOf(headers) ?? '';
      const key = `${network} ${normaliseEmail(form.email)}`;
      if (!mayTry(headers) || !perSignIn.take([key], Date.now())) return refuse('too_many_tries');
      const answer = await auth.signIn(form, headers);
      if (!answer.ok) return refuse(answer.code);
      perSignIn.giveBack([key]);
      perClient.giveBack([network]);
      return answer;
    },
    signOut: (headers) => auth.signOut(headers),
    async confirmEmail(token, headers) {
      if (!mayTry(headers)) return refuse('too_many_tries');
      const confirmed = await auth.confirmEmail(token, headers);
      return confirmed ? { ok: true, setCookies: confirmed.setCookies } : refuse('link_invalid');
    },
    async createFirstAdministrator(form, headers) {
      if (!mayTry(headers)) return refuse('too_many_tries');
      const refusal = await createFirstAdministrator({ db, clock, auth }, form);
      if (refusal) return refuse(refusal);
      const answer = await auth.signIn(form, headers);
      return answer.ok ? answer : refuse(answer.code);
    },
    firstAdministratorLinkIsValid: (code) => firstAdministratorLinkIsValid(db, { code, now: clock.now() }),

    async requestPasswordReset(form, headers) {
      if (!mayTry(headers) || !perMailedLink.take([normaliseEmail(form.email)], Date.now()))
        return refuse('too_many_tries');
      const refusal = await auth.requestPasswordReset(form);
      return refusal ? refuse(refusal) : done;
    },
    async resetPassword({ token, password }, headers) {
      if (!mayTry(headers)) return refuse('too_many_tries');
      // Before the link is used up.
      const refusal = refusalOfPassword(password);
      if (refusal) return refuse(refusal);
      const reset = await auth.resetPassword({ code: token, password }, headers);
      return reset ? { ok: true, setCookies: reset.setCookies } : refuse('link_invalid');
    },
    async changePassword({ current, password, language }, headers) {
      const refusal = refusalOfPassword(password);
      if (refusal) return refuse(refusal);
      const owner = await ownerBy(current, headers);
      if (typeof owner === 'string') return refuse(owner);
      const { accountId, sessionId } = owner;
      await auth.changePassword({ accountId, sessionId, password, language });
      return done;
    },
    async requestEmailChange({ current, email, language }, headers) {
      const owner = await ownerBy(current, headers);
      if (typeof owner === 'string') return refuse(owner);
      const { accountId } = owner;
      if (!perMailedLink.take([accountId, normaliseEmail(email)], Date.now())) return refuse('too_many_tries');
      const refusal = await auth.requestEmailChange({ accountId, email, language });
      return refusal ? refuse(refusal) : done;
    },
    async confirmEmailChange(token, headers) {
      if (!mayTry(headers)) return refuse('too_many_tries');
      return (await auth.confirmEmailChange(token)) ? done : refuse('link_invalid');
    },
    async listSessions(headers) {
      const session = await auth.signedIn(headers);
      return session && listOwnSessions(db, session);
    },
    async endSession(which, headers) {
      const session = await auth.signedIn(headers);
      return session !== null && endOwnSession(db, session, which);
    },
    proveOwner: ownerBy,
    listPasskeys: ({ accountId }) => listPasskeys(db, accountId),
    removePasskey: ({ accountId }, passkeyId) => removePasskey(db, accountId, passkeyId),
  };
}

const done: AccountAnswer = { ok: true, setCookies: [] };

function refuse(code: AccountRefusal): AccountAnswer {
  return { ok: false, code };
}
