import { fail, redirect } from '@sveltejs/kit';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

// Opening the page changes nothing: mail scanners open every link. Only the button does.
export const load: PageServerLoad = ({ url }) => ({ token: url.searchParams.get('token') ?? '' });

export const actions: Actions = {
  default: async ({ locals, request }) => {
    const token = readText(await request.formData(), 'token');
    const answer = token === '' ? null : await locals.services.accounts.confirmEmail(token, request.headers);
    if (!answer?.ok)
      return fail(400, { problem: answer?.code === 'too_many_tries' ? answer.code : 'link_invalid' } as const);
    locals.cookieLines.push(...answer.setCookies);
    // With no session among the cookies, `/orders` leads on to sign in.
    redirect(303, answer.setCookies.length > 0 ? '/orders' : '/login?said=confirmed');
  },
};
