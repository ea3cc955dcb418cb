import { error, redirect } from '@sveltejs/kit';
import { requireSession } from '#lib/server/doors.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { privacy } = event.locals.services;
  const [own, copy] = await Promise.all([privacy.ownData(session), privacy.exportState(session)]);
  // Erased by another window meanwhile.
  if (!own) error(404);
  return {
    parcels: own.parcels,
    looks: own.looks.map(({ at, role: _role, ...look }) => ({ ...look, at: at.toISOString() })),
    now: event.locals.services.now(),
    copy,
    isTooOften: event.url.searchParams.get('copy') === 'too-often',
    isStaff: session.role !== 'recipient',
  };
};

export const actions: Actions = {
  default: async (event) => {
    const session = requireSession(event);
    const { language, services } = event.locals;
    const started = await services.privacy.startExport(session, language);
    redirect(303, started ? '/settings/data#copy' : '/settings/data?copy=too-often#copy');
  },
};
