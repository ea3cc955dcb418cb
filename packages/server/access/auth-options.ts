import { passkey } from '@better-auth/passkey';
import type { BetterAuthOptions } from 'better-auth';
import type { Db } from '../db/open-database.ts';
import { newId } from '../ids.ts';
import { clientAddressHeader } from './client-address.ts';
import { deviceLabel } from './device-label.ts';
import { roles } from './roles.ts';

/** Of one client, whoever it tries to be. */
export const signInsAMinute = 12;

/** Long enough without rules about signs (BSI and NIST SP 800-63B agree on length over composition). */
export const passwordLength = { least: 10, most: 200 } as const;

const day = 24 * 3600;

interface AuthOptionsInput {
  readonly db: Db;
  readonly publicUrl: string;
  readonly instanceName: string;
  readonly secret: string;
  /** Sentences for the log; better-auth's own lines quote addresses, so only the fact of an error passes. */
  readonly logError: (message: string) => void;
}

/** Everything better-auth is told that does not need our own code to run; the schema follows from this alone. */
export function authOptions(input: AuthOptionsInput) {
  return {
    appName: input.instanceName,
    baseURL: input.publicUrl,
    basePath: '/api/auth',
    secret: input.secret,
    trustedOrigins: [new URL(input.publicUrl).origin],
    database: { db: input.db, type: 'postgres', transaction: true },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      autoSignIn: false,
      minPasswordLength: passwordLength.least,
      maxPasswordLength: passwordLength.most,
      revokeSessionsOnPasswordReset: true,
    },
    user: {
      modelName: 'auth_user',
      additionalFields: {
        role: { type: [...roles], required: true, defaultValue: 'recipient', input: false },
      },
    },
    // No cookie cache: a revoked session must be dead within a second, and the cache would keep it alive for minutes.
    session: { modelName: 'auth_session', expiresIn: 30 * day, updateAge: day, cookieCache: { enabled: false } },
    account: { modelName: 'auth_account' },
    verification: { modelName: 'auth_verification' },
    databaseHooks: {
      // Where somebody signed in from is not kept, and of the browser two words for the list of one's own sessions.
      session: {
        create: {
          before: async (session) => ({
            data: { ...session, ipAddress: null, userAgent: deviceLabel(session.userAgent) },
          }),
        },
      },
    },
    // These would go around registration.ts and account-links.ts: links that stand for an address, guesses uncounted.
    disabledPaths: [
      '/verify-email',
      '/send-verification-email',
      '/request-password-reset',
      '/reset-password',
      '/change-password',
      '/verify-password',
      '/change-email',
      '/delete-user',
      '/sign-in/social',
    ],
    rateLimit: {
      enabled: true,
      storage: 'memory',
      window: 60,
      max: 100,
      // Its own rule is three in ten seconds, too few for a household or an office behind one address.
      customRules: { '/sign-in/email': { window: 60, max: signInsAMinute } },
    },
    plugins: [
      passkey({
        rpID: new URL(input.publicUrl).hostname,
        rpName: input.instanceName,
        origin: new URL(input.publicUrl).origin,
        schema: { passkey: { modelName: 'auth_passkey' } },
      }),
    ],
    telemetry: { enabled: false },
    // No `level` here: with one, better-auth also writes each refusal to the console by itself.
    logger: {
      log: (level) => {
        if (level === 'error') input.logError('better-auth refused or failed a request.');
      },
    },
    advanced: {
      cookiePrefix: 'doorstep',
      useSecureCookies: new URL(input.publicUrl).protocol === 'https:',
      // better-auth would switch both off by itself where NODE_ENV is "test".
      disableOriginCheck: false,
      disableCSRFCheck: false,
      ipAddress: { ipAddressHeaders: [clientAddressHeader] },
      database: {
        generateId: ({ model }) => newId(model === 'user' || model === 'auth_user' ? 'account' : 'event'),
        // access/auth-schema.test.ts does this once, instead of every server at every start.
        validateSchema: false,
      },
    },
  } satisfies BetterAuthOptions;
}
