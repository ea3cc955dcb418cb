import { isIP } from 'node:net';
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

/**
 * The network a request comes from, for counting tries: an IPv4 address, or the first 64 bits of an IPv6 one, since a
 * household has all addresses below them. Null where nobody said who asks.
 */
export function clientNetworkOf(headers: Headers): string | null {
  // An IPv4 client of a socket that listens on both kinds.
  const address = headers.get(clientAddressHeader)?.replace(/^::ffff:(?=\d+\.)/i, '') ?? null;
  if (address === null || isIP(address) !== 6) return address;
  const [front = '', back] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const groups = front.split(':').filter((group) => group !== '');
  if (back !== undefined) {
    const after = back.split(':').filter((group) => group !== '').length;
    while (groups.length + after < 8) groups.push('0');
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
