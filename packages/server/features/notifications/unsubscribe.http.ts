import type { FastifyInstance } from 'fastify';
import { DoorstepError } from '../../errors.ts';
import type { UnsubscribeLinks } from './unsubscribe-links.ts';

export interface UnsubscribeDoorDeps {
  readonly unsubscribeLinks: Pick<UnsubscribeLinks, 'use'>;
}

const params = { type: 'object', properties: { token: { type: 'string' } }, required: ['token'] } as const;

/**
 * `POST /api/v1/unsubscribe/{token}` (RFC 8058): from a mail program's own button, without cookies and without a page.
 * Whoever opens the address comes to the page that asks; a GET changes nothing, as mail scanners follow every link.
 */
export async function unsubscribeDoor(fastify: FastifyInstance, deps: UnsubscribeDoorDeps): Promise<void> {
  await fastify.register(async (app) => {
    // `List-Unsubscribe=One-Click`, as a form of either kind; there is nothing in it that we do not know.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: 4096 }, (_request, _body, done) => done(null));
    const schema = { tags: ['recipient'], params };
    app.post<{ Params: { token: string } }>('/api/v1/unsubscribe/:token', { schema }, async (request, reply) => {
      if (!(await deps.unsubscribeLinks.use(request.params.token))) throw new DoorstepError('not_found');
      return reply.header('cache-control', 'no-store').send({});
    });
    app.get<{ Params: { token: string } }>('/api/v1/unsubscribe/:token', { schema }, async (request, reply) =>
      reply.redirect(`/unsubscribe/${encodeURIComponent(request.params.token)}`, 303),
    );
  });
}
