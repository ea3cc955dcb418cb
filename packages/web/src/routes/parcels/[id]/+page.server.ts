import { clockTime } from '@doorstep/domain/text/dates.ts';
import { renderParcel } from '@doorstep/widget/render.ts';
import { error } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const view = await services.seeParcel(session, language, event.params.id);
  if (!view) error(404);
  const liveUrl = `/api/v1/me/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  return {
    // A title stands in histories and on lock screens: it names the merchant, or, where that is withheld, nothing.
    merchant: view.merchant,
    parcelId: view.id,
    orderId: view.orderId,
    asOf: clockTime(language, view.timeZone, now),
    rendering: renderParcel({ view, language, baseMap: services.baseMap, liveUrl, now }),
  };
};
