// Two links that a mail carries to the owner of an address: a new password, another address. As with registration, what
// a form answers is the same for every address; only the mail's reader learns whether there is an account.
import type { Language } from '@doorstep/domain';
import type { Db } from '../db/open-database.ts';
import { emailChangedMail, newEmailMail, noAccountMail, passwordChangedMail, resetMail } from './account-link-mails.ts';
import { alreadyRegisteredMail } from './account-mails.ts';
import { endSessions, lockAddress, setPassword } from './account-store.ts';
import { normaliseEmail, type RegistrationDeps, refusalOfEmail } from './registration.ts';
import { makeSecretCode, sha256 } from './secret-code.ts';

const resetHours = 1;
const emailChangeHours = 24;
const hourMillis = 3_600_000;

/** Sends a link for a new password where the address has a confirmed account, and says so by mail where it has none. */
export async function requestPasswordReset(
  deps: RegistrationDeps,
  form: { email: string; language: Language },
): Promise<'email_malformed' | null> {
  if (refusalOfEmail(form.email)) return 'email_malformed';
  const to = normaliseEmail(form.email);
  const { language } = form;
  const now = deps.clock.now();
  const about = (link: string) => ({ instance: deps.instanceName, link });
  await deps.db.transaction().execute(async (trx) => {
    const account = await confirmedAccountAt(trx, to);
    if (!account) {
      const mail = noAccountMail(language, about(`${deps.publicUrl}/register`));
      await deps.sendMail(trx, { to, language, now, ...mail });
      return;
    }
    const code = makeSecretCode();
    await trx
      .insertInto('password_resets')
      .values({
        code_sha256: sha256(code),
        account_id: account.id,
        language,
        expires_at: new Date(now + resetHours * hourMillis),
      })
      .execute();
    const mail = resetMail(language, about(`${deps.publicUrl}/reset?token=${code}`));
    await deps.sendMail(trx, { to, language, now, ...mail });
  });
  return null;
}

export interface NewPasswordForm {
  readonly code: string;
  readonly password: string;
}

/**
 * Sets the password a link stands for; every session and every other such link of the account is void. Null where the
 * link is unknown, used or expired. The password must have been checked before, so that a short one costs no link.
 */
export async function resetPassword(
  deps: RegistrationDeps,
  form: NewPasswordForm,
): Promise<{ accountId: string } | null> {
  const passwordHash = await deps.hashPassword(form.password);
  const now = deps.clock.now();
  return await deps.db.transaction().execute(async (trx) => {
    const link = await trx
      .deleteFrom('password_resets')
      .where('code_sha256', '=', sha256(form.code))
      .where('expires_at', '>', new Date(now))
      .returning(['account_id', 'language'])
      .executeTakeFirst();
    if (!link) return null;
    const account = await accountOf(trx, link.account_id);
    if (!account?.emailVerified) return null;
    await trx.deleteFrom('password_resets').where('account_id', '=', account.id).execute();
    await setPassword(deps, trx, { accountId: account.id, passwordHash });
    await endSessions(trx, account.id, { except: null });
    await tellPasswordChanged(deps, trx, { email: account.email, language: link.language });
    return { accountId: account.id };
  });
}

/** A new password for somebody signed in who has just given the old one; all other sessions end. */
export async function changePassword(
  deps: RegistrationDeps,
  form: { accountId: string; sessionId: string; password: string; language: Language },
): Promise<void> {
  const passwordHash = await deps.hashPassword(form.password);
  await deps.db.transaction().execute(async (trx) => {
    const account = await accountOf(trx, form.accountId);
    if (!account) return;
    await setPassword(deps, trx, { accountId: account.id, passwordHash });
    await endSessions(trx, account.id, { except: form.sessionId });
    await trx.deleteFrom('password_resets').where('account_id', '=', account.id).execute();
    await tellPasswordChanged(deps, trx, { email: account.email, language: form.language });
  });
}

/**
 * Asks the owner of another address to confirm it for this account. The answer is the same where that address has an
 * account of its own; its owner is told by mail. The password must have been asked for before.
 */
