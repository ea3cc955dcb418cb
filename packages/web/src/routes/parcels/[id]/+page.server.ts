import type { DeliveryPhotos } from '@doorstep/contract/page-services.ts';
import type { PhotoChoiceFor } from '@doorstep/contract/preferences.ts';
import { clockTime } from '@doorstep/domain/text/dates.ts';
import { renderShadow } from '@doorstep/widget/render.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, dropOff, claims, choices, links] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    services.readDropOff(session, event.params.id),
    services.readClaims(session, event.params.id),
    services.readPhotoChoices(session, event.params.id),
    services.guests.listLinks(session, event.params.id),
  ]);
  if (!view) error(404);
  const liveUrl = `/api/v1/me/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  return {
    // A title stands in histories and on lock screens: it names the merchant, or, where that is withheld, nothing.
    merchant: view.merchant,
    parcelId: view.id,
    orderId: view.orderId,
    mayShare: links !== null && (links.canMakePass || links.links.length > 0),
    dropOff: dropOff ?? null,
    timeZone: view.timeZone,
    now,
    claims: claims ?? null,
    canDelete: view.photo.available,
    // Asked where there is something to wait for, and nowhere before.
    pushKey: view.status.state === 'on_its_way' || view.status.state === 'arriving' ? services.pushKey : null,
    // Where no photo can come of it, whatever is chosen, nothing is asked.
    choices: view.photo.available || !neverPhotographed.has(view.photo.because.code) ? choices : null,
    done: doneOf(event.url.searchParams.get('done')),
    named: event.url.searchParams.get('named') === 'yes',
    asOf: clockTime(language, view.timeZone, now),
    liveUrl,
    shadow: renderShadow({ view, language, baseMap: services.baseMap, liveUrl, now }),
  };
};

const neverPhotographed: ReadonlySet<string> = new Set(['confidential', 'other_carrier']);
const deeds = ['deleted', 'received', 'reported', 'photos'] as const;

function doneOf(text: string | null): (typeof deeds)[number] | null {
  return deeds.find((deed) => deed === text) ?? null;
}

function back(parcelId: string, done: (typeof deeds)[number], part: string): never {
  redirect(303, `/parcels/${encodeURIComponent(parcelId)}?done=${done}#${part}`);
}

export const actions: Actions = {
  delete: async (event) => {
    const session = requireSession(event);
    if (!(await event.locals.services.deletePhoto(session, event.params.id))) error(404);
    back(event.params.id, 'deleted', 'claims');
  },
  received: async (event) => {
    const session = requireSession(event);
    const answer = await event.locals.services.confirmReceived(session, event.params.id);
    if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { claimRefused: answer.code });
    back(event.params.id, 'received', 'claims');
  },
  door: async (event) => {
    const session = requireSession(event);
    const answer = await event.locals.services.reportDelivery(session, event.params.id, 'not_my_door', '');
    if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { claimRefused: answer.code });
    back(event.params.id, 'reported', 'claims');
  },
  photos: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    const choice = readText(form, 'choice');
    if (choice !== 'off' && choice !== 'close_up') error(400);
    const scope = readText(form, 'for');
    if (scope !== 'address' && scope !== 'all') error(400);
    const wish: { for: PhotoChoiceFor; choice: DeliveryPhotos } = { for: scope, choice };
    if (!(await event.locals.services.choosePhotos(session, event.params.id, wish))) error(404);
    back(event.params.id, 'photos', 'photos');
  },
  place: async (event) => {
    const session = requireSession(event);
    const place = readText(await event.request.formData(), 'place');
    const answer = await event.locals.services.nameDropOff(session, event.params.id, place);
    if (!answer.ok) return fail(answer.code === 'not_found' ? 404 : 409, { refused: answer.code, place });
    redirect(303, `/parcels/${encodeURIComponent(event.params.id)}?named=yes#safe-place`);
  },
};
