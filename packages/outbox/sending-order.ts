import type { Command, Fix } from '@doorstep/contract';
import { maximumCommandsPerBatch, maximumFixesPerBatch } from '@doorstep/contract/batch-limits.ts';
import type { WaitingItem, WaitingPhoto } from './ports.ts';

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
  | { readonly kind: 'fixes'; readonly fixes: readonly Fix[] }
  | { readonly kind: 'photo'; readonly photo: WaitingPhoto };

/**
 * What to send next, or null where nothing waits:
 *
 * 1. route start, breaks and route end, together with the commands recorded before them: commands never overtake each other;
 * 2. the newest fix, alone while anything else waits, so that the van is seen where it is;
 * 3. the other commands, in order;
 * 4. pictures, one a request: first the previews, then the full pictures, each in order;
 * 5. the other fixes, the newest batch first, each batch in order of time.
 *
 * `newestFixSent` is the `fixedAt` (epoch milliseconds) of the newest fix that this flush has sent already: older
 * ones are old fixes and wait for the commands and pictures.
 */
export function chooseBatch(waiting: readonly WaitingItem[], newestFixSent: number | null): Batch | null {
  const commands = waiting.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
  const urgent = commands.findLastIndex((command) => urgentTypes.has(command.type)) + 1;
  if (urgent > 0) return { kind: 'commands', commands: commands.slice(0, Math.min(urgent, maximumCommandsPerBatch)) };

  const fixes = waiting
    .flatMap((item) => (item.kind === 'fix' ? [item.fix] : []))
    .sort((a, b) => Date.parse(a.fixedAt) - Date.parse(b.fixedAt));
  const newest = fixes.at(-1);
  const photos = waiting.filter((item) => item.kind === 'photo');
  const photo = photos.find(({ size }) => size === 'preview') ?? photos[0];
  if (commands.length === 0 && photo === undefined) {
    return newest === undefined ? null : { kind: 'fixes', fixes: fixes.slice(-maximumFixesPerBatch) };
  }
  if (newest !== undefined && (newestFixSent === null || Date.parse(newest.fixedAt) > newestFixSent)) {
    return { kind: 'fixes', fixes: [newest] };
  }
  if (commands.length === 0 && photo !== undefined) return { kind: 'photo', photo };
  return { kind: 'commands', commands: commands.slice(0, maximumCommandsPerBatch) };
}
