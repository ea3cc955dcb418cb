import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long those who wait take the thread at a time; then whatever else has come is heard first. */
const sliceMillis = 1;

/**
 * For work that thousands may ask for at one moment: done in the order in which it was asked for, a slice of it with each
 * turn of the loop. Whoever comes with a fix meanwhile waits for one slice and not for the thousands. (The system hands
 * over a thousand requests at once, and what they ask of the database comes back together.)
 */
export function createSlices() {
  const waiting = new Set<() => void>();
  let isPlanned = false;

  function plan(): void {
    if (isPlanned || waiting.size === 0) return;
    isPlanned = true;
    setImmediate(slice);
  }

  function slice(): void {
    isPlanned = false;
    const until = performance.now() + sliceMillis;
    for (const work of waiting) {
      waiting.delete(work);
      work();
      if (performance.now() >= until) break;
    }
    plan();
  }

  /** Resolves with what the work answers, once it has had its turn. */
  return <Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> =>
    new Promise((resolve, reject) => {
      waiting.add(() => {
        try {
          resolve(work());
        } catch (error) {
          reject(error);
        }
      });
      plan();
    });
}

/** The same for work that is known beforehand. Who joins meanwhile has its turn too, if `all` is a set. */
export async function eachInSlices<Each>(all: Iterable<Each>, work: (each: Each) => void): Promise<void> {
  let until = performance.now() + sliceMillis;
  for (const each of all) {
    work(each);
    if (performance.now() < until) continue;
    await nextTurn();
    until = performance.now() + sliceMillis;
  }
}
