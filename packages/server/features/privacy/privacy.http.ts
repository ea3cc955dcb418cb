import { ErasedAccount, Erasure, ExportState } from '@doorstep/contract';
import { type Bilingual, keptRows } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { headersOf, type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import type { OwnPrivacy } from './own-privacy.ts';

export interface PrivacyDoorDeps {
  readonly session: ReadSession;
  readonly privacy: OwnPrivacy;
}

const noStore = { 'cache-control': 'private, no-store' };

const url = '/api/v1/me/export';

/**
 * `POST` and `GET /api/v1/me/export`: a copy of all that is held is asked for, and how far it is; `GET …/export/zip`: the
 * copy, 404 until it is ready. `DELETE /api/v1/me`: erases the account of whoever is signed in and gives its password;
 * answers what must stay.
 */
export function privacyDoors(fastify: FastifyInstance, { session, privacy }: PrivacyDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();

  app.get(url, { schema: { tags: ['recipient'], response: { 200: ExportState } } }, async (request, reply) => {
    const { accountId } = await requireSession(session, request);
    return reply.headers(noStore).send(await privacy.exportState(accountId));
  });

  app.post(url, { schema: { tags: ['recipient'], response: { 202: ExportState } } }, async (request, reply) => {
    const { accountId } = await requireSession(session, request);
    const started = await privacy.startExport(accountId, languageOf(request.headers['accept-language']));
    if (!started) throw new DoorstepError('too_many_requests');
    return reply.code(202).headers(noStore).send(started);
  });

  app.get(`${url}/zip`, { schema: { tags: ['recipient'] } }, async (request, reply) => {
    const { accountId } = await requireSession(session, request);
    const copy = await privacy.openExport(accountId);
    if (!copy) throw new DoorstepError('not_found');
    return reply
      .headers({
        ...noStore,
        'content-length': copy.bytes,
        'content-disposition': 'attachment; filename="doorstep.zip"',
      })
      .type('application/zip')
      .send(copy.stream);
  });

  app.delete(
    '/api/v1/me',
    { schema: { tags: ['recipient'], body: Erasure, response: { 200: ErasedAccount } } },
    async (request, reply) => {
      const erased = await privacy.erase(request.body.password, headersOf(request));
      if (!erased.ok) throw new DoorstepError(erased.code);
      const language = languageOf(request.headers['accept-language']);
      const said = (text: Bilingual) => text[language];
      const kept = keptRows.map(({ kind, what, why, until }) => ({
        kind,
        what: said(what),
        why: said(why),
        until: said(until),
      }));
      return reply.headers(noStore).send({ erasedAt: new Date(erased.at).toISOString(), kept });
    },
  );
}
