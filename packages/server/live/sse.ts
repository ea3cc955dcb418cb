import type { Heartbeat } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../ports/clock.ts';
import { createSlices, eachInSlices } from './in-slices.ts';
import { connectionOf, readSendQueues } from './send-queues.ts';

/** One open stream of server-sent events (HTML Living Standard, section 9.2). */
export interface SseStream {
  /** Sends a ready frame now, or returns false: this reader has not taken the last one yet, so the frame is skipped. */
  send(frame: Buffer): boolean;
  /** Called when a reader that missed a frame can take frames again. */
  onReady: (() => void) | null;
  /** `endedByUs`: it was closed here; else its reader left, or its line was lost. */
  onClose: ((endedByUs: boolean) => void) | null;
  close(lastFrame?: Buffer): void;
}

interface OpenStream extends SseStream {
  /** Called with each heartbeat: a reader that takes nothing is let go in the end. */
  countStall(): void;
  /** Called before and after the system's queues are read: what was sent until the first may be taken by the second. */
  beginLook(): void;
  endLook(queues: ReadonlyMap<string, number> | null): void;
}

/** A frame, encoded once for all who get it. */
export function sseFrame(event: string, data: object): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** What may wait in this process for a reader that does not read; more is never begun. A whole view takes 2 KB. */
const mostHeldBytes = 8 * 1024;
/** What may be sent to one reader on trust; then it is first seen how much of it the system could hand on. */
const mostUnseenBytes = 24 * 1024;
/** Seen before trust ends, so that a reader who reads never waits for it. */
const doubtFromBytes = mostUnseenBytes / 2;
/** When somebody is in doubt, these are looked at along: else there would soon be a look for each of them. */
const lookedAtFromBytes = doubtFromBytes / 4;
/** All streams have their heartbeat in turn, part by part: all at once would hold up every fix that comes meanwhile. */
const beatParts = 100;
/** A reader that took nothing for so many heartbeats is let go: it comes back, and begins with a whole view. */
const longestStallBeats = 4;
/** How many readers a server that has just started lets in each second without anybody noticing (bench `watchers`). */
const comingBackPerSecond = 500;
const longestAwayMillis = 30_000;

