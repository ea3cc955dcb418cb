import { clockTime, dayIn } from '@doorstep/domain/text/dates.ts';
import { renderShadow } from '@doorstep/widget/render.ts';
import { type RequestEvent as AnyEvent, error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import {
  choicesOf,
  doneOf,
  type RecipientHere,
  readRecipientPart,
  recipientActions,
  tellsWhenToGo,
} from '#lib/server/recipient-part.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, request, url }) => {
  const { services, language, session } = locals;
  const guest = await services.guests.see(request.headers, language, params.link);
  // The same page for every link, whether there is one or not.
  if (!guest) return { guest: null };
  const { view, kind, code } = guest;
  const liveUrl = `/api/v1/guest/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  const path = `/t/${encodeURIComponent(params.link)}`;
  const here = await services.guests.asker(request.headers, params.link);
  const part = here && (await readRecipientPart(services, here));
  const seen = here && (await services.readStaffLooks(here.asker, language, here.parcelId));
  return {
    guest: {
      path,
      // Whoever proved to be the recipient may all that a recipient may.
      recipient: part && {
        ...part,
        choices: choicesOf(view, part),
        staffLooks: seen?.looks ?? [],
        timeZone: view.timeZone,
        now,
        today: dayIn(view.timeZone, now),
        canDelete: view.photo.available,
        tellsWhenToGo: tellsWhenToGo(view),
      },
      done: part && doneOf(url, view, part),
      parcelId: view.id,
      kind,
      code,
      isSignedIn: session?.role === 'recipient',
      asOf: clockTime(language, view.timeZone, now),
      liveUrl,
      shadow: renderShadow({ view, language, baseMap: services.baseMap, liveUrl, now }),
    },
  };
};

const pathOf = (event: RequestEvent) => `/t/${encodeURIComponent(event.params.link)}`;

async function recipientHere(event: AnyEvent): Promise<RecipientHere> {
  const link = event.params.link ?? '';
  const here = await event.locals.services.guests.asker(event.request.headers, link);
  if (!here) error(404);
  return { ...here, path: `/t/${encodeURIComponent(link)}`, photosFor: ['parcel'] };
}

export const actions: Actions = {
  ...recipientActions(recipientHere),
  open: async (event) => {
    const postcode = readText(await event.request.formData(), 'postcode');
    const { link } = event.params;
    const answer = await event.locals.services.guests.open({ link, postcode }, event.request.headers);
    // What was typed is not shown again: every refusal is the same to the byte.
    if (!answer.ok) return fail(answer.code === 'too_many_tries' ? 429 : 404, { refused: answer.code });
    event.locals.cookieLines.push(...answer.setCookies);
    redirect(303, pathOf(event));
  },
  code: async (event) => {
    const { services, language } = event.locals;
    const sent = await services.guests.askForCode(event.request.headers, language, event.params.link);
    if (sent === 'too_often' || sent === 'no_contact') return fail(409, { code: sent });
    redirect(303, `${pathOf(event)}#code`);
  },
  prove: async (event) => {
    const code = readText(await event.request.formData(), 'code');
    const proved = await event.locals.services.guests.proveByCode(event.request.headers, event.params.link, code);
    if (proved === 'wrong' || proved === 'void') return fail(409, { code: proved });
    redirect(303, pathOf(event));
  },
  claim: async (event) => {
    const session = requireSession(event);
    const parcelId = await event.locals.services.guests.claim(session, event.request.headers, event.params.link);
    redirect(303, parcelId === null ? pathOf(event) : `/parcels/${encodeURIComponent(parcelId)}`);
  },
};
