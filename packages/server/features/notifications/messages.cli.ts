import type { Db } from '../../db/open-database.ts';
import { listSetAside, sendAgain } from './set-aside.ts';

const usage = 'Usage: doorstep messages list | doorstep messages again ID… | doorstep messages again --all\n';

/** `doorstep messages`: what was set aside, with its reason, and sending it again. Answers the exit code. */
export async function messagesCommand(args: readonly string[], db: Db): Promise<number> {
  const [verb, ...ids] = args;
  if (verb === 'list' && ids.length === 0) {
    const aside = await listSetAside(db);
    for (const { id, channel, event, happenedAt, tries, reason } of aside)
      process.stdout.write(`${id}  ${happenedAt.toISOString()}  ${channel}  ${event}  ${tries} tries  ${reason}\n`);
    if (aside.length === 0) process.stdout.write('Nothing was set aside.\n');
    return 0;
  }
  if (verb !== 'again' || ids.length === 0) {
    process.stderr.write(usage);
    return 1;
  }
  const again = await sendAgain(db, ids.includes('--all') ? null : ids);
  process.stdout.write(`${again} to be sent again by the running server, where they are still true.\n`);
  return again > 0 || ids.includes('--all') ? 0 : 1;
}
