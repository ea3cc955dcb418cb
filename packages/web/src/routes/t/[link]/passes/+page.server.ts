import { error, type RequestEvent, redirect } from '@sveltejs/kit';
import { passActions, passesPageOf } from '#lib/server/passes-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, request, url }) => {
  const { services, language } = locals;
  const backPath = `/t/${encodeURIComponent(params.link)}`;
  const [guest, here] = await Promise.all([
    services.guests.see(request.headers, language, params.link),
    services.guests.asker(request.headers, params.link),
  ]);
  const links = here && (await services.guests.listLinks(here.asker, here.parcelId));
  // The own link was revoked on this very page, or the day of the code is over: what is left to see is shown there.
  if (!guest || !links) redirect(303, backPath);
  return { passes: passesPageOf(services, { view: guest.view, links, url, backPath, isByLink: true }) };
};

export const actions: Actions = passActions(async (event: RequestEvent) => {
  const link = event.params.link ?? '';
  const here = await event.locals.services.guests.asker(event.request.headers, link);
  if (!here) error(404);
  return { ...here, path: `/t/${encodeURIComponent(link)}` };
});
