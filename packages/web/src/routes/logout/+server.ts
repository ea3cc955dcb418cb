import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async ({ locals, request }) => {
  locals.cookieLines.push(...(await locals.services.accounts.signOut(request.headers)));
  redirect(303, '/login?said=signed-out');
};
