import type pino from 'pino';

/**
 * What has to be done now and then, by every server, one step after the other. A step that fails keeps no other from its
 * turn, and waits for its own next one.
 */
export function keepHouse(steps: Readonly<Record<string, () => unknown>>, logger: pino.Logger) {
  async function turn(): Promise<void> {
    for (const [step, work] of Object.entries(steps)) {
      try {
        await work();
      } catch (error) {
        const told = error instanceof Error ? { kind: error.name, message: error.message } : { kind: typeof error };
        logger.error({ step, ...told }, 'housekeeping failed');
      }
    }
  }
  const timer = setInterval(turn, 60_000);
  timer.unref();
  return { first: turn(), now: turn, stop: () => clearInterval(timer) };
}

/**
 * What waits for the end of quiet hours is looked for every second and not planned ahead: only the server's clock knows
 * when they end, and in a demo it runs fast, stands still or jumps. One turn at a time, and each sender in its turn whatever
 * became of the one before.
 */
export function tellWhatIsDue(senders: readonly (() => Promise<void>)[], logger: pino.Logger) {
  async function sendAll(): Promise<void> {
    for (const send of senders)
      await send().catch((error: Error) => logger.error({ kind: error.name }, 'sending what was due failed'));
  }
  let turn: Promise<void> | null = null;
  const timer = setInterval(() => {
    turn ??= sendAll().finally(() => {
      turn = null;
    });
  }, 1000);
  timer.unref();
  return {
    /** Resolves when the turn under way is over. */
    stop: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}
