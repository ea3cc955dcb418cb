import { fail, redirect } from '@sveltejs/kit';
import { findEmptyFields, readPassword, readText, refuseForm, statusOf } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

// Opening the page changes nothing: mail scanners open every link. Only the button does.
export const load: PageServerLoad = ({ locals, url }) => ({
  token: url.searchParams.get('token') ?? '',
  passwordLengthLeast: locals.services.accounts.passwordLengthLeast,
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const token = readText(form, 'token');
    const password = readPassword(form);
    const empty = findEmptyFields({ password });
    if (empty.length > 0) return fail(400, refuseForm(empty, {}));
    const answer = await locals.services.accounts.resetPassword({ token, password }, request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuseForm([answer.code], {}));
    locals.cookieLines.push(...answer.setCookies);
    redirect(303, '/start');
  },
};
