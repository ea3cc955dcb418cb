import type { AccountAnswer, AccountRefusal, AccountServices } from '@doorstep/contract';
import type { Auth } from '../../access/auth.ts';
import { passwordLength } from '../../access/auth-options.ts';
import { clientAddressHeader } from '../../access/client-address.ts';
import { normaliseEmail } from '../../access/registration.ts';
import { tryLimiter } from '../../access/try-limiter.ts';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import { createFirstAdministrator, firstAdministratorLinkIsValid } from './first-administrator.ts';

const quarterHour = 15 * 60;

/**
 * The account forms of our own pages. Tries are counted per address typed in and, where the server said who asks
 * (client-address.ts), per client; the count is the same for known and unknown addresses.
 */
export function createAccountServices(deps: { db: Db; clock: Clock; auth: Auth }): AccountServices {
  const { db, clock, auth } = deps;
  const perClient = tryLimiter({ tries: 60, windowSeconds: quarterHour });
  const perSignIn = tryLimiter({ tries: 10, windowSeconds: quarterHour });
  const perRegistration = tryLimiter({ tries: 10, windowSeconds: quarterHour });

  /** Tries are real time even where the clock of the day runs faster. */
  const mayTry = (headers: Headers): boolean => {
    const client = headers.get(clientAddressHeader);
    return client === null || perClient.take([client], Date.now());
  };

  return {
    passwordLengthLeast: passwordLength.least,
    async register(form, headers) {
      if (!mayTry(headers) || !perRegistration.take([normaliseEmail(form.email)], Date.now()))
        return refuse('too_many_tries');
      const refusal = await auth.register(form);
      return refusal ? refuse(refusal) : { ok: true, setCookies: [] };
    },
    async signIn(form, headers) {
      // With the client in the key, nobody can lock the owner of an address out by guessing at it.
      const key = `${headers.get(clientAddressHeader) ?? ''} ${normaliseEmail(form.email)}`;
      if (!mayTry(headers) || !perSignIn.take([key], Date.now())) return refuse('too_many_tries');
      const answer = await auth.signIn(form, headers);
      if (!answer.ok) return refuse(answer.code);
      perSignIn.giveBack([key]);
      perClient.giveBack([headers.get(clientAddressHeader) ?? '']);
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
  };
}

function refuse(code: AccountRefusal): AccountAnswer {
  return { ok: false, code };
}
