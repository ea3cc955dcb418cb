import { LinkKey, NewPass, OpenedLink, ParcelLinks, PassWish } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { clientAddressHeader } from '../../access/client-address.ts';
import {
  parcelParams as params,
  privateAnswer,
  type RecipientDoorDeps,
  recipientWays,
} from '../../access/recipient-doors.ts';
import { headersOf } from '../../access/request-session.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import type { OpenLink } from './open-link.ts';
import { listLinks, makePass, type PassAnswer, type PassesDeps, revokeLink } from './passes.ts';

export interface GuestDoorsDeps extends RecipientDoorDeps {
  readonly guests: { readonly openLink: OpenLink; readonly passes: PassesDeps };
}

/** Opening a link by its postcode, and the passes that a recipient makes and revokes. */
export function guestDoors(fastify: FastifyInstance, deps: GuestDoorsDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const { openLink, passes } = deps.guests;

  app.post(
    '/api/v1/guest/links',
    { schema: { tags: ['guest'], body: LinkKey, response: { 200: OpenedLink } } },
    async (request, reply) => {
      const headers = headersOf(request);
      headers.set(clientAddressHeader, request.ip);
      const answer = await openLink(request.body, headers);
      if (!answer.ok) throw new DoorstepError(answer.code === 'no_such_link' ? 'not_found' : 'too_many_requests');
      return reply
        .headers({ ...privateAnswer, 'set-cookie': [...answer.setCookies] })
        .send({ parcelId: answer.parcelId });
    },
  );

  const linkParams = Type.Object({ ...params.properties, linkId: Type.String() });
  for (const { base, tags, who } of recipientWays) {
    const url = `${base}/passes`;
    app.get(url, { schema: { tags, params, response: { 200: ParcelLinks } } }, async (request, reply) => {
      const links = await listLinks(passes, await who(deps, request));
      if (!links) throw new DoorstepError('not_found');
      return reply.headers(privateAnswer).send(links);
    });
    app.post(url, { schema: { tags, params, body: PassWish, response: { 201: NewPass } } }, async (request, reply) => {
      const answer = await makePass(passes, { ...(await who(deps, request)), name: request.body.name });
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.code(201).headers(privateAnswer).send(answer.pass);
    });
    app.delete(
      `${url}/:linkId`,
      { schema: { tags, params: linkParams, response: { 204: Type.Null() } } },
      async (request, reply) => {
        const asked = { ...(await who(deps, request)), linkId: request.params.linkId };
        if (!(await revokeLink(passes, asked))) throw new DoorstepError('not_found');
        return reply.code(204).headers(privateAnswer).send(null);
      },
    );
  }
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
