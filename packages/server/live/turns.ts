/**
 * So much is done before the requests that came meanwhile have their turn: one or two milliseconds of work. With each turn
 * of the loop one new connection is let in, too.
 */
const mostAtOnce = 128;

/**
 * Those who are to be looked at, each once however often it was named, and some at a time (`workOf`: what one takes, as
 * the number of its frames). A fix or a command is heard
 * before the next of them have their turn, so that thousands who are told something hold up nobody who tells something.
 */
export function createTurns<Each>(workOf: (each: Each) => number, look: (due: readonly Each[]) => void) {
  const due = new Set<Each>();
  let isPlanned = false;

  function plan(): void {
    isPlanned = due.size > 0;
    if (isPlanned) setImmediate(turn);
  }

  function turn(): void {
    const now: Each[] = [];
    let work = 0;
    for (const each of due) {
      if (work >= mostAtOnce) break;
      work += workOf(each);
      due.delete(each);
      now.push(each);
    }
    plan();
    look(now);
  }

  return {
    add(each: Each): void {
      due.add(each);
      if (!isPlanned) plan();
    },
  };
}
