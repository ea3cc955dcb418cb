import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, links] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    services.guests.listLinks(session, event.params.id),
  ]);
  if (!view || !links) error(404);
  return {
    parcelId: view.id,
    timeZone: view.timeZone,
    now: services.now(),
    links,
    revoked: event.url.searchParams.get('done') === 'revoked',
  };
};

export const actions: Actions = {
  make: async (event) => {
    const session = requireSession(event);
    const name = readText(await event.request.formData(), 'name');
    const answer = await event.locals.services.guests.makePass(session, event.params.id, name);
    // The link is shown on this answer alone: an address with it would stand in the browser's history.
    if (answer.ok) return { made: answer.pass };
    return answer.code === 'not_found' ? error(404) : fail(409, { refused: answer.code, name });
  },
  revoke: async (event) => {
    const session = requireSession(event);
    const linkId = readText(await event.request.formData(), 'link');
    if (!(await event.locals.services.guests.revokeLink(session, event.params.id, linkId))) error(404);
    redirect(303, `/parcels/${encodeURIComponent(event.params.id)}/passes?done=revoked`);
  },
};
