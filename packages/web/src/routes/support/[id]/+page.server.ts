import { error } from '@sveltejs/kit';
import { requireSupport } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSupport(event);
  const { services, language } = event.locals;
  const parcel = await services.support.seeParcel(session, language, event.params.id);
  if (!parcel) error(404);
  return { parcel, now: services.now() };
};
