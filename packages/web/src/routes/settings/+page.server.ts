import type { DeliveryPhotos } from '@doorstep/contract/page-services.ts';
import { error, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services } = event.locals;
  const [mapIsOn, deliveryPhotos, messageChannels, addressChoices] = await Promise.all([
    services.readMapSwitch(session),
    services.readDeliveryPhotos(session),
    services.readMessageChannels(session),
    services.readAddressChoices(session),
  ]);
  const saved = event.url.searchParams.get('saved');
  return {
    email: session.email,
    mapIsOn,
    deliveryPhotos,
    messageChannels,
    addressChoices,
    sendsPushes: services.sendsPushes,
    saved: saved === 'map' || saved === 'photos' || saved === 'messages' ? saved : null,
  };
};

function isDeliveryPhotos(value: unknown): value is DeliveryPhotos {
  return value === 'off' || value === 'close_up' || value === 'with_door';
}

export const actions: Actions = {
  map: async (event) => {
    const session = requireSession(event);
    const map = (await event.request.formData()).get('map');
    if (map !== 'on' && map !== 'off') error(400);
    await event.locals.services.setMapSwitch(session, map === 'on');
    redirect(303, '/settings?saved=map');
  },
  photos: async (event) => {
    const session = requireSession(event);
    const choice = (await event.request.formData()).get('photos');
    if (!isDeliveryPhotos(choice)) error(400);
    await event.locals.services.setDeliveryPhotos(session, choice);
    redirect(303, '/settings?saved=photos');
  },
  address: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    const choice = form.get('choice');
    if (choice !== 'as_all' && !isDeliveryPhotos(choice)) error(400);
    const wish = { for: 'address', choice: choice === 'as_all' ? null : choice } as const;
    const parcelId = readText(form, 'parcel');
    if (!(await event.locals.services.choosePhotos(session, parcelId, wish))) error(404);
    redirect(303, '/settings?saved=photos#addresses');
  },
  messages: async (event) => {
    const session = requireSession(event);
    const { services } = event.locals;
    const form = await event.request.formData();
    // A box that nobody was shown says nothing.
    const push = services.sendsPushes ? form.has('push') : (await services.readMessageChannels(session)).push;
    await services.setMessageChannels(session, { mail: form.has('mail'), push });
    redirect(303, '/settings?saved=messages');
  },
};
