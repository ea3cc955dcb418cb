// How often a password may be guessed at. An account's password is evaluated at most a hundred times in a row without a
// good one (NIST SP 800-63B, 5.2.2), from however many networks; an address without an account is counted alike. So that
// nobody can lock an owner out by guessing, a browser on which the owner has signed in before counts for itself.
import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';

/** Passwords evaluated in a row without a good one: from everywhere else together, and from one known device. */
export const guessesAtMost = { elsewhere: 100, knownDevice: 20 } as const;

/** So many accounts of one household's browser are remembered. */
const rememberedAccounts = 5;

export interface SignInGuard {
  /**
   * Counts one evaluation before it happens, so that a thousand guesses at once are no more than a hundred. False: this
   * password must not be evaluated. `device` is the known device's mark from its cookie, null for none.
   */
  mayEvaluate(email: string, device: string | null): Promise<boolean>;
  /** Whoever asked has proven to own the account: nothing counts against it any more. Answers the device's new mark. */
  proven(email: string, device: string | null): Promise<string>;
  /** Whose address it was is erased. What was counted on known devices cannot be found without their marks, and ends by itself. */
  forget(trx: Db, email: string): Promise<void>;
}

/** `secret` keys the hashes, so that neither table nor cookie tells an address. */
export function createSignInGuard(deps: { db: Db; secret: string }): SignInGuard {
  const keyed = (purpose: string, text: string) =>
    createHmac('sha256', deps.secret).update(`${purpose} ${text}`).digest();
  const accountTag = (email: string) => keyed('known-device', email).subarray(0, 9).toString('base64url');
  const accountSubject = (email: string) => keyed('guesses-at-account', email);
  const deviceSubject = (email: string, id: string) => keyed('guesses-on-device', `${id} ${email}`);

  async function count(subject: Buffer, most: number): Promise<boolean> {
    const { rows } = await sql`
      insert into sign_in_failures as known (subject, failures, last_at) values (${subject}, 1, now())
      on conflict (subject) do update set failures = known.failures + 1, last_at = now()
        where known.failures < ${most}
      returning failures`.execute(deps.db);
    return rows.length > 0;
  }

  return {
    async mayEvaluate(email, device) {
      const known = readMark(device);
      const isKnown = known?.accounts.includes(accountTag(email)) ?? false;
      if (isKnown && known && (await count(deviceSubject(email, known.id), guessesAtMost.knownDevice))) return true;
      return count(accountSubject(email), guessesAtMost.elsewhere);
    },
    async proven(email, device) {
      const known = readMark(device);
      const id = known?.id ?? randomBytes(16).toString('base64url');
      const subjects = [accountSubject(email), deviceSubject(email, id)];
      await deps.db.deleteFrom('sign_in_failures').where('subject', 'in', subjects).execute();
      const tag = accountTag(email);
      const others = known?.accounts.filter((account) => account !== tag) ?? [];
      return [id, tag, ...others.slice(0, rememberedAccounts - 1)].join('.');
    },
    async forget(trx, email) {
      await trx.deleteFrom('sign_in_failures').where('subject', '=', accountSubject(email)).execute();
    },
  };
}

/** A mark reads `device.account.account…`. It comes from a signed cookie, so it is ours or absent. */
function readMark(mark: string | null): { id: string; accounts: readonly string[] } | null {
  const [id, ...accounts] = mark?.split('.') ?? [];
  return id === undefined || id === '' ? null : { id, accounts };
}

/** Nobody has guessed for a month: what was counted says nothing any more. */
export async function forgetOldFailures(db: Db): Promise<void> {
  await db.deleteFrom('sign_in_failures').where('last_at', '<', sql<Date>`now() - interval '30 days'`).execute();
}
