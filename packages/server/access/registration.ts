// Registering and confirming. better-auth would let a confirmation link confirm whatever account stands under the
// address at that moment. Then a stranger could register somebody's address after its owner did, and the owner's own
// click would confirm the stranger's password. Here each link stands for one registration: its name, its password.
import type { EpochMillis, Language } from '@doorstep/domain';
import type { BetterAuthOptions } from 'better-auth';
import { sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import type { Clock } from '../ports/clock.ts';
import { alreadyRegisteredMail, confirmationMail } from './account-mails.ts';
import { holdAccount, passwordHashOf, replacePassword } from './account-store.ts';
import { passwordLength } from './auth-options.ts';
import type { Role } from './roles.ts';
import { makeSecretCode, sha256 } from './secret-code.ts';

const confirmationHours = 24;

/** A mail that goes out if, and only if, the transaction it is given commits. */
export type SendMail = (
  trx: Db,
  mail: { to: string; subject: string; text: string; language: Language; now: EpochMillis },
) => Promise<void>;

/** Called in the transaction that confirms an address, or in which the operator vouches for it. */
export type OnEmailConfirmed = (
  trx: Db,
  confirmed: { accountId: string; email: string; now: EpochMillis },
) => Promise<void>;

export interface RegistrationDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly instanceName: string;
  readonly options: BetterAuthOptions;
  /** better-auth's own password hashing. */
  readonly hashPassword: (password: string) => Promise<string>;
  readonly sendMail: SendMail;
  readonly onEmailConfirmed: OnEmailConfirmed;
}

export interface RegistrationForm {
  readonly email: string;
  readonly password: string;
  readonly name: string;
}

export type FormRefusal = 'email_malformed' | 'password_too_short' | 'password_too_long';

/** One address in one spelling: trimmed and in lower case, as better-auth looks it up and as binding compares. */
export function normaliseEmail(text: string): string {
  return text.trim().toLowerCase();
}

/** What is wrong with an address, or null. The shape is what HTML's `type=email` accepts, with a dot in the domain. */
export function refusalOfEmail(text: string): 'email_malformed' | null {
  const email = normaliseEmail(text);
  const isAddress = email.length <= 254 && /^[^\s@<>(),;:"\\[\]]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/u.test(email);
  return isAddress ? null : 'email_malformed';
}

export function refusalOfPassword(password: string): 'password_too_short' | 'password_too_long' | null {
  if (password.length < passwordLength.least) return 'password_too_short';
  return password.length > passwordLength.most ? 'password_too_long' : null;
}

/** What is wrong with a form, or null. */
export function refusalOfForm(form: { email: string; password: string }): FormRefusal | null {
  return refusalOfEmail(form.email) ?? refusalOfPassword(form.password);
}

/**
 * Registers an address. The answer is the same whether the address is new, waits for confirmation or has an account;
 * what differs is the mail that its owner gets. Nothing is bound and nobody can sign in before `confirm`.
 */
export async function register(
  deps: RegistrationDeps,
  form: RegistrationForm & { language: Language },
): Promise<FormRefusal | null> {
  const refusal = refusalOfForm(form);
  if (refusal) return refusal;
  const email = normaliseEmail(form.email);
  const name = form.name.trim().slice(0, 200);
  // Hashed in every case, so that the time of the answer does not tell the cases apart.
  const passwordHash = await deps.hashPassword(form.password);
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (trx) => {
    const account = await holdAccount(deps, trx, { email, name, role: 'recipient', confirmed: false, passwordHash });
    if (account.confirmed) {
      const link = `${deps.publicUrl}/login`;
      const mail = alreadyRegisteredMail(form.language, { instance: deps.instanceName, link });
      await deps.sendMail(trx, { to: email, language: form.language, now, ...mail });
      return;
    }
    if (!account.isNew) await replacePassword(deps, trx, { accountId: account.id, passwordHash, name });
    await sendConfirmation(deps, trx, { accountId: account.id, email, name, passwordHash, language: form.language });
  });
  return null;
}

/** A new link for somebody who knows the password of a not yet confirmed account: it stands for that password. */
export async function resendConfirmation(deps: RegistrationDeps, accountId: string): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const account = await trx.selectFrom('auth_user').selectAll().where('id', '=', accountId).executeTakeFirst();
    if (!account || account.emailVerified) return;
    const passwordHash = await passwordHashOf(deps, trx, accountId);
    if (passwordHash === null) return;
    const latest = await trx
      .selectFrom('registrations')
      .select('language')
      .where('account_id', '=', accountId)
      .orderBy('created_at', 'desc')
      .executeTakeFirst();
    await sendConfirmation(deps, trx, {
      accountId,
      email: account.email,
      name: account.name,
      passwordHash,
      language: latest?.language ?? 'de',
    });
  });
}

