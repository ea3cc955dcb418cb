/** How many recipients watch a van, as its driver is told: in steps, so that nobody can be counted out by it. */
export type Watching = 'none' | 'few' | 'many';

const fewAtMost = 3;

/** The step of a number of watching accounts (rules.md section 9). */
export function watchingStep(accounts: number): Watching {
  if (accounts === 0) return 'none';
  return accounts <= fewAtMost ? 'few' : 'many';
}
