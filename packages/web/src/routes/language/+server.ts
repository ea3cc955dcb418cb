import { error, redirect } from '@sveltejs/kit';
import { isPageLanguage, languageCookie } from '#lib/server/language.ts';
import { localPath } from '#lib/server/local-path.ts';
import type { RequestHandler } from './$types';

const yearSeconds = 365 * 24 * 60 * 60;

/** Remembers the language for this browser, and for what is sent to whoever is signed in, and goes back to where it was chosen. */
export const POST: RequestHandler = async ({ request, cookies, url, locals }) => {
  const form = await request.formData();
  const to = form.get('to');
  if (!isPageLanguage(to)) error(400);
  if (locals.session) await locals.services.setLanguage(locals.session, to);
  cookies.set(languageCookie, to, {
    path: '/',
    maxAge: yearSeconds,
    sameSite: 'lax',
    httpOnly: true,
    secure: url.protocol === 'https:',
  });
  redirect(303, localPath(form.get('back'), '/'));
};
