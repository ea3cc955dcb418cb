import { error, fail, redirect } from '@sveltejs/kit';
import { requireSupport } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSupport(event);
  const {
    services,
    language,
    services: { support },
  } = event.locals;
  const { id } = event.params;
  const [parcel, cases, photo] = await Promise.all([
    support.seeParcel(session, language, id),
    support.casesOfParcel(session, id),
    support.photoToLookAt(session, id),
  ]);
  if (!parcel || !cases) error(404);
  const lookId = event.url.searchParams.get('look');
  const look = lookId === null ? null : await support.readLook(session, id, lookId);
  return { parcel, cases, photo, look, saved: event.url.searchParams.get('saved') === 'yes', now: services.now() };
};

function to(parcelId: string, query: string, part: string): never {
  redirect(303, `/support/${encodeURIComponent(parcelId)}?${query}#${part}`);
}

export const actions: Actions = {
  look: async (event) => {
    const session = requireSupport(event);
    const form = await event.request.formData();
    const [reason, note, caseId] = ['reason', 'note', 'case'].map((name) => readText(form, name));
    const wish = { parcelId: event.params.id, caseId: caseId || null, reason: reason ?? '', note: note ?? '' };
    const answer = await event.locals.services.support.look(session, wish);
    if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { lookRefused: answer.code, ...wish });
    to(event.params.id, `look=${answer.look.id}`, 'photo');
  },
  // Answered at once and not after a redirect: an address that shows a van could be opened again without a reason.
  van: async (event) => {
    const session = requireSupport(event);
    const reason = readText(await event.request.formData(), 'reason');
    const answer = await event.locals.services.support.lookForVan(session, event.params.id, reason);
    if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { vanRefused: answer.code });
    return { van: answer };
  },
  dispute: async (event) => {
    const session = requireSupport(event);
    const note = readText(await event.request.formData(), 'note');
    const answer = await event.locals.services.support.openDispute(session, event.params.id, note);
    if (!answer.ok)
      return answer.code === 'not_found' ? error(404) : fail(409, { caseRefused: answer.code, caseId: null });
    to(event.params.id, 'saved=yes', 'cases');
  },
  close: async (event) => {
    const session = requireSupport(event);
    const form = await event.request.formData();
    const [caseId, note] = [readText(form, 'case'), readText(form, 'note')];
    const answer = await event.locals.services.support.closeCase(session, caseId, note);
    if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { caseRefused: answer.code, caseId });
    to(event.params.id, 'saved=yes', 'cases');
  },
};
