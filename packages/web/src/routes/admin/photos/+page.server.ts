import { error, fail, redirect } from '@sveltejs/kit';
import { requireAdministrator, requireSession } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const session = requireSession(event);
  const { photoOffice } = event.locals.services;
  const [report, scopes] = await Promise.all([photoOffice.report(session), photoOffice.settings(session)]);
  if (!report || !scopes) error(404);
  return {
    report,
    scopes,
    now: event.locals.services.now(),
    maySet: session.role === 'administrator',
    saved: event.url.searchParams.get('saved') === 'yes',
  };
};

const levels = ['instance', 'region', 'merchant'] as const;

export const actions: Actions = {
  set: async (event) => {
    const session = requireAdministrator(event);
    const form = await event.request.formData();
    const level = levels.find((known) => known === readText(form, 'level'));
    if (!level) error(400);
    const id = readText(form, 'id');
    const choice = (name: string) => ({ yes: true, no: false })[readText(form, name)] ?? null;
    const number = (name: string) => (readText(form, name) === '' ? null : Number(readText(form, name)));
    const answer = await event.locals.services.photoOffice.setSettings(session, {
      ...{ level, id },
      photos: choice('photos'),
      sharePercent: number('share'),
      thirdParty: choice('thirdParty'),
      mandatory: choice('mandatory'),
      leaveWithoutPermission: choice('leave'),
      retentionDays: number('days'),
      purpose: readText(form, 'purpose') || null,
    });
    if (answer === null) error(404);
    if (answer !== 'saved') return fail(400, { refused: answer, id });
    redirect(303, '/admin/photos?saved=yes#settings');
  },
};
