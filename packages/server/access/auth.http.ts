import type {} from '@fastify/swagger';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Auth } from './auth.ts';
import { clientAddressHeader } from './client-address.ts';

const largestBodyBytes = 16 * 1024;

/**
 * better-auth's own surface under /api/auth. It reads bodies itself, so this part of the app drops Fastify's parsers;
 * being a plugin of its own, it leaves them to the rest.
 */
export function authRoutes(deps: { auth: Auth; publicUrl: string }): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestBodyBytes }, (_request, body, done) => {
      done(null, body);
    });
    app.route({
      method: ['GET', 'POST'],
      url: '/api/auth/*',
      schema: { hide: true },
      async handler(request, reply) {
        const answer = await deps.auth.handle(toWebRequest(request, deps.publicUrl));
        reply.code(answer.status);
        answer.headers.forEach((value, name) => {
          if (name !== 'set-cookie') reply.header(name, value);
        });
        const cookies = answer.headers.getSetCookie();
        if (cookies.length > 0) reply.header('set-cookie', cookies);
        reply.header('cache-control', 'private, no-store');
        return reply.send(await answer.text());
      },
    });
  };
}

function toWebRequest(request: FastifyRequest, publicUrl: string): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
    else for (const one of value ?? []) headers.append(name, one);
  }
  headers.set(clientAddressHeader, request.ip);
  const url = new URL(request.url, publicUrl);
  const body = Buffer.isBuffer(request.body) && request.body.length > 0 ? new Uint8Array(request.body) : null;
  return new Request(url, { method: request.method, headers, body });
}
