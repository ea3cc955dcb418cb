import { createServer } from 'node:net';

/** Whether this port can be listened on now. */
function isFree(port: number, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, host, () => {
      const address = probe.address();
      const found = address !== null && typeof address === 'object' ? address.port : null;
      probe.close(() => resolve(found));
    });
  });
}

/** This port, or where it is taken (and for 0) any free one. Links need it before the server listens. */
export async function freePort(wanted: number, host: string): Promise<number> {
  const found = (await isFree(wanted, host)) ?? (await isFree(0, host));
  if (found === null) throw new Error('this machine has no free port');
  return found;
}
