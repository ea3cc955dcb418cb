import { error } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { reportFrom } from '#lib/server/recipient-part.ts';
import { reportPageOf } from '#lib/server/report-page.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, claims] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    services.readClaims(session, event.params.id),
  ]);
  if (!view || !claims?.open) error(404);
  const id = encodeURIComponent(view.id);
  const urls = { backPath: `/parcels/${id}`, photoUrl: `/api/v1/me/parcels/${id}/photo` };
  return { merchant: view.merchant, report: reportPageOf(services, { view, claims, language, ...urls }) };
};

export const actions: Actions = {
  report: async (event) => {
    const path = `/parcels/${encodeURIComponent(event.params.id)}`;
    return reportFrom(event, { asker: requireSession(event), parcelId: event.params.id, path });
  },
};
