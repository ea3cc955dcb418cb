// A mobile line between a phone and a server on this machine: so many bits a second, a delay, and lost packets that hold
// up what comes behind them. TCP as it is on such a line is reckoned, not made: each end here sees an ordinary socket.
import { connect, createServer, type Socket } from 'node:net';
import { createChance } from '../../packages/simulator/chance.ts';

export interface Line {
  readonly bitsPerSecond: number;
  /** There and back. */
  readonly roundTripMillis: number;
  /** Of packets, 0 to 1. */
  readonly loss: number;
  readonly seed: number;
}

const segmentBytes = 1460;
/** RFC 6928: what a sender may have under way before it has heard of anything. */
const firstWindow = 10;
/** A lost packet is noticed by those behind it, and sent again: a round trip, and a little for noticing. */
const repairMillis = (line: Line) => line.roundTripMillis + 50;

/** Opens the line to a port; answers its own port, and how to end it. */
export async function openSlowLine(port: number, line: Line): Promise<{ port: number; close(): void }> {
  const chance = createChance(line.seed);
  const open = new Set<Socket>();
  const server = createServer((phone) => {
    const upstream = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [phone, upstream],
      [upstream, phone],
    ] as const) {
      open.add(from);
      const way = oneWay(line, chance.next, phone === from);
      from.setNoDelay(true);
      from.on('data', (bytes: Buffer) => way.carry(bytes, (arrived) => to.writable && to.write(arrived)));
      from.on('end', () => way.carry(Buffer.alloc(0), () => to.end()));
      from.on('error', () => to.destroy());
      from.on('close', () => open.delete(from));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close() {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

function oneWay(line: Line, chance: () => number, opensConnection: boolean) {
  const bytesPerMilli = line.bitsPerSecond / 8000;
  // The greeting of a new connection takes a round trip before its first byte.
  let freeAt = performance.now() + (opensConnection ? line.roundTripMillis : 0);
  let lastArrivalAt = 0;
  /** When what is under way will have been heard of. */
  let heardAt: number[] = [];

  function arrivalOf(bytes: number): number {
    const now = performance.now();
    // After a pause a sender begins carefully again.
    if ((heardAt.at(-1) ?? 0) + 300 < now) heardAt = [];
    let leavesAt = Math.max(now, freeAt);
    for (;;) {
      const heard = heardAt.filter((at) => at <= leavesAt).length;
      const next = heardAt[heard];
      if (heardAt.length - heard < firstWindow + heard || next === undefined) break;
      leavesAt = next;
    }
    freeAt = leavesAt + bytes / bytesPerMilli;
    const lost = chance() < line.loss ? repairMillis(line) : 0;
    lastArrivalAt = Math.max(lastArrivalAt, freeAt + line.roundTripMillis / 2 + lost);
    heardAt.push(lastArrivalAt + line.roundTripMillis / 2);
    return lastArrivalAt;
  }

  return {
    carry(bytes: Buffer, arrived: (bytes: Buffer) => void): void {
      for (let from = 0; from === 0 || from < bytes.length; from += segmentBytes) {
        const segment = bytes.subarray(from, from + segmentBytes);
        setTimeout(() => arrived(segment), Math.max(0, arrivalOf(segment.length) - performance.now()));
      }
    },
  };
}
