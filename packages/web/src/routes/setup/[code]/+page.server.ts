import { fail, redirect } from '@sveltejs/kit';
import { findEmptyFields, readPassword, readText, refuseForm, statusOf } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params }) => ({
  valid: await locals.services.accounts.firstAdministratorLinkIsValid(params.code),
  passwordLengthLeast: locals.services.accounts.passwordLengthLeast,
});

export const actions: Actions = {
  default: async ({ locals, params, request }) => {
    const form = await request.formData();
    const name = readText(form, 'name');
    const email = readText(form, 'email');
    const password = readPassword(form);
    const empty = findEmptyFields({ name, email, password });
    if (empty.length > 0) return fail(400, refuseForm(empty, { email, name }));

    const input = { code: params.code, email, password, name };
    const answer = await locals.services.accounts.createFirstAdministrator(input, request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuseForm([answer.code], { email, name }));
    locals.cookieLines.push(...answer.setCookies);
    redirect(303, answer.setCookies.length > 0 ? '/admin' : '/login?next=/admin');
  },
};
