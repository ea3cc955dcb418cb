/**
 * How every outbox is emptied: what is due is claimed from its table (which gives the claim a lease) and handed on, up to
 * so many at once, and what comes while all are busy follows as soon as one is done. Each channel has a runner of its own,
 * so one that is down delays nobody else. `look` is called whenever something was put in, and by itself every second, which
 * finds what waits for another try and what a server that died had claimed.
 */
export interface OutboxRunner {
  look(): void;
  /** Claims nothing more; resolves when what was claimed is settled. */
  stop(): Promise<void>;
}

export function runOutbox<Item>(deps: {
  /** Claims at most so many; an item that is not settled is due again when its lease has run out. */
  claim: (most: number) => Promise<readonly Item[]>;
  /** Hands one on and settles it, whatever comes of it. */
  send: (item: Item) => Promise<void>;
  atOnce: number;
  /** Hears of what nobody expected; what it was about is tried again. */
  onFault: (fault: unknown) => void;
}): OutboxRunner {
  const { claim, send, atOnce, onFault } = deps;
  const inHand = new Set<Promise<void>>();
  let looking: Promise<void> | null = null;
  let mayBeMore = false;
  let isStopped = false;

  function begin(item: Item): void {
    const sending: Promise<void> = send(item)
      .catch(onFault)
      .finally(() => {
        inHand.delete(sending);
        if (mayBeMore) look();
      });
    inHand.add(sending);
  }

  async function claimAll(): Promise<void> {
    while (mayBeMore && !isStopped && inHand.size < atOnce) {
      const room = atOnce - inHand.size;
      mayBeMore = false;
      const items = await claim(room);
      for (const item of items) begin(item);
      if (items.length === room) mayBeMore = true;
    }
  }

  function look(): void {
    mayBeMore = true;
    if (isStopped) return;
    looking ??= claimAll()
      .catch(onFault)
      .finally(() => {
        looking = null;
        if (mayBeMore && inHand.size < atOnce && !isStopped) setTimeout(look, 100).unref();
      });
  }

  const timer = setInterval(look, 1000);
  timer.unref();
  return {
    look,
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await looking;
      await Promise.all(inHand);
    },
  };
}

const shortestPauseSeconds = 5;
const longestPauseSeconds = 3600;

/**
 * How long the next try waits after the n-th failure: 5 s, 10 s, 20 s and so on, an hour at most, each a random half
 * shorter or longer, so that what failed together does not come back together.
 */
export function pauseAfter(failures: number, chance: number = Math.random()): number {
  return Math.min(longestPauseSeconds, shortestPauseSeconds * 2 ** (failures - 1)) * (0.5 + chance);
}
