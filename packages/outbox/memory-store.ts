import type { OutboxItem, OutboxStore, Refused, WaitingItem } from './ports.ts';

const refusalsKept = 500;

/** Keeps the outbox in memory: for the simulator and for tests. What waits is lost with the process. */
export function createMemoryStore(): OutboxStore {
  const items = new Map<string, OutboxItem>();
  let refusals: readonly Refused[] = [];
  return {
    async add(...added) {
      for (const item of added) items.set(item.id, item);
    },
    async list() {
      return [...items.values()].map(withoutBytes);
    },
    async readPhoto(id) {
      const item = items.get(id);
      return item?.kind === 'photo' ? item.bytes : null;
    },
    async settle(acknowledgedIds, refused) {
      for (const id of acknowledgedIds) items.delete(id);
      refusals = [...refusals, ...refused].slice(-refusalsKept);
    },
    async listRefused() {
      return refusals;
    },
  };
}

/** An item as a store lists it. */
function withoutBytes(item: OutboxItem): WaitingItem {
  if (item.kind !== 'photo') return item;
  const { bytes: _, ...listed } = item;
  return listed;
}
