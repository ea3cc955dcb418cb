import type { FastifyInstance } from 'fastify';

/**
 * The one header that says who asks, for counting tries. Only the server itself sets it: whatever a client sends under
 * this name is overwritten at the door, else anyone could count as anyone.
 */
export const clientAddressHeader = 'x-doorstep-client-address';

/**
 * Writes the client's address (Fastify's `request.ip`, so `trustProxy` decides what a proxy may say) on each request.
 * Register it before the pages' door: they hand the request's headers to the account services.
 */
export function tellWhoAsks(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    request.raw.headers[clientAddressHeader] = request.ip;
    done();
  });
}
