import { clockTime, dayIn } from '@doorstep/domain/text/dates.ts';
import { renderShadow } from '@doorstep/widget/render.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import {
  choicesOf,
  doneOf,
  isUnderWay,
  type RecipientHere,
  readRecipientPart,
  recipientActions,
  tellsWhenToGo,
} from '#lib/server/recipient-part.ts';
import type { Actions, PageServerLoad } from './$types';

async function recipientHere(event: RequestEvent): Promise<RecipientHere> {
  const parcelId = event.params.id ?? '';
  const path = `/parcels/${encodeURIComponent(parcelId)}`;
  return { asker: requireSession(event), parcelId, path, photosFor: ['parcel', 'address', 'all'] };
}

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, part] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    readRecipientPart(services, await recipientHere(event)),
  ]);
  if (!view) error(404);
  const liveUrl = `/api/v1/me/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  return {
    // A title stands in histories and on lock screens: it names the merchant, or, where that is withheld, nothing.
    merchant: view.merchant,
    parcelId: view.id,
    orderId: view.orderId,
    ...part,
    timeZone: view.timeZone,
    now,
    today: dayIn(view.timeZone, now),
    canDelete: view.photo.available,
    // Asked where there is something to wait for, and nowhere before.
    pushKey: isUnderWay(view) ? services.pushKey : null,
    tellsWhenToGo: tellsWhenToGo(view),
    choices: choicesOf(view, part),
    done: doneOf(event.url, view, part),
    asOf: clockTime(language, view.timeZone, now),
    liveUrl,
    shadow: renderShadow({ view, language, baseMap: services.baseMap, liveUrl, now }),
  };
};

export const actions: Actions = recipientActions(recipientHere);
