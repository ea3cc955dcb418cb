import type { PageSession } from '@doorstep/contract';
import type { Language } from '@doorstep/domain';
import { betterAuth } from 'better-auth';
import { createAuthEndpoint, createAuthMiddleware } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { APIError, type StandardSchemaV1 } from 'better-call';
import type { Config } from '../config.ts';
import type { Db } from '../db/open-database.ts';
import { languageOf } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Clock } from '../ports/clock.ts';
import {
  changePassword,
  confirmEmailChange,
  type NewPasswordForm,
  requestEmailChange,
  requestPasswordReset,
  resetPassword,
} from './account-links.ts';
import { passwordHashOf } from './account-store.ts';
import { authOptions } from './auth-options.ts';
import {
  confirm,
  createConfirmedAccount,
  type FormRefusal,
  normaliseEmail,
  type OnEmailConfirmed,
  type RegistrationDeps,
  type RegistrationForm,
  register,
  resendConfirmation,
  type SendMail,
} from './registration.ts';
import { isRole, type Role } from './roles.ts';
import { createSignInGuard } from './sign-in-guard.ts';
import { signInHooks } from './sign-in-hooks.ts';
import { textOf } from './text-of.ts';

export interface AuthDeps {
  readonly db: Db;
  readonly config: Pick<Config, 'publicUrl' | 'name'>;
  readonly clock: Clock;
  /** At least 32 characters; signs session cookies. */
  readonly secret: string;
  readonly sendMail: SendMail;
  readonly onEmailConfirmed: OnEmailConfirmed;
  readonly log: { error(message: string): void };
}

export type SignInAnswer =
  | { readonly ok: true; readonly setCookies: readonly string[] }
  | {
      readonly ok: false;
      readonly code: 'wrong_credentials' | 'email_not_confirmed' | 'email_malformed' | 'too_many_tries';
    };

/** Who is signed in, and the session's own id (not its token), for those who must notice its end. */
export interface SignedIn extends PageSession {
  readonly sessionId: string;
}

/** Accounts and sessions; better-auth stands behind this and nowhere else. */
export interface Auth {
  /** `/api/auth/*` as better-auth answers it. */
  handle(request: Request): Promise<Response>;
  /** Who is signed in by these cookies; asks the database each time, so a revoked session is over at once. */
  session(headers: Headers): Promise<PageSession | null>;
  /** The same with the session's id. */
  signedIn(headers: Headers): Promise<SignedIn | null>;
  signIn(form: { email: string; password: string }, headers: Headers): Promise<SignInAnswer>;
  /** Ends the session of these cookies; answers the Set-Cookie lines that clear them. */
  signOut(headers: Headers): Promise<readonly string[]>;
  register(form: RegistrationForm & { language: 'de' | 'en' }): Promise<FormRefusal | null>;
  /** Confirms and signs in; null where the link is not (or no longer) good. */
  confirmEmail(code: string, headers: Headers): Promise<{ setCookies: readonly string[] } | null>;
  /** See account-links.ts. */
  requestPasswordReset(form: { email: string; language: Language }): Promise<'email_malformed' | null>;
  /** Sets the password and signs in; null where the link is not (or no longer) good. */
  resetPassword(form: NewPasswordForm, headers: Headers): Promise<{ setCookies: readonly string[] } | null>;
  changePassword(form: { accountId: string; sessionId: string; password: string; language: Language }): Promise<void>;
  requestEmailChange(form: { accountId: string; email: string; language: Language }): Promise<'email_malformed' | null>;
  confirmEmailChange(code: string): Promise<{ accountId: string } | null>;
  /** See registration.ts; the form must have been checked before. */
  createConfirmedAccount(trx: Db, form: RegistrationForm & { role: Role }): Promise<{ accountId: string } | 'exists'>;
  /** Whether this is the password of the account. */
  passwordIs(trx: Db, accountId: string, password: string): Promise<boolean>;
  /** Forgets what was counted against an address; see erase-account.ts. */
  forgetGuesses(trx: Db, email: string): Promise<void>;
}

