import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { connectionOf, readSendQueues } from './send-queues.ts';

const isTold = (await readSendQueues()) !== null;

it.skipIf(!isTold).each(['127.0.0.1', '::1', '::'])(
  'what a reader at %s has not taken is told of its connection (skipped where the system does not tell it)',
  async (host) => {
    const server = createServer({ noDelay: true });
    const listening = await new Promise<boolean>((resolve) => {
      server.on('error', () => resolve(false));
      server.listen(0, host, () => resolve(true));
    });
    // A machine without IPv6 has nothing to tell of it.
    if (!listening) return;
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const accepted = once(server, 'connection');
    const reader = connect(port, host === '::' ? '127.0.0.1' : host);
    reader.pause();
    const [socket]: Socket[] = await accepted;
    if (!socket) throw new Error('somebody connected');
    const connection = connectionOf(socket);
    expect((await readSendQueues())?.has(connection)).toBe(false);
    const large = Buffer.alloc(256 * 1024);
    while (socket.writableLength === 0) {
      socket.write(large);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect((await readSendQueues())?.get(connection)).toBeGreaterThan(1024);
    // In pieces that end anywhere within a line, too.
    expect((await readSendQueues(100))?.get(connection)).toBeGreaterThan(1024);
    for (const end of [socket, reader]) end.destroy();
    server.close();
  },
);
