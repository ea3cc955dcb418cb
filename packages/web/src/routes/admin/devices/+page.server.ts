import { error, fail, redirect } from '@sveltejs/kit';
import { requireAdministrator } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireAdministrator(event);
  const { administration } = event.locals.services;
  const [devices, drivers] = await Promise.all([
    administration.listDevices(session),
    administration.listDrivers(session),
  ]);
  if (!devices || !drivers) error(404);
  return { devices, drivers, revoked: event.url.searchParams.get('revoked') === 'yes' };
};

export const actions: Actions = {
  /** The link is a secret, so it is shown in the answer itself and never stands in an address. */
  link: async (event) => {
    const session = requireAdministrator(event);
    const driverId = readText(await event.request.formData(), 'driver');
    const made = await event.locals.services.administration.makePairingLink(session, driverId);
    if (!made) return fail(400, { failed: 'link' } as const);
    return { made: { ...made, driverId } };
  },
  revoke: async (event) => {
    const session = requireAdministrator(event);
    const deviceId = readText(await event.request.formData(), 'device');
    const revoked = await event.locals.services.administration.revokeDevice(session, deviceId);
    if (!revoked) return fail(400, { failed: 'revoke' } as const);
    redirect(303, '/admin/devices?revoked=yes');
  },
};
