import { fail, redirect } from '@sveltejs/kit';
import { findEmptyFields, readPassword, readText, refuseForm, statusOf } from '#lib/server/form.ts';
import { homeOf } from '#lib/server/home.ts';
import { localPath } from '#lib/server/local-path.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const next = localPath(url.searchParams.get('next'), homeOf(locals.session));
  if (locals.session) redirect(303, next);
  const said = url.searchParams.get('said');
  return { next, said: said === 'signed-out' || said === 'confirmed' ? said : null };
};

export const actions: Actions = {
  default: async ({ locals, request, url }) => {
    const form = await request.formData();
    const email = readText(form, 'email');
    const password = readPassword(form);
    const empty = findEmptyFields({ email, password });
    if (empty.length > 0) return fail(400, refuseForm(empty, { email }));

    const answer = await locals.services.accounts.signIn({ email, password }, request.headers);
    if (!answer.ok) return fail(statusOf(answer.code), refuseForm([answer.code], { email }));
    locals.cookieLines.push(...answer.setCookies);
    redirect(303, localPath(url.searchParams.get('next'), '/start'));
  },
};
