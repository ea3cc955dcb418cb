import type { DeliveryPhotos } from '@doorstep/contract/page-services.ts';
import type { PhotoChoiceFor } from '@doorstep/contract/preferences.ts';
import { clockTime, dayIn } from '@doorstep/domain/text/dates.ts';
import { renderShadow } from '@doorstep/widget/render.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import { backTo, doneOf, type RecipientHere, readRecipientPart, recipientActions } from '#lib/server/recipient-part.ts';
import type { Actions, PageServerLoad } from './$types';

async function recipientHere(event: RequestEvent): Promise<RecipientHere> {
  const parcelId = event.params.id ?? '';
  return { asker: requireSession(event), parcelId, path: `/parcels/${encodeURIComponent(parcelId)}` };
}

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, part, choices, links] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    readRecipientPart(services, await recipientHere(event)),
    services.readPhotoChoices(session, event.params.id),
    services.guests.listLinks(session, event.params.id),
  ]);
  if (!view) error(404);
  const liveUrl = `/api/v1/me/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  const isUnderWay = view.status.state === 'on_its_way' || view.status.state === 'arriving';
  return {
    // A title stands in histories and on lock screens: it names the merchant, or, where that is withheld, nothing.
    merchant: view.merchant,
    parcelId: view.id,
    orderId: view.orderId,
    mayShare: links !== null && (links.canMakePass || links.links.length > 0),
    ...part,
    timeZone: view.timeZone,
    now,
    today: dayIn(view.timeZone, now),
    canDelete: view.photo.available,
    // Asked where there is something to wait for, and nowhere before.
    pushKey: isUnderWay ? services.pushKey : null,
    tellsWhenToGo: isUnderWay && view.window !== null,
    // Where no photo can come of it, whatever is chosen, nothing is asked.
    choices: view.photo.available || !neverPhotographed.has(view.photo.because.code) ? choices : null,
    done: doneOf(event.url, view, part),
    asOf: clockTime(language, view.timeZone, now),
    liveUrl,
    shadow: renderShadow({ view, language, baseMap: services.baseMap, liveUrl, now }),
  };
};

const neverPhotographed: ReadonlySet<string> = new Set(['confidential', 'other_carrier']);

export const actions: Actions = {
  ...recipientActions(recipientHere),
  photos: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    const choice = readText(form, 'choice');
    if (choice !== 'off' && choice !== 'close_up') error(400);
    const scope = readText(form, 'for');
    if (scope !== 'address' && scope !== 'all') error(400);
    const wish: { for: PhotoChoiceFor; choice: DeliveryPhotos } = { for: scope, choice };
    if (!(await event.locals.services.choosePhotos(session, event.params.id, wish))) error(404);
    backTo(await recipientHere(event), 'photos', 'photos');
  },
};