export function createAuth(deps: AuthDeps): Auth {
  const base = authOptions({
    db: deps.db,
    publicUrl: deps.config.publicUrl,
    instanceName: deps.config.name,
    secret: deps.secret,
    logError: (message) => deps.log.error(message),
  });
  const guard = createSignInGuard({ db: deps.db, secret: deps.secret });
  const guarded = signInHooks({
    guard,
    secret: deps.secret,
    secureCookies: base.advanced.useSecureCookies,
  });
  const better = betterAuth({
    ...base,
    emailVerification: {
      sendOnSignUp: false,
      sendOnSignIn: true,
      sendVerificationEmail: async ({ user }) => resendConfirmation(await registration, user.id),
    },
    hooks: {
      before: createAuthMiddleware(async (ctx) => {
        if (ctx.path === '/sign-in/email') return await guarded.beforeSignIn(ctx);
        if (ctx.path === '/sign-up/email') return await answerSignUp(await registration, ctx.body, ctx.headers);
      }),
      after: guarded.afterAnything,
    },
    plugins: [...base.plugins, sessionWithoutPassword],
  });
  const registration: Promise<RegistrationDeps> = better.$context.then((context) => ({
    db: deps.db,
    clock: deps.clock,
    publicUrl: deps.config.publicUrl,
    instanceName: deps.config.name,
    options: base,
    hashPassword: context.password.hash,
    sendMail: deps.sendMail,
    onEmailConfirmed: deps.onEmailConfirmed,
  }));

  async function signedIn(headers: Headers): Promise<SignedIn | null> {
    const found = await better.api.getSession({ headers, query: { disableRefresh: true } });
    if (!found?.user.emailVerified || !isRole(found.user.role)) return null;
    const { id, email, role } = found.user;
    return { sessionId: found.session.id, accountId: id, email, role };
  }

  /** Signs in whoever has just proven an account by a link. */
  async function startSession(proven: { accountId: string } | null, headers: Headers) {
    if (!proven) return null;
    const { accountId } = proven;
    const answered = await better.api.startSession({ body: { accountId }, headers, returnHeaders: true });
    return { setCookies: answered.headers?.getSetCookie() ?? [] };
  }

  return {
    handle: (request) => better.handler(request),
    async session(headers) {
      const found = await signedIn(headers);
      return found && { accountId: found.accountId, email: found.email, role: found.role };
    },
    signedIn,
    async signIn(form, headers) {
      const body = { email: normaliseEmail(form.email), password: form.password };
      const response = await better.api.signInEmail({ body, headers, asResponse: true }).catch(guardsRefusal);
      if (response === 'too_many_tries') return { ok: false, code: response };
      if (response.ok) return { ok: true, setCookies: response.headers.getSetCookie() };
      if (response.status >= 500) throw new Error('signing in failed inside better-auth');
      if (response.status === 403) return { ok: false, code: 'email_not_confirmed' };
      const malformed = (await codeOf(response)) === 'INVALID_EMAIL';
      return { ok: false, code: malformed ? 'email_malformed' : 'wrong_credentials' };
    },
    async signOut(headers) {
      const response = await better.api.signOut({ headers, asResponse: true });
      return response.headers.getSetCookie();
    },
    register: async (form) => register(await registration, form),
    async confirmEmail(code, headers) {
      return startSession(await confirm(await registration, code), headers);
    },
    requestPasswordReset: async (form) => requestPasswordReset(await registration, form),
    async resetPassword(form, headers) {
      return startSession(await resetPassword(await registration, form), headers);
    },
    changePassword: async (form) => changePassword(await registration, form),
    requestEmailChange: async (form) => requestEmailChange(await registration, form),
    confirmEmailChange: async (code) => confirmEmailChange(await registration, code),
    createConfirmedAccount: async (trx, form) => createConfirmedAccount(await registration, trx, form),
    async passwordIs(trx, accountId, password) {
      const hash = await passwordHashOf({ options: base }, trx, accountId);
      return hash !== null && (await better.$context).password.verify({ hash, password });
    },
    forgetGuesses: guard.forget,
  };
}

/** better-auth takes any Standard Schema (standardschema.dev); this one body needs no library for it. */
const accountNamed: StandardSchemaV1<{ accountId: string }> = {
  '~standard': {
    version: 1,
    vendor: 'doorstep',
    validate(value) {
      const accountId = textOf(value, 'accountId');
      return accountId === '' ? { issues: [{ message: 'accountId is missing' }] } : { value: { accountId } };
    },
  },
};

/** A session for an account that has just proven itself by a link. Not reachable over HTTP. */
const sessionWithoutPassword = {
  id: 'doorstep-session',
  endpoints: {
    startSession: createAuthEndpoint.serverOnly({ method: 'POST', body: accountNamed }, async (ctx) => {
      const { accountId } = ctx.body;
      const user = await ctx.context.internalAdapter.findUserById(accountId);
      if (!user?.emailVerified) throw new APIError('FORBIDDEN');
      const session = await ctx.context.internalAdapter.createSession(accountId);
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ started: true });
    }),
  },
};

/** Our registration behind better-auth's path, in the shape its clients expect; the same for every address. */
async function answerSignUp(deps: RegistrationDeps, body: unknown, headers: Headers | undefined) {
  const form = { email: textOf(body, 'email'), password: textOf(body, 'password'), name: textOf(body, 'name') };
  const language = languageOf(headers?.get('accept-language') ?? undefined);
  const refusal = await register(deps, { ...form, language });
  if (refusal) throw new APIError('BAD_REQUEST', refusalBodies[refusal]);
  const now = new Date(deps.clock.now());
  const user = {
    id: newId('account'),
    name: form.name,
    email: normaliseEmail(form.email),
    emailVerified: false,
    image: null,
    role: 'recipient',
    createdAt: now,
    updatedAt: now,
  };
  return { token: null, user };
}

/** better-auth's own codes, as its clients know them. */
const refusalBodies = {
  email_malformed: { code: 'INVALID_EMAIL', message: 'Invalid email' },
  password_too_short: { code: 'PASSWORD_TOO_SHORT', message: 'Password too short' },
  password_too_long: { code: 'PASSWORD_TOO_LONG', message: 'Password too long' },
} as const satisfies Record<FormRefusal, { code: string; message: string }>;

/** A hook's refusal is thrown where an endpoint's own would be answered. */
function guardsRefusal(error: unknown): 'too_many_tries' {
  if (error instanceof APIError && error.statusCode === 429) return 'too_many_tries';
  throw error;
}

async function codeOf(response: Response): Promise<string> {
  return textOf(await response.json().catch(() => null), 'code');
}
