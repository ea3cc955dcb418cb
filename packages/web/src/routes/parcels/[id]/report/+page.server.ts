import { photoMomentWords } from '@doorstep/widget/when.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services, language } = event.locals;
  const [view, claims] = await Promise.all([
    services.seeParcel(session, language, event.params.id),
    services.readClaims(session, event.params.id),
  ]);
  if (!view || !claims?.open) error(404);
  const { photo, timeZone, status } = view;
  const reading = { language, timeZone, now: services.now() };
  return {
    parcelId: view.id,
    merchant: view.merchant,
    place: status.detail,
    at: status.at,
    timeZone,
    now: reading.now,
    photo: photo.available
      ? {
          isFull: photo.isFull,
          distance: photo.distance,
          taken: photoMomentWords(photo.takenAt, reading),
          version: Math.floor(Date.parse(photo.takenAt) / 1000).toString(36),
        }
      : null,
    photoWhy: photo.available ? null : photo.because.sentence,
    isReceived: claims.receivedAt !== null,
  };
};

export const actions: Actions = {
  report: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    const [kind, note] = [readText(form, 'kind'), readText(form, 'note')];
    const answer = await event.locals.services.reportDelivery(session, event.params.id, kind, note);
    if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { refused: answer.code, kind, note });
    redirect(303, `/parcels/${encodeURIComponent(event.params.id)}?done=reported#claims`);
  },
};
