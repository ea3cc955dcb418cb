import type { OutboxItem, OutboxStore, Refused } from './ports.ts';

const refusalsKept = 500;

/** Keeps the outbox in memory: for the simulator and for tests. What waits is lost with the process. */
export function createMemoryStore(): OutboxStore {
  const items = new Map<string, OutboxItem>();
  let refusals: readonly Refused[] = [];
  return {
    async add(item) {
      items.set(item.id, item);
    },
    async list() {
      return [...items.values()];
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
