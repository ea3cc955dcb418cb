import { error } from '@sveltejs/kit';
import { reportFrom } from '#lib/server/recipient-part.ts';
import { reportPageOf } from '#lib/server/report-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, request }) => {
  const { services, language } = locals;
  const [guest, here] = await Promise.all([
    services.guests.see(request.headers, language, params.link),
    services.guests.asker(request.headers, params.link),
  ]);
  const claims = here && (await services.readClaims(here.asker, here.parcelId));
  if (!guest || !claims?.open) error(404);
  const { view } = guest;
  const backPath = `/t/${encodeURIComponent(params.link)}`;
  const photoUrl = `/api/v1/guest/parcels/${encodeURIComponent(view.id)}/photo`;
  return { report: reportPageOf(services, { view, claims, language, backPath, photoUrl }) };
};

export const actions: Actions = {
  report: async (event) => {
    const { link } = event.params;
    const here = await event.locals.services.guests.asker(event.request.headers, link);
    if (!here) error(404);
    return reportFrom(event, { ...here, path: `/t/${encodeURIComponent(link)}` });
  },
};
