import type { DeliveryPhotos } from '@doorstep/contract/page-services.ts';
import type { PreferencesChange } from '@doorstep/contract/preferences.ts';
import { notificationEvents, notificationRows } from '@doorstep/domain/notify/when-to-notify.ts';
import { error, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { services } = event.locals;
  const [mapIsOn, deliveryPhotos, preferences, pushBrowsers, addressChoices] = await Promise.all([
    services.readMapSwitch(session),
    services.readDeliveryPhotos(session),
    services.readPreferences(session),
    services.countPushBrowsers(session),
    services.readAddressChoices(session),
  ]);
  const saved = event.url.searchParams.get('saved');
  return {
    email: session.email,
    mapIsOn,
    deliveryPhotos,
    preferences,
    pushBrowsers,
    pushKey: services.pushKey,
    addressChoices,
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
    if (!(await event.locals.services.choosePhotos(session, parcelId, wish)).ok) error(404);
    redirect(303, '/settings?saved=photos#addresses');
  },
  photoInMail: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    await event.locals.services.changePreferences(session, { photoInMail: form.has('photoInMail') ? 'on' : 'off' });
    redirect(303, '/settings?saved=photos#photo-in-mail');
  },
  messages: async (event) => {
    const session = requireSession(event);
    const form = await event.request.formData();
    const quietHours = form.has('quiet') ? { from: clockIn(form, 'from'), to: clockIn(form, 'to') } : null;
    await event.locals.services.changePreferences(session, {
      channels: { mail: form.has('mail'), push: form.has('push') },
      notifications: eventsIn(form),
      // From and to alike would be no time at all.
      quietHours: quietHours?.from === quietHours?.to ? null : quietHours,
    });
    redirect(303, '/settings?saved=messages#messages');
  },
};

/** Every event with each channel it has: a box that is not ticked is not sent. */
function eventsIn(form: FormData): NonNullable<PreferencesChange['notifications']> {
  return Object.fromEntries(
    notificationEvents.map((event) => [
      event,
      Object.fromEntries(notificationRows[event].channels.map((channel) => [channel, form.has(`${event}.${channel}`)])),
    ]),
  );
}

function clockIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(value) ? value : error(400);
}
