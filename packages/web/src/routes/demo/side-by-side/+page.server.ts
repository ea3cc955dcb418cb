import { redirect } from '@sveltejs/kit';
import { newestMessageTo } from '#lib/server/demo-messages.ts';
import { seeAs } from '#lib/server/demo-people.ts';
import { requireDemo } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

/** Opening the page looks through the recipient's eyes; beside them stands a driver's phone, to be paired with a tap. */
export const load: PageServerLoad = async (event) => {
  const demo = requireDemo(event);
  const recipient = await seeAs(demo, event, 'near');
  if (!recipient.ok) redirect(303, `/?said=${recipient.code}`);
  // The frame around this page was made for whoever was signed in before; once is enough where no cookie is kept.
  const wasAsked = event.url.searchParams.has('signed-in');
  if (event.locals.cookieLines.length > 0 && !wasAsked) redirect(303, '/demo/side-by-side?signed-in');
  return {
    recipientPath: recipient.path,
    messages: await newestMessageTo(demo, 'near'),
    speeds: demo.speeds,
    timeZone: demo.clock().timeZone,
  };
};
