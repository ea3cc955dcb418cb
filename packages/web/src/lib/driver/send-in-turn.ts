import type { FlushResult, Outbox } from '@doorstep/outbox';

/** The ways of the browser's locks that are used here. */
interface Locks {
  request(name: string, whileHeld: () => Promise<FlushResult>): Promise<FlushResult>;
  request(name: string, options: { steal: true }, whileHeld: () => Promise<FlushResult>): Promise<FlushResult>;
}

interface OtherTabs {
  /** Whether this is the page that the driver looks at. */
  readonly isInFront: () => boolean;
  /** Whether a tab that sends says so when it is asked: one that the phone has put to sleep does not. */
  readonly answers: () => Promise<boolean>;
}

interface SendInTurn {
  /** Rejects where the storage fails. */
  send(): Promise<FlushResult>;
  /** This tab sends just now. */
  readonly hasTurn: boolean;
}

const lockName = 'doorstep-outbox';
/** So long a page in front waits before it asks whether the tab that has the turn is still awake. */
const patienceMillis = 4_000;

/**
 * One tab sends at a time, so that what two have recorded goes out once and in one order. A tab whose turn it is already
 * asks for none: what it has just recorded goes beside the picture under way, and does not wait for its end. A tab that
 * sleeps with its turn loses it to the page in front: what both then send under the same ids takes effect once.
 */
export function createSendInTurn(
  outbox: Outbox,
  locks: Locks | undefined,
  others: OtherTabs,
  patience = patienceMillis,
): SendInTurn {
  /** The newest flush of this tab's turn; null while it has none. */
  let newest: Promise<FlushResult> | null = null;
  /** The turn asked for and not yet come: whatever is recorded until then goes out in it. */
  let asked: Promise<FlushResult> | null = null;

  async function takeTurn(): Promise<FlushResult> {
    asked = null;
    newest = outbox.flush();
    try {
      for (;;) {
        const flushing: Promise<FlushResult> = newest;
        await flushing.catch(() => undefined);
        // One begun since then belongs to the turn as well.
        if (newest === flushing) return await flushing;
      }
    } finally {
      newest = null;
    }
  }

  /** The turn, when it comes; where it is taken away meanwhile, what is under way is brought to its end all the same. */
  async function turnBy(request: (turn: () => Promise<FlushResult>) => Promise<FlushResult>): Promise<FlushResult> {
    const taken: Promise<FlushResult>[] = [];
    try {
      return await request(() => {
        const turn = takeTurn();
        taken.push(turn);
        return turn;
      });
    } catch (fault) {
      if (taken[0] !== undefined) return await taken[0];
      throw fault;
    }
  }

  async function takeFromSleeping(held: Locks, mine: Promise<FlushResult>): Promise<void> {
    for (;;) {
      await new Promise((next) => setTimeout(next, patience));
      if (asked !== mine) return;
      if (!others.isInFront() || (await others.answers()) || asked !== mine) continue;
      // What was asked for before comes right after it, and tells its caller how it ended.
      await turnBy((turn) => held.request(lockName, { steal: true }, turn)).catch(() => undefined);
      return;
    }
  }

  return {
    get hasTurn() {
      return newest !== null;
    },
    async send() {
      if (locks === undefined) return await outbox.flush();
      if (newest !== null) {
        newest = outbox.flush();
        return await newest;
      }
      if (asked !== null) return await asked;
      const mine = turnBy((turn) => locks.request(lockName, turn)).finally(() => {
        if (asked === mine) asked = null;
      });
      asked = mine;
      void takeFromSleeping(locks, mine);
      return await mine;
    },
  };
}