/** All open streams of this process: one heartbeat for all, one way to end them all. */
export function createStreams(options: {
  clock: Clock;
  heartbeatMillis: number;
  partingMillis?: number;
  /** From the first doubt about a reader until it is seen what the system holds for it. */
  lookMillis?: number;
  /** How many may be open at once. */
  most?: number;
}) {
  const { partingMillis = 2_000, lookMillis = 1_500, most = Number.POSITIVE_INFINITY } = options;
  const open = new Set<OpenStream>();
  const parts = Array.from({ length: beatParts }, () => new Set<OpenStream>());
  let opened = 0;
  // An event, not a comment: a browser's EventSource shows no comments, and the page must notice a dead line. It tells
  // the server's clock, because the device's may be hours off and the page says "4 s ago".
  const heartbeat = () =>
    sseFrame('heartbeat', { serverAt: toRfc3339(options.clock.now()), speed: options.clock.speed } satisfies Heartbeat);
  const tellClock = () => {
    const frame = heartbeat();
    for (const stream of open) stream.send(frame);
  };
  /** Those with so much unseen that a look is worth it. */
  const toLookAt = new Set<OpenStream>();
  let looking: NodeJS.Timeout | null = null;
  let isLookWanted = false;
  /** One look for all, as the table is one; again and again while one of those in doubt does not read. */
  function planLook(): void {
    isLookWanted = true;
    looking ??= setTimeout(look, lookMillis).unref();
  }
  /** With twenty thousand streams this is much work, so no turn of the loop does all of it. */
  async function look(): Promise<void> {
    isLookWanted = false;
    await eachInSlices(toLookAt, (stream) => stream.beginLook());
    const queues = await readSendQueues();
    await eachInSlices(toLookAt, (stream) => stream.endLook(queues));
    looking = null;
    if (isLookWanted) planLook();
  }
  let beats = 0;
  const beat = setInterval(() => {
    beats += 1;
    const frame = heartbeat();
    for (const stream of parts[beats % beatParts] ?? []) {
      stream.send(frame);
      stream.countStall();
    }
  }, options.heartbeatMillis / beatParts);
  beat.unref();

  return {
    open(request: FastifyRequest, reply: FastifyReply): SseStream {
      reply.hijack();
      const { raw } = reply;
      // A stream ends with its connection, so chunks need no lengths: one write a frame instead of three.
      raw.useChunkedEncodingByDefault = false;
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'private, no-store, no-transform',
        // Proxies of the nginx family hold answers back unless told not to.
        'x-accel-buffering': 'no',
        'x-content-type-options': 'nosniff',
      });
      const { socket } = request.raw;
      socket.setNoDelay(true);
      // Head and first frames leave together: when thousands come at once, each write is a call of the system.
      socket.cork();
      process.nextTick(() => socket.uncork());
      raw.flushHeaders();
      // Behind the head there is nothing left to frame: frames go straight to the connection.
      const line = raw.socket ?? raw;
      let connection: string | null = null;
      let missed = false;
      let unseenBytes = 0;
      /** At the beginning of a look. */
      let unseenBefore: number | null = null;
      let stalledBeats = 0;
      const isOver = () => raw.destroyed || raw.writableEnded;
      const catchUp = () => {
        if (!missed || line.writableLength > 0 || unseenBytes > mostUnseenBytes || isOver()) return;
        missed = false;
        stream.onReady?.();
      };
      const noteUnseen = () => {
        if (unseenBytes > lookedAtFromBytes) toLookAt.add(stream);
        if (unseenBytes > doubtFromBytes) planLook();
      };
      const stream: OpenStream = {
        send(frame) {
          if (isOver()) return false;
          if (line.writableLength > mostHeldBytes || unseenBytes > mostUnseenBytes) {
            missed = true;
            return false;
          }
          unseenBytes += frame.length;
          noteUnseen();
          // A frame is missed only behind one that waits, so whoever has nothing waiting need not be told that it is gone.
          if (line.writableLength === 0 && frame.length <= mostHeldBytes) line.write(frame);
          else line.write(frame, catchUp);
          return true;
        },
        beginLook() {
          unseenBefore = unseenBytes;
          connection ??= connectionOf(socket);
        },
        endLook(queues) {
          // It came when the look had begun; the next one is for it.
          if (unseenBefore === null) return;
          unseenBytes += (queues?.get(connection ?? '') ?? 0) - unseenBefore;
          unseenBefore = null;
          if (unseenBytes <= lookedAtFromBytes) toLookAt.delete(stream);
          noteUnseen();
          catchUp();
        },
        onReady: null,
        onClose: null,
        close(lastFrame) {
          if (isOver()) return;
          raw.end(lastFrame);
          // A reader that does not read would keep the server from ever stopping.
          setTimeout(() => raw.destroy(), partingMillis).unref();
        },
        countStall() {
          stalledBeats = line.writableLength > 0 || missed ? stalledBeats + 1 : 0;
          if (stalledBeats > longestStallBeats) raw.destroy();
        },
      };
      const closed = () => {
        open.delete(stream);
        toLookAt.delete(stream);
        part?.delete(stream);
        stream.onClose?.(raw.writableEnded);
      };
      raw.on('close', closed);
      raw.on('error', () => raw.destroy());
      open.add(stream);
      const part = parts[opened % beatParts];
      part?.add(stream);
      opened += 1;
      // How long a browser waits before it reconnects: spread, so that a restart is not met by all at once.
      stream.send(Buffer.from(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n${heartbeat()}`));
      // This reader left while it was being let in, and nothing will tell of it again.
      if (raw.destroyed) queueMicrotask(closed);
      return stream;
    },
    /** For whoever comes to a stream: thousands who come at once are let in a few at a time. */
    inTurn: createSlices(),
    count: () => open.size,
    isFull: () => open.size >= most,
    /** A heartbeat out of turn: the clock was set, or runs at another speed. */
    tellClock,
    /** Tells every reader to come back after a random moment, and ends the streams. */
    closeAll(): void {
      clearInterval(beat);
      if (looking) clearTimeout(looking);
      const within = Math.min(longestAwayMillis, 2_000 + (open.size / comingBackPerSecond) * 1000);
      for (const stream of open)
        stream.close(sseFrame('reconnect', { afterMillis: Math.floor(Math.random() * within) }));
    },
  };
}
export type Streams = ReturnType<typeof createStreams>;
