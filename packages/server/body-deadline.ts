import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

interface Awaited {
  readonly raw: IncomingMessage;
  readonly dueAt: number;
}

/**
 * Ends the connection of whoever has not sent the whole body in time: a minute, or what the door's `bodyMillis` says.
 * A phone sends the same again; who sends one byte now and then on purpose holds no connection for long. One look over
 * all connections now and then, because a timer for each request is the dearest thing at the driver's door. Answers what
 * looks after the body of a request that does not come by the router.
 */
export function dropSlowBodies(app: FastifyInstance, usualMillis = 60_000): (raw: IncomingMessage) => void {
  // A connection carries one request at a time.
  const awaited = new Map<Socket, Awaited>();
  const watched = new WeakSet<Socket>();

  function awaitBody(raw: IncomingMessage, millis = usualMillis): void {
    const { socket } = raw;
    if (!watched.has(socket)) {
      watched.add(socket);
      socket.once('close', () => awaited.delete(socket));
    }
    awaited.set(socket, { raw, dueAt: performance.now() + millis });
  }

  app.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    const hasBody = raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined;
    if (hasBody) awaitBody(raw, request.routeOptions.config.bodyMillis);
    done();
  });

  const looking = setInterval(
    () => {
      const now = performance.now();
      for (const [socket, { raw, dueAt }] of awaited) {
        if (dueAt > now && !raw.complete) continue;
        // Not kept until the connection closes: what comes without a network has one that never does.
        awaited.delete(socket);
        // The request, and with it its connection: what comes without a network has no socket that could be ended.
        if (!raw.complete) raw.destroy();
      }
    },
    Math.min(1000, usualMillis),
  );
  looking.unref();
  app.addHook('onClose', (_app, done) => {
    clearInterval(looking);
    done();
  });
  return awaitBody;
}
