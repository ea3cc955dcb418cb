import { error } from '@sveltejs/kit';
import { requireAdministrator } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const mails = await event.locals.services.administration.listMails(requireAdministrator(event));
  if (!mails) error(404);
  return { mails };
};
