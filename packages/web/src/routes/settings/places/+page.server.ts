import type { StandingWish } from '@doorstep/contract';
import { error, fail, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const standing = await event.locals.services.readStandingWishes(session);
  const of = event.url.searchParams.get('saved');
  const saved = of === 'all' || standing.addresses.some(({ parcelId }) => parcelId === of) ? of : null;
  return { standing, saved };
};

const wishes = ['usual', 'neighbour', 'no_neighbour', 'only_recipient'] as const;

export const actions: Actions = {
  say: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    const parcelId = readText(form, 'parcel') || null;
    const said = form.has('takeBack') ? null : wishIn(form);
    const answer = await event.locals.services.sayStanding(session, { parcelId, wish: given(said) });
    if (!answer.ok) return fail(answer.code === 'not_found' ? 404 : 409, { refused: { ...answer, parcelId, said } });
    redirect(303, `/settings/places?saved=${encodeURIComponent(parcelId ?? 'all')}#${parcelId ? 'each' : 'all'}`);
  },
};

/** What was typed and ticked, to be shown again where it is refused. */
function wishIn(form: FormData): StandingWish {
  const wish = wishes.find((each) => each === readText(form, 'wish')) ?? error(400);
  const [name, house] = [readText(form, 'neighbour'), readText(form, 'house')];
  return {
    place: readText(form, 'place') || null,
    note: readText(form, 'note') || null,
    mailbox: form.has('mailbox'),
    wish,
    neighbour: wish === 'neighbour' ? { name, houseNumber: house || null } : null,
  };
}

function given(said: StandingWish | null) {
  if (said === null) return null;
  const { neighbour, ...rest } = said;
  if (neighbour === null) return rest;
  const { name, houseNumber } = neighbour;
  return { ...rest, neighbour: { name, ...(houseNumber === null ? {} : { houseNumber }) } };
}
