import { createAuthMiddleware } from 'better-auth/api';
import { APIError } from 'better-call';
import { normaliseEmail, refusalOfEmail } from './registration.ts';
import type { SignInGuard } from './sign-in-guard.ts';
import { textOf } from './text-of.ts';

/** Names the browsers on which somebody has signed in before; signed, and good for nothing else. */
const deviceCookie = 'doorstep.known_device';
const deviceCookieSeconds = 180 * 24 * 3600;

/** As much of better-auth's context as is looked at before a password is. */
interface AskedToSignIn {
  readonly body?: unknown;
  getSignedCookie(key: string, secret: string): Promise<string | false | null>;
}

/**
 * The guard around every way into an account, whichever door it came through: better-auth's own path or our pages.
 * `secret` signs the device's cookie.
 */
export function signInHooks(deps: { guard: SignInGuard; secret: string; secureCookies: boolean }) {
  return {
    /** Before a password is evaluated. Throws what better-auth's clients know as too many requests. */
    async beforeSignIn(ctx: AskedToSignIn): Promise<void> {
      const email = textOf(ctx.body, 'email');
      // better-auth refuses what is no address, without looking at the password.
      if (refusalOfEmail(email)) return;
      const device = await ctx.getSignedCookie(deviceCookie, deps.secret);
      if (await deps.guard.mayEvaluate(normaliseEmail(email), device || null)) return;
      throw new APIError('TOO_MANY_REQUESTS', { code: 'TOO_MANY_TRIES', message: 'Too many tries' });
    },
    /** After anything that may have begun a session: by password, passkey or a link from a mail. */
    afterAnything: createAuthMiddleware(async (ctx) => {
      const begun = ctx.context.newSession;
      if (!begun) return;
      const device = await ctx.getSignedCookie(deviceCookie, deps.secret);
      const mark = await deps.guard.proven(begun.user.email, device || null);
      await ctx.setSignedCookie(deviceCookie, mark, deps.secret, {
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
        secure: deps.secureCookies,
        maxAge: deviceCookieSeconds,
      });
    }),
  };
}
