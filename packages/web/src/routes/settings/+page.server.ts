import { error, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  return {
    email: session.email,
    mapIsOn: await event.locals.services.readMapSwitch(session),
    saved: event.url.searchParams.get('saved') === 'map',
  };
};

export const actions: Actions = {
  map: async (event) => {
    const session = requireSession(event);
    const map = (await event.request.formData()).get('map');
    if (map !== 'on' && map !== 'off') error(400);
    await event.locals.services.setMapSwitch(session, map === 'on');
    redirect(303, '/settings?saved=map');
  },
};
