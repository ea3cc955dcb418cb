import { error } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const order = await services.seeOrder(session, language, event.params.id);
  if (!order) error(404);
  return { order, now: services.now() };
};
