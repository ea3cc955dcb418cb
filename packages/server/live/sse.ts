import type { Heartbeat } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../ports/clock.ts';

/** One open stream of server-sent events (HTML Living Standard, section 9.2). */
export interface SseStream {
  /** Sends a ready frame now, or returns false: this reader has not taken the last one yet, so the frame is skipped. */
  send(frame: Buffer): boolean;
  /** Called when a reader that missed a frame can take frames again. */
  onReady: (() => void) | null;
  onClose: (() => void) | null;
  close(lastFrame?: Buffer): void;
}

/** A frame, encoded once for all who get it. */
export function sseFrame(event: string, data: object): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

/** All open streams of this process: one heartbeat for all, one way to end them all. */
export function createStreams(options: { clock: Clock; heartbeatMillis: number; partingMillis?: number }) {
  const { partingMillis = 2_000 } = options;
  const open = new Set<SseStream>();
  // An event, not a comment: a browser's EventSource shows no comments, and the page must notice a dead line. It tells
  // the server's clock, because the device's may be hours off and the page says "4 s ago".
  const heartbeat = () =>
    sseFrame('heartbeat', { serverAt: toRfc3339(options.clock.now()), speed: options.clock.speed } satisfies Heartbeat);
  const tellClock = () => {
    const frame = heartbeat();
    for (const stream of open) stream.send(frame);
  };
  const beat = setInterval(tellClock, options.heartbeatMillis);
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
      request.raw.socket.setNoDelay(true);
      let ready = true;
      let missed = false;
      const stream: SseStream = {
        send(frame) {
          if (raw.destroyed || raw.writableEnded) return false;
          if (!ready) {
            missed = true;
            return false;
          }
          ready = raw.write(frame);
          return true;
        },
        onReady: null,
        onClose: null,
        close(lastFrame) {
          if (raw.destroyed || raw.writableEnded) return;
          raw.end(lastFrame);
          // A reader that does not read would keep the server from ever stopping.
          setTimeout(() => raw.destroy(), partingMillis).unref();
        },
      };
      raw.on('drain', () => {
        ready = true;
        if (!missed) return;
        missed = false;
        stream.onReady?.();
      });
      const closed = () => {
        open.delete(stream);
        stream.onClose?.();
      };
      raw.on('close', closed);
      raw.on('error', () => raw.destroy());
      open.add(stream);
      // How long a browser waits before it reconnects: spread, so that a restart is not met by all at once.
      stream.send(Buffer.from(`retry: ${1000 + Math.floor(Math.random() * 4000)}\n${heartbeat()}`));
      // This reader left while it was being let in, and nothing will tell of it again.
      if (raw.destroyed) queueMicrotask(closed);
      return stream;
    },
    count: () => open.size,
    /** A heartbeat out of turn: the clock was set, or runs at another speed. */
    tellClock,
    /** Tells every reader to come back after a random moment, and ends the streams. */
    closeAll(): void {
      clearInterval(beat);
      for (const stream of open) stream.close(sseFrame('reconnect', { afterMillis: Math.floor(Math.random() * 5000) }));
    },
  };
}
export type Streams = ReturnType<typeof createStreams>;
