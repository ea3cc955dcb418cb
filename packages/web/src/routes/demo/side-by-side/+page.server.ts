import { redirect } from '@sveltejs/kit';
import { newestMessageTo } from '#lib/server/demo-messages.ts';
import { pathSeenAs, seeAs } from '#lib/server/demo-people.ts';
import { requireDemo } from '#lib/server/doors.ts';
import type { Actions, PageServerLoad } from './$types';

/** Only looks: who is not signed in as the recipient is offered a button for it. */
export const load: PageServerLoad = async (event) => {
  const demo = requireDemo(event);
  return {
    recipientPath: pathSeenAs(demo, event.locals.session, 'near'),
    messages: await newestMessageTo(demo, 'near'),
    speeds: demo.speeds,
    timeZone: demo.timeZone,
  };
};

export const actions: Actions = {
  /** Signs in as the recipient and makes a pairing code, which goes to the driver's phone behind the `#`. */
  default: async (event) => {
    const demo = requireDemo(event);
    const recipient = await seeAs(demo, event, 'near');
    if (!recipient.ok) redirect(303, `/?said=${recipient.code}`);
    const { hash } = new URL(await demo.driverPath(), event.url);
    redirect(303, `/demo/side-by-side${hash}`);
  },
};
