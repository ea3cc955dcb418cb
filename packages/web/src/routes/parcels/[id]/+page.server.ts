import { clockTime } from '@doorstep/domain/text/dates.ts';
import { renderShadow } from '@doorstep/widget/render.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, dropOff] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    services.readDropOff(session, event.params.id),
  ]);
  if (!view) error(404);
  const liveUrl = `/api/v1/me/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  return {
    // A title stands in histories and on lock screens: it names the merchant, or, where that is withheld, nothing.
    merchant: view.merchant,
    parcelId: view.id,
    orderId: view.orderId,
    dropOff: dropOff ?? null,
    named: event.url.searchParams.get('named') === 'yes',
    asOf: clockTime(language, view.timeZone, now),
    liveUrl,
    shadow: renderShadow({ view, language, baseMap: services.baseMap, liveUrl, now }),
  };
};

export const actions: Actions = {
  place: async (event) => {
    const session = requireSession(event);
    const place = readText(await event.request.formData(), 'place');
    const answer = await event.locals.services.nameDropOff(session, event.params.id, place);
    if (!answer.ok) return fail(answer.code === 'not_found' ? 404 : 409, { refused: answer.code, place });
    redirect(303, `/parcels/${encodeURIComponent(event.params.id)}?named=yes#safe-place`);
  },
};
