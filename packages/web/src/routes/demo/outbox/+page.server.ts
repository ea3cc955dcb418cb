import { readMessages } from '#lib/server/demo-messages.ts';
import { requireDemo } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

const shown = 100;

export const load: PageServerLoad = async (event) => {
  const demo = requireDemo(event);
  return { messages: await readMessages(demo, shown), timeZone: demo.timeZone };
};
