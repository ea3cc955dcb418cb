import type { OutboxStore } from '@doorstep/outbox/ports.ts';
import { holdReserve } from './phone-reserve.ts';

/** Below this there is room for some hundred pictures and any number of actions: time to say so. */
const tightBytes = 60 * 1_024 * 1_024;
/** Of the positions that wait, so many of the newest are kept when an action finds no room: an hour's drive. */
const fixesKept = 500;

/** Whether the browser's storage runs out soon; null where it does not say. */
export async function isRoomTight(): Promise<boolean | null> {
  const estimate = await navigator.storage?.estimate?.().catch(() => null);
  const { quota, usage } = estimate ?? {};
  if (quota !== undefined && usage !== undefined && quota - usage < tightBytes) return true;
  const isHeld = await holdReserve();
  return isHeld === null ? null : !isHeld;
}

/** Whether a browser refused to keep something because its storage is full. */
export function isRoomFull(fault: unknown): boolean {
  return fault instanceof DOMException && fault.name === 'QuotaExceededError';
}

/**
 * Makes room for an action: the newest full picture goes. Its small size waits here still, or has arrived before it, and is
 * what recipients see first. False where none is left.
 */
export async function dropNewestFull(store: OutboxStore): Promise<boolean> {
  const waiting = await store.list();
  const newest = waiting.findLast((item) => item.kind === 'photo' && item.size === 'full');
  if (newest === undefined) return false;
  await store.settle([newest.id], []);
  return true;
}

/** Makes room for an action: old positions go first, which serve nobody but a question of yesterday's. */
export async function dropOldFixes(store: OutboxStore): Promise<boolean> {
  const waiting = await store.list();
  const old = waiting
    .flatMap((item) => (item.kind === 'fix' ? [item] : []))
    .sort((a, b) => Date.parse(b.fix.fixedAt) - Date.parse(a.fix.fixedAt))
    .slice(fixesKept);
  if (old.length === 0) return false;
  await store.settle(
    old.map(({ id }) => id),
    [],
  );
  return true;
}
