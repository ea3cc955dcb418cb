// The load of `fanout`, in a process of its own: thousands of open streams, their frames counted as they come.
import { connect } from 'node:net';
import { answerParent } from '../child.ts';
import { watchOwnLoad } from '../measure.ts';

export interface WatchersOpen {
  readonly target: string;
  readonly port: number;
  /** `lat`, `lon`: the middle of the route whose van this stream shows. */
  readonly streams: readonly { path: string; cookie: string; lat: number; lon: number }[];
  /** How many are opened at once. */
  readonly together: number;
}
export interface WatchersReport {
  readonly frames: number;
  readonly bytes: number;
  readonly perSecond: number;
  readonly generatorBusy: number;
  /** Frames that were read in full, to see whether each stream got its own van and nobody else's. */
  readonly looked: number;
  readonly wrong: number;
}

const shared = Buffer.alloc(256 * 1024);
const vanEvent = Buffer.from('event: van\n');
const lookAtEvery = 499;
/** A van drives within a kilometre of its middle; the next route is seven away. */
const ownDegrees = 0.03;

const counted = { frames: 0, bytes: 0, looked: 0, wrong: 0 };
let sinceLook = 0;

function countFrames(bytes: number, stream: WatchersOpen['streams'][number]): void {
  const read = shared.subarray(0, bytes);
  counted.bytes += bytes;
  for (let at = read.indexOf(vanEvent); at >= 0; at = read.indexOf(vanEvent, at + vanEvent.length)) {
    counted.frames += 1;
    if (stream.cookie !== '' && ++sinceLook % lookAtEvery === 0) look(read.toString('latin1', at, bytes), stream);
  }
}

function look(text: string, stream: WatchersOpen['streams'][number]): void {
  const van = /^event: van\ndata: \{"van":\{"lat":([\d.]+),"lon":([\d.]+),/.exec(text);
  counted.looked += 1;
  const isOwn =
    van !== null &&
    Math.abs(Number(van[1]) - stream.lat) < ownDegrees &&
    Math.abs(Number(van[2]) - stream.lon) < ownDegrees;
  if (!isOwn) counted.wrong += 1;
}

function openStream(port: number, stream: WatchersOpen['streams'][number]): Promise<void> {
  return new Promise((resolve, reject) => {
    let opening: string | null = '';
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback(bytes: number): boolean {
          if (opening === null) countFrames(bytes, stream);
          else {
            opening += shared.toString('latin1', 0, bytes);
            if (opening.includes('event: view\n')) {
              opening = null;
              resolve();
            } else if (opening.length > 12 && !opening.startsWith('HTTP/1.1 200'))
              reject(new Error(`a stream was refused: ${opening.slice(0, 300)}`));
          }
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.write(`GET ${stream.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${stream.cookie}\r\n\r\n`);
  });
}

const work = {
  /** Opens streams and waits until each has its first whole view. */
  async open(input: WatchersOpen): Promise<void> {
    const left = [...input.streams];
    const opener = async () => {
      for (let stream = left.shift(); stream; stream = left.shift()) await openStream(input.port, stream);
    };
    await Promise.all(Array.from({ length: input.together }, opener));
  },

  /** Counts what arrives in this time, and then reads on until nothing more comes. */
  async count(input: { millis: number }): Promise<WatchersReport> {
    Object.assign(counted, { frames: 0, bytes: 0, looked: 0, wrong: 0 });
    const busy = watchOwnLoad();
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, input.millis));
    const inTime = { ...counted };
    const elapsed = performance.now() - start;
    const generatorBusy = busy();
    for (let before = -1; before !== counted.bytes; ) {
      before = counted.bytes;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return { ...inTime, perSecond: (inTime.frames * 1000) / elapsed, generatorBusy };
  },
};
export type Watchers = typeof work;

answerParent<Watchers>(work);
