import type { EpochMillis } from '@doorstep/domain';
import type { Auth } from '../../access/auth.ts';
import { normaliseEmail, refusalOfForm } from '../../access/registration.ts';
import { makeSecretCode, sha256 } from '../../access/secret-code.ts';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';

const linkHours = 24;

/**
 * A one-time link (24 hours) that makes the first administrator; null where there is one already. Each new link voids
 * the ones before it. For the operator's eyes: the caller prints it, and nothing logs it.
 */
export async function makeFirstAdministratorLink(deps: {
  db: Db;
  clock: Clock;
  config: Pick<Config, 'publicUrl'>;
}): Promise<string | null> {
  const now = deps.clock.now();
  const code = makeSecretCode();
  return await deps.db.transaction().execute(async (trx) => {
    if (await administratorExists(trx)) return null;
    await trx.deleteFrom('first_administrator_links').where('used_at', 'is', null).execute();
    await trx
      .insertInto('first_administrator_links')
      .values({
        code_sha256: sha256(code),
        created_at: new Date(now),
        expires_at: new Date(now + linkHours * 3_600_000),
        used_at: null,
      })
      .execute();
    return `${deps.config.publicUrl}/setup/${code}`;
  });
}

/** Whether a link would work now. */
export async function firstAdministratorLinkIsValid(
  db: Db,
  asked: { code: string; now: EpochMillis },
): Promise<boolean> {
  const found = await db
    .selectFrom('first_administrator_links')
    .select('created_at')
    .where('code_sha256', '=', sha256(asked.code))
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(asked.now))
    .executeTakeFirst();
  return found !== undefined && !(await administratorExists(db));
}

export type FirstAdministratorRefusal =
  | Exclude<ReturnType<typeof refusalOfForm>, null>
  | 'link_invalid'
  | 'wrong_credentials';

/**
 * Makes the first administrator by a link, which is used up with it and only with it: a refused form leaves it good.
 * Where a confirmed account holds the address already, its own password is needed and it becomes the administrator.
 */
export async function createFirstAdministrator(
  deps: { db: Db; clock: Clock; auth: Auth },
  form: { code: string; email: string; password: string; name: string },
): Promise<FirstAdministratorRefusal | null> {
  const refusal = refusalOfForm(form);
  if (refusal) return refusal;
  const now = deps.clock.now();
  const email = normaliseEmail(form.email);
  try {
    await deps.db.transaction().execute(async (trx) => {
      // The row lock makes two uses of one link wait for each other; the second finds it used.
      const used = await trx
        .updateTable('first_administrator_links')
        .set({ used_at: new Date(now) })
        .where('code_sha256', '=', sha256(form.code))
        .where('used_at', 'is', null)
        .where('expires_at', '>', new Date(now))
        .executeTakeFirst();
      if (used.numUpdatedRows !== 1n || (await administratorExists(trx))) throw new Refused('link_invalid');
      const made = await deps.auth.createConfirmedAccount(trx, { ...form, role: 'administrator' });
      if (made !== 'exists') return;
      const account = await trx
        .selectFrom('auth_user')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow();
      if (!(await deps.auth.passwordIs(trx, account.id, form.password))) throw new Refused('wrong_credentials');
      await trx.updateTable('auth_user').set({ role: 'administrator' }).where('id', '=', account.id).execute();
      await trx.deleteFrom('consignment_viewers').where('account_id', '=', account.id).execute();
    });
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
  return null;
}

/** Rolls the transaction back with an expected answer. */
class Refused extends Error {
  readonly code: 'link_invalid' | 'wrong_credentials';
  constructor(code: 'link_invalid' | 'wrong_credentials') {
    super(code);
    this.code = code;
  }
}

async function administratorExists(db: Db): Promise<boolean> {
  const found = await db
    .selectFrom('auth_user')
    .select('id')
    .where('role', '=', 'administrator')
    .where('emailVerified', '=', true)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