export async function requestEmailChange(
  deps: RegistrationDeps,
  form: { accountId: string; email: string; language: Language },
): Promise<'email_malformed' | null> {
  if (refusalOfEmail(form.email)) return 'email_malformed';
  const to = normaliseEmail(form.email);
  const { language } = form;
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (trx) => {
    if (await confirmedAccountAt(trx, to)) {
      const mail = alreadyRegisteredMail(language, { instance: deps.instanceName, link: `${deps.publicUrl}/login` });
      await deps.sendMail(trx, { to, language, now, ...mail });
      return;
    }
    const code = makeSecretCode();
    await trx.deleteFrom('email_changes').where('account_id', '=', form.accountId).execute();
    await trx
      .insertInto('email_changes')
      .values({
        code_sha256: sha256(code),
        account_id: form.accountId,
        new_email: to,
        language,
        expires_at: new Date(now + emailChangeHours * hourMillis),
      })
      .execute();
    const link = `${deps.publicUrl}/confirm-address?token=${code}`;
    await deps.sendMail(trx, { to, language, now, ...newEmailMail(language, { instance: deps.instanceName, link }) });
  });
  return null;
}

/**
 * The address becomes the account's: what is sent to it from now on is bound, what was bound before stays. The old
 * address is told. Null where the link is unknown, used or expired, or the address has an account by now.
 */
export async function confirmEmailChange(deps: RegistrationDeps, code: string): Promise<{ accountId: string } | null> {
  const now = deps.clock.now();
  return await deps.db.transaction().execute(async (trx) => {
    const change = await trx
      .deleteFrom('email_changes')
      .where('code_sha256', '=', sha256(code))
      .where('expires_at', '>', new Date(now))
      .returningAll()
      .executeTakeFirst();
    if (!change) return null;
    const { new_email: email, account_id: accountId, language } = change;
    await lockAddress(trx, email);
    const account = await accountOf(trx, accountId);
    if (!account?.emailVerified || (await confirmedAccountAt(trx, email))) return null;
    // Registered by somebody who never confirmed it: the address has just been proven to be somebody else's.
    await trx.deleteFrom('auth_user').where('email', '=', email).where('emailVerified', '=', false).execute();
    await trx.updateTable('auth_user').set({ email }).where('id', '=', accountId).execute();
    // Somebody clicked a link for this one: no operator has to vouch for it.
    await trx.deleteFrom('vouched_accounts').where('account_id', '=', accountId).execute();
    await trx.deleteFrom('password_resets').where('account_id', '=', accountId).execute();
    await deps.onEmailConfirmed(trx, { accountId, email, now });
    const mail = emailChangedMail(language, { instance: deps.instanceName, link: `${deps.publicUrl}/impressum` });
    await deps.sendMail(trx, { to: account.email, language, now, ...mail });
    return { accountId };
  });
}

async function tellPasswordChanged(
  deps: RegistrationDeps,
  trx: Db,
  { email, language }: { email: string; language: Language },
): Promise<void> {
  const link = `${deps.publicUrl}/forgot`;
  const mail = passwordChangedMail(language, { instance: deps.instanceName, link });
  await deps.sendMail(trx, { to: email, language, now: deps.clock.now(), ...mail });
}

function accountOf(trx: Db, accountId: string) {
  return trx.selectFrom('auth_user').selectAll().where('id', '=', accountId).forUpdate().executeTakeFirst();
}

function confirmedAccountAt(trx: Db, email: string) {
  return trx
    .selectFrom('auth_user')
    .select('id')
    .where('email', '=', email)
    .where('emailVerified', '=', true)
    .executeTakeFirst();
}

/** Deletes links that have expired. */
export async function forgetOldLinks(db: Db, { now }: { now: number }): Promise<void> {
  await db.deleteFrom('password_resets').where('expires_at', '<=', new Date(now)).execute();
  await db.deleteFrom('email_changes').where('expires_at', '<=', new Date(now)).execute();
}
