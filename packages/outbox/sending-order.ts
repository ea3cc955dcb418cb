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

/** How many go in one request at this moment. */
export interface Portions {
  readonly commands: number;
  readonly fixes: number;
}

export const largestPortions: Portions = { commands: maximumCommandsPerBatch, fixes: maximumFixesPerBatch };

export type Batch =
  | { readonly kind: 'commands'; readonly commands: readonly Command[] }
  | { readonly kind: 'fixes'; readonly fixes: readonly Fix[] }
  | { readonly kind: 'photo'; readonly photo: WaitingPhoto };

/**
 * What to send next, or null where nothing waits:
 *
 * 1. route start, breaks and route end, together with the commands recorded before them: commands never overtake each
 *    other; but not breaks that were over before the newest fix and go in one request with their end;
 * 2. the newest fix, alone while anything else waits, so that the van is seen where it is;
 * 3. the other commands, in order;
 * 4. pictures, one a request: first the previews, then the full pictures, each in order;
 * 5. the other fixes, the newest batch first, each batch in order of time.
 *
 * `newestFixSent` is the `fixedAt` (epoch milliseconds) of the newest fix that this flush has sent already: older
 * ones are old fixes and wait for the commands and pictures. `portions`: between two requests the van's newest place may
 * go out, so while it drives a day's actions and positions go in portions that the server answers soon.
 */
export function chooseBatch(
  waiting: readonly WaitingItem[],
  newestFixSent: number | null,
  portions: Portions = largestPortions,
): Batch | null {
  const commands = waiting.flatMap((item) => (item.kind === 'command' ? [item.command] : []));
  const newestFix = waiting.reduce<Fix | null>(
    (newest, item) => (item.kind === 'fix' && (newest === null || isLater(item.fix, newest)) ? item.fix : newest),
    null,
  );
  const atOnce = newestFix === null ? maximumCommandsPerBatch : portions.commands;
  const urgent = urgentCount(commands, newestFix);
  if (urgent > 0) return { kind: 'commands', commands: firstOf(commands, Math.min(urgent, atOnce)) };

  const fixes = waiting
    .flatMap((item) => (item.kind === 'fix' ? [item.fix] : []))
    .sort((a, b) => Date.parse(a.fixedAt) - Date.parse(b.fixedAt));
  const newest = fixes.at(-1);
  const photos = waiting.filter((item) => item.kind === 'photo');
  const photo = photos.find(({ size }) => size === 'preview') ?? photos[0];
  if (commands.length === 0 && photo === undefined) {
    return newest === undefined ? null : { kind: 'fixes', fixes: fixes.slice(-portions.fixes) };
  }
  if (newest !== undefined && (newestFixSent === null || Date.parse(newest.fixedAt) > newestFixSent)) {
    return { kind: 'fixes', fixes: [newest] };
  }
  if (commands.length === 0 && photo !== undefined) return { kind: 'photo', photo };
  return { kind: 'commands', commands: firstOf(commands, atOnce) };
}

/**
 * The preview that may set out together with these commands: that of the one delivery among them that names a picture. A
 * day's worth of them, recorded without a network, goes in turn.
 */
export function previewOf(commands: readonly Command[], waiting: readonly WaitingItem[]): WaitingPhoto | null {
  const named = commands.flatMap((command) => (command.type === 'deliver' && command.photoId ? [command.photoId] : []));
  const [photoId] = named;
  if (photoId === undefined || named.length > 1) return null;
  const photos = waiting.filter((item) => item.kind === 'photo');
  return photos.find((photo) => photo.size === 'preview' && photo.photoId === photoId) ?? null;
}

/** How many of the waiting commands go before any fix. */
function urgentCount(commands: readonly Command[], newestFix: Fix | null): number {
  const last = commands.findLastIndex(isUrgent);
  const lastUrgent = commands[last];
  // Breaks that are over say nothing of a fix that was measured after them: the van is seen at once, and the day's actions,
  // which may be hundreds, follow.
  if (
    newestFix !== null &&
    lastUrgent?.type === 'resume' &&
    Date.parse(lastUrgent.at) < Date.parse(newestFix.fixedAt)
  ) {
    const routeEdge = commands.findLastIndex(({ type }) => type === 'start_route' || type === 'finish_route');
    const next = commands.slice(routeEdge + 1).find(isUrgent);
    const fitIn = pausesIn(commands).every(({ from, until }) => until - from < maximumCommandsPerBatch);
    if (next !== undefined && isPause(next) && fitIn) return routeEdge + 1;
  }
  return last + 1;
}

/**
 * So many of the first commands, but no break without its end where one request holds both: of a break that lasts, the
 * server takes back every position that was measured since it began, those after its end among them.
 */
function firstOf(commands: readonly Command[], count: number): readonly Command[] {
  const cut = pausesIn(commands).find(({ from, until }) => from < count && until >= count);
  if (cut === undefined) return commands.slice(0, count);
  if (cut.from > 0) return commands.slice(0, cut.from);
  return commands.slice(0, cut.until < maximumCommandsPerBatch ? cut.until + 1 : count);
}

/** Where the breaks among these commands begin and end. */
function pausesIn(commands: readonly Command[]): readonly { from: number; until: number }[] {
  return commands.flatMap((command, from) => {
    const until = isPause(command) ? commands.findIndex(({ type }, index) => index > from && type === 'resume') : -1;
    return until === -1 ? [] : [{ from, until }];
  });
}

function isPause({ type }: Command): boolean {
  return type === 'take_break' || type === 'go_dark';
}

function isUrgent({ type }: Command): boolean {
  return urgentTypes.has(type);
}

function isLater(a: Fix, b: Fix): boolean {
  return Date.parse(a.fixedAt) > Date.parse(b.fixedAt);
}
