import { readFileSync } from 'node:fs';

/**
 * How much of the machine's memory a process holds, in bytes; null where the system does not say (other systems than
 * Linux) and of a process that is gone.
 */
export function residentBytes(pid: number | undefined): number | null {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readOfProcess(pid, 'status'))?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}

/** Linux counts in hundredths of a second, whatever its own clock does. */
const tickMillis = 10;

/** How long a process has kept a processor busy since it began; 0 where the system does not say. */
export function cpuMillisOf(pid: number | undefined): number {
  // The name stands in brackets and may hold anything; after it the 12th and 13th words are time in and for the program.
  const words = readOfProcess(pid, 'stat').split(')').at(-1)?.trim().split(' ') ?? [];
  return (Number(words[11] ?? 0) + Number(words[12] ?? 0)) * tickMillis;
}

function readOfProcess(pid: number | undefined, file: 'status' | 'stat'): string {
  if (pid === undefined || process.platform !== 'linux') return '';
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}
