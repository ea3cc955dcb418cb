import { error, redirect } from '@sveltejs/kit';
import { appearanceCookie, chosenAppearance } from '#lib/server/appearance.ts';
import { localPath } from '#lib/server/local-path.ts';
import type { RequestHandler } from './$types';

const yearSeconds = 365 * 24 * 60 * 60;

/** Remembers light or dark for this browser, or forgets it (`system`), and goes back to where it was chosen. */
export const POST: RequestHandler = async ({ request, cookies, url }) => {
  const form = await request.formData();
  const to = form.get('to');
  const chosen = typeof to === 'string' ? chosenAppearance(to) : null;
  if (chosen === null && to !== 'system') error(400);
  const options = { path: '/', sameSite: 'lax', httpOnly: true, secure: url.protocol === 'https:' } as const;
  if (chosen === null) cookies.delete(appearanceCookie, options);
  else cookies.set(appearanceCookie, chosen, { ...options, maxAge: yearSeconds });
  redirect(303, localPath(form.get('back'), '/'));
};
