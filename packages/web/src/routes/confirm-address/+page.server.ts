import { fail, redirect } from '@sveltejs/kit';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

// Opening the page changes nothing: mail scanners open every link. Only the button does.
export const load: PageServerLoad = ({ url }) => ({
  token: url.searchParams.get('token') ?? '',
  done: url.searchParams.get('done') === 'yes',
});

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const token = readText(await request.formData(), 'token');
    const answer = await locals.services.accounts.confirmEmailChange(token, request.headers);
    if (!answer.ok) return fail(400, { problem: answer.code });
    redirect(303, '/confirm-address?done=yes');
  },
};
