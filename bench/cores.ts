import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The two cores of every bench, and which of them makes the load. */
export const benchCores = [0, 1];
export const loadCore = 1;

/**
 * Keeps a process, and what it starts from now on, on some cores. Where the system has no `taskset` (macOS, Windows)
 * nothing is pinned; answers whether it was.
 */
export function pinTo(pid: number, cores: readonly number[]): boolean {
  if (availableParallelism() < 2 || process.platform !== 'linux') return false;
  return spawnSync('taskset', ['-a', '-cp', cores.join(','), String(pid)]).status === 0;
}