/**
 * Confirms the registration a link stands for: its password holds from now on, every other link, password and session
 * of the account is void, and the account's parcels are bound in the same transaction. Null where the link is unknown,
 * used, expired or overtaken by another one.
 */
export async function confirm(deps: RegistrationDeps, code: string): Promise<{ accountId: string } | null> {
  const now = deps.clock.now();
  return await deps.db.transaction().execute(async (trx) => {
    const registration = await trx
      .deleteFrom('registrations')
      .where('code_sha256', '=', sha256(code))
      .where('expires_at', '>', new Date(now))
      .returningAll()
      .executeTakeFirst();
    if (!registration) return null;
    const account = await trx
      .selectFrom('auth_user')
      .selectAll()
      .where('id', '=', registration.account_id)
      .forUpdate()
      .executeTakeFirst();
    if (!account || account.emailVerified) return null;
    const { id: accountId, email } = account;
    await replacePassword(deps, trx, {
      accountId,
      passwordHash: registration.password_hash,
      name: registration.name,
      confirmed: { role: 'recipient' },
    });
    // What is written to this account later is written in the language it was registered in.
    await trx
      .insertInto('preferences')
      .values({ account_id: accountId, language: registration.language })
      .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ language: registration.language }))
      .execute();
    await deps.onEmailConfirmed(trx, { accountId, email, now });
    return { accountId };
  });
}

/**
 * Makes an account that needs no confirmation, because whoever operates the instance vouches for it; the account is
 * marked as vouched for, so that nothing bound to it claims a confirmed address (docs/decisions/0013). An account that
 * somebody registered under the address but never confirmed is taken over: its password and its links are void.
 * `exists` where a confirmed account holds the address. The form must have been checked (`refusalOfForm`).
 */
export async function createConfirmedAccount(
  deps: RegistrationDeps,
  trx: Db,
  form: RegistrationForm & { role: Role },
): Promise<{ accountId: string } | 'exists'> {
  const email = normaliseEmail(form.email);
  const name = form.name.trim().slice(0, 200);
  const passwordHash = await deps.hashPassword(form.password);
  const account = await holdAccount(deps, trx, { email, name, role: form.role, confirmed: true, passwordHash });
  if (account.confirmed && !account.isNew) return 'exists';
  if (!account.isNew)
    await replacePassword(deps, trx, {
      accountId: account.id,
      passwordHash,
      name,
      confirmed: { role: form.role },
    });
  const now = deps.clock.now();
  await trx
    .insertInto('vouched_accounts')
    .values({ account_id: account.id, vouched_at: new Date(now) })
    .execute();
  await deps.onEmailConfirmed(trx, { accountId: account.id, email, now });
  return { accountId: account.id };
}

/** Deletes accounts whose every confirmation link has expired: an address nobody confirmed is not ours to keep. */
export async function forgetUnconfirmedAccounts(db: Db, options: { now: EpochMillis }): Promise<number> {
  const result = await db
    .deleteFrom('auth_user')
    // Spelled as the index auth_user_unconfirmed spells it: this runs every minute.
    .where(sql<boolean>`not "emailVerified"`)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('registrations')
            .select('code_sha256')
            .whereRef('registrations.account_id', '=', 'auth_user.id')
            .where('expires_at', '>', new Date(options.now)),
        ),
      ),
    )
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}

async function sendConfirmation(
  deps: RegistrationDeps,
  trx: Db,
  of: { accountId: string; email: string; name: string; passwordHash: string; language: Language },
): Promise<void> {
  const now = deps.clock.now();
  const code = makeSecretCode();
  await trx
    .insertInto('registrations')
    .values({
      code_sha256: sha256(code),
      account_id: of.accountId,
      name: of.name,
      password_hash: of.passwordHash,
      language: of.language,
      created_at: new Date(now),
      expires_at: new Date(now + confirmationHours * 3_600_000),
    })
    .execute();
  const link = `${deps.publicUrl}/confirm?token=${code}`;
  const mail = confirmationMail(of.language, { instance: deps.instanceName, link });
  await deps.sendMail(trx, { to: of.email, language: of.language, now, ...mail });
}
