import { redirect } from '@sveltejs/kit';
import { requireAdministrator } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => {
  requireAdministrator(event);
  redirect(303, '/admin/devices');
};
