// The floor of `fanout`: one process that writes ready-made frames to open sockets, the same frame to all of a group.
// No HTTP library, no framing, no question who may see what.
import { createServer, type Socket } from 'node:net';
import { answerParent, observing } from '../child.ts';

const head =
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n\r\nevent: view\ndata: {}\n\n';
const sockets: Socket[] = [];

const server = createServer({ noDelay: true }, (socket) => {
  socket.once('data', () => {
    socket.write(head);
    sockets.push(socket);
  });
  socket.on('error', () => socket.destroy());
});

const work = {
  listen: (_input: null) =>
    new Promise<number>((resolve) => {
      server.listen(0, '127.0.0.1', 8192, () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    }),

  /** Writes to one group after the other until the time is over. */
  async drive(input: { millis: number; watchersPerRoute: number; frameBytes: number }): Promise<void> {
    const frame = frameOf(input.frameBytes);
    const until = performance.now() + input.millis;
    for (let from = 0; performance.now() < until; from = (from + input.watchersPerRoute) % sockets.length) {
      for (let i = from; i < from + input.watchersPerRoute; i++) sockets[i]?.write(frame);
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
  ...observing(),
};
export type BareStreams = typeof work;

function frameOf(bytes: number): Buffer {
  const [before, after] = ['event: van\ndata: {"van":"', '"}\n\n'];
  return Buffer.from(before + '-'.repeat(Math.max(0, bytes - before.length - after.length)) + after);
}

answerParent<BareStreams>(work);
