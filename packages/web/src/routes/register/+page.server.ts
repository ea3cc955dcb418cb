import { fail, redirect } from '@sveltejs/kit';
import { findEmptyFields, readPassword, readText, refuseForm, statusOf } from '#lib/server/form.ts';
import { homeOf } from '#lib/server/home.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  if (locals.session) redirect(303, homeOf(locals.session));
  return {
    sent: url.searchParams.get('sent') === 'yes',
    passwordLengthLeast: locals.services.accounts.passwordLengthLeast,
  };
};

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const form = await request.formData();
    const name = readText(form, 'name');
    const email = readText(form, 'email');
    const password = readPassword(form);
    const empty = findEmptyFields({ name, email, password });
    if (empty.length > 0) return fail(400, refuseForm(empty, { email, name }));

    const { language } = locals;
    const answer = await locals.services.accounts.register({ email, password, name, language }, request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuseForm([answer.code], { email, name }));
    locals.cookieLines.push(...answer.setCookies);
    // The address is not repeated on the next page: it would stand in its URL and in the browser's history.
    redirect(303, '/register?sent=yes');
  },
};
