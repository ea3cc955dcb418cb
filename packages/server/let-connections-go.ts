import type { FastifyInstance } from 'fastify';

const lookEveryMillis = 100;

/**
 * While the server closes, connections go as soon as they are idle. Fastify closes the idle ones once, at the beginning:
 * one that was just being answered would stay open for its keep-alive of 72 seconds, and the server with it.
 */
export function letConnectionsGo(app: FastifyInstance): void {
  app.addHook('preClose', (done) => {
    if (app.server.listening) {
      const looking = setInterval(() => app.server.closeIdleConnections(), lookEveryMillis);
      app.server.once('close', () => clearInterval(looking));
    }
    done();
  });
}
