import { dayIn } from '@doorstep/domain/text/dates.ts';
import { readMessages } from '#lib/server/demo-messages.ts';
import { requireDemo } from '#lib/server/doors.ts';
import type { PageServerLoad } from './$types';

const shown = 100;

/** Today's by the demo's clock, where new ones come in, and those of the days that were played before it opened. */
export const load: PageServerLoad = async (event) => {
  const demo = requireDemo(event);
  const { timeZone } = demo;
  const all = await readMessages(demo, shown);
  const now = demo.clock()?.now ?? all[0]?.sentAt ?? 0;
  const today = dayIn(timeZone, now);
  const isOfToday = ({ sentAt }: (typeof all)[number]) => dayIn(timeZone, sentAt) === today;
  return { messages: all.filter(isOfToday), earlier: all.filter((message) => !isOfToday(message)), timeZone };
};
