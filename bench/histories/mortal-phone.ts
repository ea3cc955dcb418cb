// A phone that may die at every await of its outbox. What it has on its disk outlives it; the outbox does not.
import {
  createHttpSend,
  createMemoryStore,
  createOutbox,
  type Outbox,
  type OutboxItem,
  type OutboxSend,
  type OutboxStore,
} from '../../packages/outbox/index.ts';
import type { FaultyNetwork } from './faulty-network.ts';

class PhoneDied extends Error {}
/** As the browser's own, where nothing can be kept. */
class DiskFull extends Error {}

const waits = [
  'keeping',
  'listing',
  'reading a picture',
  'settling',
  'sending actions',
  'sending positions',
  'sending a picture',
];
/** Before and after each thing that an outbox waits for. */
export const placesToDie: readonly string[] = waits.flatMap((wait) => [`${wait}, before`, `${wait}, after`]);

export interface MortalPhone {
  /** The outbox of this life. */
  readonly outbox: Outbox;
  /** Another outbox on the same disk, as a second tab has. */
  secondTab(): Outbox;
  /** What was kept, in the order in which it was: the truth of what was recorded, whether or not the app lived to know. */
  readonly recorded: readonly OutboxItem[];
  readonly disk: OutboxStore;
  readonly deaths: number;
  /** How often the phone has died at each place: before or after each thing that an outbox waits for. */
  readonly diedAt: ReadonlyMap<string, number>;
  /** Milliseconds by which its clock is wrong. */
  clockOffset: number;
  isDiskFull: boolean;
  /** It dies when it has waited for so many things more. */
  dieAfter(waits: number): void;
  /** It dies when it comes to this place. */
  dieAt(place: string): void;
  /** Begins anew if it has died; also an update of the app in mid-day. */
  live(): void;
}

export function createMortalPhone(input: {
  readonly token: string;
  readonly network: FaultyNetwork;
  readonly serverNow: () => number;
  readonly random: () => number;
}): MortalPhone {
  const disk = createMemoryStore();
  const recorded: OutboxItem[] = [];
  const diedAt = new Map<string, number>();
  let deaths = 0;
  let life = beLiving();

  function beLiving() {
    return { isDead: false, waitsLeft: Number.POSITIVE_INFINITY, lastPlace: '' };
  }

  /** One place at which the phone may die. Whoever is dead does nothing more. */
  function pass(own: typeof life, place: string): void {
    if (!own.isDead && own.waitsLeft > 0 && own.lastPlace !== place) {
      own.waitsLeft -= 1;
      return;
    }
    if (!own.isDead) {
      own.isDead = true;
      deaths += 1;
      diedAt.set(place, (diedAt.get(place) ?? 0) + 1);
    }
    throw new PhoneDied(place);
  }

  function mortal<Args extends unknown[], Result>(place: string, work: (...args: Args) => Promise<Result>) {
    const own = life;
    return async (...args: Args): Promise<Result> => {
      pass(own, `${place}, before`);
      const result = await work(...args);
      pass(own, `${place}, after`);
      return result;
    };
  }

  function openOutbox(): Outbox {
    const http = createHttpSend({ url: 'http://server', token: input.token, fetch: input.network.fetch });
    const store: OutboxStore = {
      add: mortal('keeping', async (...items: OutboxItem[]) => {
        if (phone.isDiskFull) throw new DiskFull();
        await disk.add(...items);
        recorded.push(...items);
      }),
      list: mortal('listing', disk.list),
      readPhoto: mortal('reading a picture', disk.readPhoto),
      settle: mortal('settling', async (ids, refused) => {
        if (phone.isDiskFull && refused.length > 0) throw new DiskFull();
        await disk.settle(ids, refused);
      }),
      listRefused: disk.listRefused,
    };
    const send: OutboxSend = {
      commands: mortal('sending actions', http.commands),
      fixes: mortal('sending positions', http.fixes),
      photo: mortal('sending a picture', http.photo),
    };
    return createOutbox({
      store,
      send,
      clock: { now: () => input.serverNow() + phone.clockOffset },
      random: input.random,
    });
  }

  let outbox: Outbox | null = null;
  const phone: MortalPhone = {
    get outbox() {
      outbox ??= openOutbox();
      return outbox;
    },
    secondTab: openOutbox,
    recorded,
    disk,
    get deaths() {
      return deaths;
    },
    diedAt,
    clockOffset: 0,
    isDiskFull: false,
    dieAfter(waits) {
      life.waitsLeft = waits;
    },
    dieAt(place) {
      life.lastPlace = place;
    },
    live() {
      life.isDead = true;
      life = beLiving();
      outbox = null;
    },
  };
  return phone;
}

/** What the driver's app sees of it: nothing was kept, or nobody is there any more. */
export async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof PhoneDied) && !(error instanceof DiskFull)) throw error;
  }
}
