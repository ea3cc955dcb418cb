/**
 * For work that goes over everybody: one pass at a time, and one more for all who asked while it was under way, however
 * many they were.
 */
export function createPass(run: () => Promise<void>) {
  let isRunning = false;
  let isWanted = false;

  async function go(): Promise<void> {
    isRunning = true;
    try {
      while (isWanted) {
        isWanted = false;
        await run();
      }
    } finally {
      isRunning = false;
    }
  }

  return {
    ask(): void {
      isWanted = true;
      if (!isRunning) void go();
    },
    /** Somebody asked, and the pass for it has not begun. */
    isWanted: () => isWanted,
  };
}
