// Thousands of streams that are opened, left idle, dropped, and opened again all at the same moment.
import { connect, type Socket } from 'node:net';
import { answerParent } from '../child.ts';
import { watchOwnLoad } from '../measure.ts';

export interface IdleStreamsOpen {
  readonly port: number;
  readonly streams: readonly { path: string; cookie: string }[];
  /** How many are being let in at once; all of them where it is as large as their number. */
  readonly together: number;
}

const shared = Buffer.alloc(256 * 1024);
const sockets: Socket[] = [];
/** A line that the system's queue had no place for is tried again, as a browser does. */
const triedAgainMillis = 50;
let triedAgain = 0;

function openStream(port: number, { path, cookie }: { path: string; cookie: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    let opening: string | null = '';
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback(bytes: number): boolean {
          if (opening === null) return true;
          opening += shared.toString('latin1', 0, bytes);
          const view = opening.indexOf('event: view\n');
          if (view >= 0 && opening.endsWith('\n\n')) {
            resolve(opening.length - view);
            opening = null;
          } else if (opening.length > 12 && !opening.startsWith('HTTP/1.1 200'))
            reject(new Error(`a stream was refused: ${opening.slice(0, 300)}`));
          return true;
        },
      },
    });
    sockets.push(socket);
    socket.on('error', (error) => {
      if (opening !== '') return reject(error);
      triedAgain += 1;
      socket.destroy();
      setTimeout(() => openStream(port, { path, cookie }).then(resolve, reject), triedAgainMillis);
    });
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${cookie}\r\n\r\n`);
  });
}

const work = {
  /** Answers how long it took until each had its first whole view, and how long such a view is. */
  async open(
    input: IdleStreamsOpen,
  ): Promise<{ millis: number; viewBytes: number; generatorBusy: number; triedAgain: number }> {
    triedAgain = 0;
    const left = [...input.streams];
    let viewBytes = 0;
    const busy = watchOwnLoad();
    const start = performance.now();
    const opener = async () => {
      for (let stream = left.pop(); stream; stream = left.pop()) viewBytes = await openStream(input.port, stream);
    };
    await Promise.all(Array.from({ length: Math.min(input.together, input.streams.length) }, opener));
    return { millis: performance.now() - start, viewBytes, generatorBusy: busy(), triedAgain };
  },
  /** Lets all of them go at once. */
  async drop(_input: null): Promise<void> {
    for (const socket of sockets.splice(0)) socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 1000));
  },
};
export type IdleStreams = typeof work;

answerParent<IdleStreams>(work);
