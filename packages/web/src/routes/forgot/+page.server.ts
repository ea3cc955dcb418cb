import { fail, redirect } from '@sveltejs/kit';
import { findEmptyFields, readText, refuseForm, statusOf } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ url }) => ({ sent: url.searchParams.get('sent') === 'yes' });

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const email = readText(await request.formData(), 'email');
    const empty = findEmptyFields({ email });
    if (empty.length > 0) return fail(400, refuseForm(empty, { email }));
    const { language } = locals;
    const answer = await locals.services.accounts.requestPasswordReset({ email, language }, request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuseForm([answer.code], { email }));
    redirect(303, '/forgot?sent=yes');
  },
};
