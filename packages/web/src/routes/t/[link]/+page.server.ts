import { clockTime } from '@doorstep/domain/text/dates.ts';
import { renderShadow } from '@doorstep/widget/render.ts';
import { fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async ({ locals, params, request }) => {
  const { services, language, session } = locals;
  const guest = await services.guests.see(request.headers, language, params.link);
  // The same page for every link, whether there is one or not.
  if (!guest) return { guest: null };
  const { view, kind, code } = guest;
  const liveUrl = `/api/v1/guest/parcels/${encodeURIComponent(view.id)}/live`;
  const now = services.now();
  return {
    guest: {
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

export const actions: Actions = {
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
