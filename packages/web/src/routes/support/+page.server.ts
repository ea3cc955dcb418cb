import { error, fail } from '@sveltejs/kit';
import { requireSupport } from '#lib/server/doors.ts';
import { readText } from '#lib/server/form.ts';
import type { Actions, PageServerLoad } from './$types';

const longestQuery = 120;

export const load: PageServerLoad = async (event) => {
  const session = requireSupport(event);
  const { services } = event.locals;
  const list = await services.support.listCases(session, event.url.searchParams.get('after'));
  if (!list) error(404);
  return { now: services.now(), cases: list.cases, nextCase: list.nextCursor };
};

export const actions: Actions = {
  find: async (event) => {
    const session = requireSupport(event);
    const query = readText(await event.request.formData(), 'query').slice(0, longestQuery);
    if (query === '') return fail(400, { query, rows: null });
    const rows = await event.locals.services.support.findParcels(session, query, event.locals.language);
    if (!rows) error(404);
    return { query, rows };
  },
};
