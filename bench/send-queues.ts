import { readFile } from 'node:fs/promises';

/**
 * What the system holds for the readers of this port, sent and not yet acknowledged: column tx_queue of
 * /proc/net/tcp, largest first. Null where the system has no such file.
 */
export async function sendQueuesOf(port: number): Promise<readonly number[] | null> {
  const table = await readFile('/proc/net/tcp', 'latin1').catch(() => null);
  if (table === null) return null;
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && state === '01')
    .map(([, , , , queues]) => Number.parseInt(queues?.split(':')[0] ?? '0', 16))
    .sort((a, b) => b - a);
}
