import type pino from 'pino';

/** What has to be done now and then, by every server, whatever else happens. A failure waits for the next turn. */
export function keepHouse(work: () => Promise<void>, logger: pino.Logger) {
  const turn = () =>
    work().catch((error: Error) => logger.error({ kind: error.name, message: error.message }, 'housekeeping failed'));
  const timer = setInterval(turn, 60_000);
  timer.unref();
  return { first: turn(), now: turn, stop: () => clearInterval(timer) };
}

/**
 * What waits for the end of quiet hours is looked for every second and not planned ahead: only the server's clock knows
 * when they end, and in a demo it runs fast, stands still or jumps. One turn at a time.
 */
export function tellWhatIsDue(send: () => Promise<void>, logger: pino.Logger) {
  let turn: Promise<void> | null = null;
  const timer = setInterval(() => {
    turn ??= send()
      .catch((error: Error) => logger.error({ kind: error.name }, 'sending what was due failed'))
      .finally(() => {
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
