import { readFileSync } from 'node:fs';

/**
 * How much of the machine's memory a process holds, in bytes; null where the system does not say (other systems than
 * Linux) and of a process that is gone.
 */
export function residentBytes(pid: number | undefined): number | null {
  if (pid === undefined || process.platform !== 'linux') return null;
  try {
    const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1];
    return kibibytes === undefined ? null : Number(kibibytes) * 1024;
  } catch {
    return null;
  }
}
