import type { FastifyInstance } from 'fastify';

/**
 * Ends the connection of whoever has not sent the whole body in time: a minute, or what the door's `bodyMillis` says.
 * A phone sends the same again; who sends one byte now and then on purpose holds no connection for long.
 */
export function dropSlowBodies(app: FastifyInstance, usualMillis = 60_000): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    const hasBody = raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined;
    if (hasBody) {
      const timer = setTimeout(() => {
        if (!raw.complete) raw.socket.destroy();
      }, request.routeOptions.config.bodyMillis ?? usualMillis);
      timer.unref();
      for (const end of ['end', 'close']) raw.once(end, () => clearTimeout(timer));
    }
    done();
  });
}
