import { redirect } from '@sveltejs/kit';
import { others } from '#lib/server/demo-people.ts';
import { homeOf } from '#lib/server/home.ts';
import type { PageServerLoad } from './$types';

/** In the demo the first page asks through whose eyes to look; everywhere else there is nothing to ask. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { demo } = locals.services;
  if (!demo) redirect(303, homeOf(locals.session));
  const said = url.searchParams.get('said');
  return {
    scene: await demo.scene(locals.language),
    speeds: demo.speeds,
    town: demo.townName,
    townIsInvented: demo.townIsInvented,
    others: others.filter((who) => demo.people.some((person) => person.who === who)),
    said: said === 'too_many_tries' || said === 'failed' ? said : null,
  };
};
