import type { PageLanguage, PageSession } from './page-session.ts';

/** Answers of account forms: what went wrong is a code that the pages word; `cookies` are to be set on success. */
export type AccountAnswer =
  | { readonly ok: true; readonly setCookies: readonly string[] }
  | { readonly ok: false; readonly code: AccountRefusal };

export type AccountRefusal =
  | 'wrong_credentials'
  | 'wrong_password'
  | 'email_not_confirmed'
  | 'email_malformed'
  | 'password_too_short'
  | 'password_too_long'
  | 'link_invalid'
  | 'too_many_tries';

export interface AccountServices {
  /** Said beside the field before anyone types. */
  readonly passwordLengthLeast: number;
  /** Always answers the same for a known and an unknown address; the mail says the rest. */
  register(
    form: { email: string; password: string; name: string; language: PageLanguage },
    headers: Headers,
  ): Promise<AccountAnswer>;
  signIn(form: { email: string; password: string }, headers: Headers): Promise<AccountAnswer>;
  signOut(headers: Headers): Promise<readonly string[]>;
  confirmEmail(token: string, headers: Headers): Promise<AccountAnswer>;
  createFirstAdministrator(
    form: { code: string; email: string; password: string; name: string },
    headers: Headers,
  ): Promise<AccountAnswer>;
  firstAdministratorLinkIsValid(code: string): Promise<boolean>;

  /** Answers the same whether the address has an account; the mail says the rest. */
  requestPasswordReset(form: { email: string; language: PageLanguage }, headers: Headers): Promise<AccountAnswer>;
  /** Sets the password a mailed link stands for and signs in; all other sessions end. */
  resetPassword(form: { token: string; password: string }, headers: Headers): Promise<AccountAnswer>;
  /** All but this session end. */
  changePassword(
    form: { current: string; password: string; language: PageLanguage },
    headers: Headers,
  ): Promise<AccountAnswer>;
  /** The new address gets a link; until it is used nothing changes. */
  requestEmailChange(
    form: { current: string; email: string; language: PageLanguage },
    headers: Headers,
  ): Promise<AccountAnswer>;
  confirmEmailChange(token: string, headers: Headers): Promise<AccountAnswer>;
  /** Where this account is signed in, this session first; null for nobody. */
  listSessions(headers: Headers): Promise<readonly OwnSession[] | null>;
  /** Ends one of one's own sessions, or with `others` all but this one; false where there was none such. */
  endSession(which: string | 'others', headers: Headers): Promise<boolean>;
  /** Who is signed in here and has just given the account's password. */
  proveOwner(
    password: string,
    headers: Headers,
  ): Promise<PageSession | Extract<AccountRefusal, 'wrong_credentials' | 'wrong_password' | 'too_many_tries'>>;
  listPasskeys(session: PageSession): Promise<readonly OwnPasskey[]>;
  removePasskey(session: PageSession, passkeyId: string): Promise<boolean>;
}

/** Where somebody is signed in: two words for the browser, and since when. Nothing else is kept. */
export interface OwnSession {
  readonly id: string;
  readonly device: string | null;
  readonly since: string;
  readonly isThis: boolean;
}

export interface OwnPasskey {
  readonly id: string;
  readonly name: string | null;
  readonly since: string | null;
}
