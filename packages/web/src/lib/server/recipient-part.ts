import type { DeliveryWish, ParcelViewMessage } from '@doorstep/contract';
import type { PageAsker, PageServices } from '@doorstep/contract/page-services.ts';
import type { PhotoChoiceFor } from '@doorstep/contract/preferences.ts';
import { error, fail, type RequestEvent, redirect } from '@sveltejs/kit';
import { readText } from './form.ts';

/** What was just done on a page of a parcel, as the address of the page after it says. */
const deeds = ['deleted', 'received', 'reported', 'photos', 'map', 'named', 'wish', 'day'] as const;
type Deed = (typeof deeds)[number];

type RecipientPart = Awaited<ReturnType<typeof readRecipientPart>>;

/** Whether it is so what an address says was done: an address is kept, passed on and typed, and things go on meanwhile. */
const isSo: Readonly<Record<Deed, (view: ParcelViewMessage, part: RecipientPart) => boolean>> = {
  deleted: ({ photo }) => !photo.available && photo.because.code === 'photo_deleted',
  received: (_, { claims }) => claims !== null && claims.receivedAt !== null,
  reported: (_, { claims }) => claims?.reports.some(({ closedAt }) => closedAt === null) ?? false,
  // Whatever is chosen about photos and the map holds from when it was chosen.
  photos: () => true,
  map: () => true,
  named: (_, { dropOff }) => dropOff?.from === 'parcel',
  wish: (_, { chosen }) => chosen?.open ?? false,
  day: ({ status }, { chosen }) => chosen?.serviceDate != null && ['announced', 'at_depot'].includes(status.state),
};

/** What was just done, as the address says, where it is so. */
export function doneOf(url: URL, view: ParcelViewMessage, part: RecipientPart): Deed | null {
  return deeds.find((deed) => deed === url.searchParams.get('done') && isSo[deed](view, part)) ?? null;
}

/** Whoever has the recipient's rights for one parcel, and the path of the page that shows it to them. */
export interface RecipientHere {
  readonly asker: PageAsker;
  readonly parcelId: string;
  readonly path: string;
  /** Without an account there is a choice for this parcel only; with one such a choice, made before, is taken back. */
  readonly photosFor: readonly PhotoChoiceFor[];
}

/** What a recipient may do with a parcel, and has done: the same for an account and for a guest who proved to be one. */
export async function readRecipientPart(
  services: PageServices,
  { asker, parcelId }: Pick<RecipientHere, 'asker' | 'parcelId'>,
) {
  const [dropOff, claims, chosen, photos, map, links] = await Promise.all([
    services.readDropOff(asker, parcelId),
    services.readClaims(asker, parcelId),
    services.readChosen(asker, parcelId),
    services.readPhotoChoices(asker, parcelId),
    services.readMapChoice(asker, parcelId),
    services.guests.listLinks(asker, parcelId),
  ]);
  return {
    dropOff: dropOff ?? null,
    claims: claims ?? null,
    chosen: chosen ?? null,
    photos,
    map,
    mayShare: links !== null && (links.canMakePass || links.links.length > 0),
  };
}

/** Of what the page shows, the choices that something can come of: what will never be there is not asked about. */
export function choicesOf({ photo, map: seen, status }: ParcelViewMessage, { photos, map }: RecipientPart) {
  const isOver = !isStillToCome.has(status.state);
  return {
    photos: photo.available || !neverPhotographed.has(photo.because.code) ? photos : null,
    map: !isOver && (seen.shown || mapMayOpen.has(seen.because.code)) ? map : null,
  };
}

/** Whether the van is on the road with it: then there is news to wait for. */
export function isUnderWay({ status }: ParcelViewMessage): boolean {
  return status.state === 'on_its_way' || status.state === 'arriving';
}

/** Whether the page offers to say when to go home: with an account and without one alike. */
export function tellsWhenToGo(view: ParcelViewMessage): boolean {
  return isUnderWay(view) && view.window !== null;
}

const neverPhotographed: ReadonlySet<string> = new Set(['confidential', 'other_carrier']);
const isStillToCome: ReadonlySet<string> = new Set(['announced', 'at_depot', 'on_its_way', 'arriving']);
const mapMayOpen: ReadonlySet<string> = new Set([
  'switched_off',
  'not_today',
  'not_on_its_way',
  'no_position',
  'not_near_yet',
]);

