import { LinkKey, NewPass, OpenedLink, ParcelLinks, PassWish } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { clientAddressHeader } from '../../access/client-address.ts';
import { headersOf, type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import type { OpenLink } from './open-link.ts';
import { listLinks, makePass, type PassAnswer, type PassesDeps, revokeLink } from './passes.ts';

export interface GuestDoorsDeps {
  readonly session: ReadSession;
  readonly guests: { readonly openLink: OpenLink; readonly passes: PassesDeps };
}

// Without bounds: an id of another shape is answered like one that does not exist.
const params = Type.Object({ id: Type.String() });
const url = '/api/v1/me/parcels/:id/passes';
const noStore = { 'cache-control': 'private, no-store' };

/** Opening a link by its postcode, and the passes that a recipient makes and revokes. */
export function guestDoors(fastify: FastifyInstance, { session, guests }: GuestDoorsDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const { openLink, passes } = guests;

  app.post(
    '/api/v1/guest/links',
    { schema: { tags: ['guest'], body: LinkKey, response: { 200: OpenedLink } } },
    async (request, reply) => {
      const headers = headersOf(request);
      headers.set(clientAddressHeader, request.ip);
      const answer = await openLink(request.body, headers);
      if (!answer.ok) throw new DoorstepError(answer.code === 'no_such_link' ? 'not_found' : 'too_many_requests');
      return reply.headers({ ...noStore, 'set-cookie': [...answer.setCookies] }).send({ parcelId: answer.parcelId });
    },
  );

  const tags = ['recipient'];
  app.get(url, { schema: { tags, params, response: { 200: ParcelLinks } } }, async (request, reply) => {
    const { accountId } = await requireSession(session, request);
    const links = await listLinks(passes, { accountId, parcelId: request.params.id });
    if (!links) throw new DoorstepError('not_found');
    return reply.headers(noStore).send(links);
  });
  app.post(url, { schema: { tags, params, body: PassWish, response: { 201: NewPass } } }, async (request, reply) => {
    const { accountId } = await requireSession(session, request);
    const answer = await makePass(passes, { accountId, parcelId: request.params.id, name: request.body.name });
    if (!answer.ok) throw refusalOf(answer.code);
    return reply.code(201).headers(noStore).send(answer.pass);
  });
  app.delete(
    `${url}/:linkId`,
    {
      schema: {
        tags,
        params: Type.Object({ ...params.properties, linkId: Type.String() }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { accountId } = await requireSession(session, request);
      const { id, linkId } = request.params;
      if (!(await revokeLink(passes, { accountId, parcelId: id, linkId }))) throw new DoorstepError('not_found');
      return reply.code(204).headers(noStore).send(null);
    },
  );
}

type Refusal = Extract<PassAnswer, { ok: false }>['code'];

const errorOf: Readonly<Record<Refusal, ErrorCode>> = {
  not_found: 'not_found',
  confidential: 'pass_confidential',
  over: 'pass_over',
  too_many: 'pass_too_many',
  name_empty: 'invalid_input',
  name_too_long: 'invalid_input',
};

function refusalOf(code: Refusal): DoorstepError {
  const error = errorOf[code];
  return new DoorstepError(
    error,
    error === 'invalid_input' ? [{ path: 'body/name', message: 'a name in 1 to 60 characters' }] : [],
  );
}
