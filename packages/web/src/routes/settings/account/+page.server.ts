import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { type FormProblem, findEmptyFields, readPassword, readText, refuseForm, statusOf } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

const saved = ['password', 'email', 'session', 'passkey'] as const;

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { accounts } = event.locals.services;
  const [sessions, passkeys] = await Promise.all([
    accounts.listSessions(event.request.headers),
    accounts.listPasskeys(session),
  ]);
  return {
    email: session.email,
    sessions: sessions ?? [],
    passkeys,
    passwordLengthLeast: accounts.passwordLengthLeast,
    saved: saved.find((what) => what === event.url.searchParams.get('saved')) ?? null,
  };
};

/** Two forms on one page: what is refused is shown in the one it belongs to. */
const refuse = (which: 'password' | 'email', problems: readonly FormProblem[], email = '') => ({
  which,
  ...refuseForm(problems, { email }),
});

export const actions: Actions = {
  password: async (event) => {
    requireSession(event);
    const form = await event.request.formData();
    const current = readPassword(form, 'current');
    const password = readPassword(form);
    const empty = findEmptyFields({ current, password });
    if (empty.length > 0) return fail(400, refuse('password', empty));
    const { language, services } = event.locals;
    const answer = await services.accounts.changePassword({ current, password, language }, event.request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuse('password', [answer.code]));
    redirect(303, '/settings/account?saved=password');
  },
  email: async (event) => {
    requireSession(event);
    const form = await event.request.formData();
    const current = readPassword(form, 'current');
    const email = readText(form, 'email');
    const empty = findEmptyFields({ current, email });
    if (empty.length > 0) return fail(400, refuse('email', empty, email));
    const { language, services } = event.locals;
    const answer = await services.accounts.requestEmailChange({ current, email, language }, event.request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuse('email', [answer.code], email));
    redirect(303, '/settings/account?saved=email');
  },
  session: async (event) => {
    requireSession(event);
    const which = readText(await event.request.formData(), 'session');
    // One that has ended meanwhile is what was asked for.
    await event.locals.services.accounts.endSession(which, event.request.headers);
    redirect(303, '/settings/account?saved=session');
  },
  passkey: async (event) => {
    const session = requireSession(event);
    const id = readText(await event.request.formData(), 'passkey');
    if (id === '') error(400);
    await event.locals.services.accounts.removePasskey(session, id);
    redirect(303, '/settings/account?saved=passkey');
  },
};