function backTo(here: Pick<RecipientHere, 'path'>, done: Deed, part: string): never {
  redirect(303, `${here.path}?done=${done}#${part}`);
}

const photoChoices = ['off', 'close_up', 'with_door'] as const;
const wishes = ['usual', 'neighbour', 'no_neighbour', 'only_recipient'] as const;

/** The forms of a recipient's page; `find` answers whose page it is, or ends the request. */
export function recipientActions(find: (event: RequestEvent) => Promise<RecipientHere>) {
  return {
    delete: async (event: RequestEvent) => {
      const here = await find(event);
      if (!(await event.locals.services.deletePhoto(here.asker, here.parcelId))) error(404);
      backTo(here, 'deleted', 'claims');
    },
    received: async (event: RequestEvent) => {
      const here = await find(event);
      const answer = await event.locals.services.confirmReceived(here.asker, here.parcelId);
      if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { claimRefused: answer.code });
      backTo(here, 'received', 'claims');
    },
    door: async (event: RequestEvent) => {
      const here = await find(event);
      const answer = await event.locals.services.reportDelivery(here.asker, here.parcelId, 'not_my_door', '');
      if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { claimRefused: answer.code });
      backTo(here, 'reported', 'claims');
    },
    place: async (event: RequestEvent) => {
      const here = await find(event);
      const form = await event.request.formData();
      const [place, note] = [readText(form, 'place'), readText(form, 'note')];
      const named = form.has('nowhere') ? { place: null } : { place, ...(form.has('note') ? { note } : {}) };
      const answer = await event.locals.services.nameDropOff(here.asker, here.parcelId, named);
      if (!answer.ok)
        return fail(answer.code === 'not_found' ? 404 : 409, { placeRefused: { refused: answer.code, place, note } });
      backTo(here, 'named', 'safe-place');
    },
    photos: async (event: RequestEvent) => {
      const here = await find(event);
      const form = await event.request.formData();
      const chosen = readText(form, 'choice');
      const choice = chosen === 'as_address' ? null : photoChoices.find((each) => each === chosen);
      const scope = here.photosFor.find((each) => each === readText(form, 'for'));
      if (choice === undefined || !scope) error(400);
      const { services } = event.locals;
      if (!(await services.choosePhotos(here.asker, here.parcelId, { for: scope, choice })).ok) error(404);
      backTo(here, 'photos', 'photos');
    },
    map: async (event: RequestEvent) => {
      const here = await find(event);
      const map = readText(await event.request.formData(), 'map');
      if (map !== 'on' && map !== 'off') error(400);
      if (!(await event.locals.services.switchMap(here.asker, here.parcelId, map))) error(404);
      backTo(here, 'map', 'map-switch');
    },
    wish: async (event: RequestEvent) => {
      const here = await find(event);
      const form = await event.request.formData();
      const wish = wishes.find((each) => each === readText(form, 'wish'));
      if (!wish) error(400);
      const [name, house] = [readText(form, 'neighbour'), readText(form, 'house')];
      const neighbour = { name, ...(house === '' ? {} : { houseNumber: house }) };
      const chosen: DeliveryWish = wish === 'neighbour' ? { wish, neighbour } : { wish };
      const answer = await event.locals.services.chooseWish(here.asker, here.parcelId, chosen);
      if (!answer.ok)
        return fail(answer.code === 'not_found' ? 404 : 409, { wishRefused: { code: answer.code, wish, name, house } });
      backTo(here, 'wish', 'wishes');
    },
    day: async (event: RequestEvent) => {
      const here = await find(event);
      const day = readText(await event.request.formData(), 'day');
      const answer = await event.locals.services.nameOtherDay(here.asker, here.parcelId, day);
      const nothing = { wish: '', name: '', house: '' };
      if (!answer.ok)
        return fail(answer.code === 'not_found' ? 404 : 409, { wishRefused: { code: answer.code, ...nothing } });
      backTo(here, 'day', 'day');
    },
  };
}

/** The form by which something is reported; `back` shows it again with what was typed. */
export async function reportFrom(event: RequestEvent, here: Omit<RecipientHere, 'photosFor'>) {
  const form = await event.request.formData();
  const [kind, note] = [readText(form, 'kind'), readText(form, 'note')];
  const answer = await event.locals.services.reportDelivery(here.asker, here.parcelId, kind, note);
  if (!answer.ok) return answer.code === 'not_found' ? error(404) : fail(409, { refused: answer.code, kind, note });
  return backTo(here, 'reported', 'claims');
}
