// Writing accounts inside a transaction of ours, through better-auth's own adapter, so that account, confirmation link,
// mail and bound parcels commit together.
import type { BetterAuthOptions } from 'better-auth';
import { getAdapter } from 'better-auth/db/adapter';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import type { Role } from './roles.ts';

interface Deps {
  readonly options: BetterAuthOptions;
}

/** better-auth's adapter, writing on this transaction. */
function adapterOn(deps: Deps, trx: Db) {
  return getAdapter({ ...deps.options, database: { db: trx, type: 'postgres', transaction: false } });
}

interface HeldAccount {
  readonly id: string;
  readonly confirmed: boolean;
  readonly isNew: boolean;
}

/**
 * The account under an address, made where there is none, and held by this transaction until it ends: registrations
 * of the same address wait for each other here.
 */
export async function holdAccount(
  deps: Deps,
  trx: Db,
  account: { email: string; name: string; role: Role; confirmed: boolean; passwordHash: string },
): Promise<HeldAccount> {
  await lockAddress(trx, account.email);
  const known = await trx
    .selectFrom('auth_user')
    .select(['id', 'emailVerified'])
    .where('email', '=', account.email)
    .forUpdate()
    .executeTakeFirst();
  if (known) return { id: known.id, confirmed: known.emailVerified, isNew: false };

  const adapter = await adapterOn(deps, trx);
  const now = new Date();
  const user = await adapter.create<Record<string, unknown>, { id: string }>({
    model: 'user',
    data: {
      email: account.email,
      name: account.name,
      role: account.role,
      emailVerified: account.confirmed,
      createdAt: now,
      updatedAt: now,
    },
  });
  await adapter.create({
    model: 'account',
    data: {
      userId: user.id,
      accountId: user.id,
      providerId: 'credential',
      password: account.passwordHash,
      createdAt: now,
      updatedAt: now,
    },
  });
  return { id: user.id, confirmed: account.confirmed, isNew: true };
}

/** Whoever registers this address, or moves to it, waits here until this transaction ends. */
export async function lockAddress(trx: Db, email: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${email}, 0))`.execute(trx);
}

/** Sets the password alone. */
export async function setPassword(
  deps: Deps,
  trx: Db,
  account: { accountId: string; passwordHash: string },
): Promise<void> {
  const adapter = await adapterOn(deps, trx);
  await adapter.updateMany({
    model: 'account',
    where: credentialOf(account.accountId),
    update: { password: account.passwordHash, updatedAt: new Date() },
  });
}

/** Ends an account's sessions, but for one that goes on. */
export async function endSessions(trx: Db, accountId: string, { except }: { except: string | null }): Promise<void> {
  const all = trx.deleteFrom('auth_session').where('userId', '=', accountId);
  await (except === null ? all : all.where('id', '<>', except)).execute();
}

/** Sets the account's password and name; with `confirmed` also makes it usable and voids all links and sessions. */
export async function replacePassword(
  deps: Deps,
  trx: Db,
  account: { accountId: string; passwordHash: string; name: string; confirmed?: { role: Role } },
): Promise<void> {
  const adapter = await adapterOn(deps, trx);
  const { accountId, name, confirmed } = account;
  await setPassword(deps, trx, account);
  await adapter.update({
    model: 'user',
    where: [{ field: 'id', value: accountId }],
    update: { name, updatedAt: new Date(), ...(confirmed ? { emailVerified: true, role: confirmed.role } : {}) },
  });
  if (!confirmed) return;
  await endSessions(trx, accountId, { except: null });
  await trx.deleteFrom('registrations').where('account_id', '=', accountId).execute();
}

/** The stored hash of an account's password, or null. */
export async function passwordHashOf(deps: Deps, db: Db, accountId: string): Promise<string | null> {
  const adapter = await adapterOn(deps, db);
  const found = await adapter.findOne<{ password?: string | null }>({
    model: 'account',
    where: credentialOf(accountId),
  });
  return found?.password ?? null;
}

function credentialOf(accountId: string) {
  return [
    { field: 'userId', value: accountId },
    { field: 'providerId', value: 'credential' },
  ];
}
