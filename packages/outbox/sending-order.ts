import { type Command, type Fix, maximumCommandsPerBatch, maximumFixesPerBatch } from '@doorstep/contract';
import type { OutboxItem } from './ports.ts';

/** Commands that decide whether a fix may be kept at all: no fix is sent while one of them waits. */
const urgentTypes: ReadonlySet<Command['type']> = new Set([
  'start_route',
  'take_break',
  'go_dark',
  'resume',
  'finish_route',
]);

export type Batch =
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'fixes'; readonly fixes: readonly Fix[] };

/**
 * What to send next, or null where nothing waits:
 *
 * 1. route start, breaks and route end, together with the commands recorded before them: commands never overtake each other;
 * 2. the newest fix, alone while commands wait, so that the van is seen where it is;
 * 3. the other commands, in order;
 * 4. the other fixes, the newest batch first, each batch in order of time.
 *
 * `newestFixSent` is the `fixedAt` (epoch milliseconds) of the newest fix that this flush has sent already: older
 * ones are old fixes and wait for the commands.
 */
export function chooseBatch(waiting: readonly OutboxItem[], newestFixSent: number | null): Batch | null {
  const commands = waiting.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
  const urgent = commands.findLastIndex((command) => urgentTypes.has(command.type)) + 1;
  if (urgent > 0) return { kind: 'commands', commands: commands.slice(0, Math.min(urgent, maximumCommandsPerBatch)) };

  const fixes = waiting
    .flatMap((item) => (item.kind === 'fix' ? [item.fix] : []))
    .sort((a, b) => Date.parse(a.fixedAt) - Date.parse(b.fixedAt));
  const newest = fixes.at(-1);
  if (commands.length === 0) {
    return newest === undefined ? null : { kind: 'fixes', fixes: fixes.slice(-maximumFixesPerBatch) };
  }
  if (newest !== undefined && (newestFixSent === null || Date.parse(newest.fixedAt) > newestFixSent)) {
    return { kind: 'fixes', fixes: [newest] };
  }
  return { kind: 'commands', commands: commands.slice(0, maximumCommandsPerBatch) };
}
