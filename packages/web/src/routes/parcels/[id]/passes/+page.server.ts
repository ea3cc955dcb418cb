import { error, type RequestEvent } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { passActions, passesPageOf } from '#lib/server/passes-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, links] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    services.guests.listLinks(session, event.params.id),
  ]);
  if (!view || !links) error(404);
  const backPath = `/parcels/${encodeURIComponent(view.id)}`;
  return { passes: passesPageOf(services, { view, links, url: event.url, backPath, isByLink: false }) };
};

export const actions: Actions = passActions(async (event: RequestEvent) => {
  const parcelId = event.params.id ?? '';
  return { asker: requireSession(event), parcelId, path: `/parcels/${encodeURIComponent(parcelId)}` };
});
