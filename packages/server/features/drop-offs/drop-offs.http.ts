import { DropOffWish, NamedDropOff } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import { type DropOffDeps, type NamingAnswer, nameDropOff, readDropOff } from './name-drop-off.ts';

export interface DropOffDoorDeps extends Omit<DropOffDeps, 'announce'> {
  readonly session: ReadSession;
  readonly announceDropOff: DropOffDeps['announce'];
}

// Without bounds: an id of another shape is answered like one that does not exist.
const params = Type.Object({ id: Type.String() });
const url = '/api/v1/me/parcels/:id/drop-off';

/** `GET, PUT /api/v1/me/parcels/{id}/drop-off`: for the recipient alone; 409 with the reason where it is too late. */
export function dropOffs(fastify: FastifyInstance, deps: DropOffDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();

  app.get(url, { schema: { tags: ['recipient'], params, response: { 200: NamedDropOff } } }, async (request, reply) => {
    const { accountId } = await requireSession(deps.session, request);
    const dropOff = await readDropOff(deps, { accountId, parcelId: request.params.id });
    if (!dropOff) throw new DoorstepError('not_found');
    return reply.header('cache-control', 'private, no-store').send(dropOff);
  });

  app.put(
    url,
    { schema: { tags: ['recipient'], params, body: DropOffWish, response: { 200: NamedDropOff } } },
    async (request, reply) => {
      const { accountId } = await requireSession(deps.session, request);
      const { place, note } = request.body;
      const answer = await nameDropOff(
        { ...deps, announce: deps.announceDropOff },
        { accountId, parcelId: request.params.id, place, note: note ?? null },
      );
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.header('cache-control', 'private, no-store').send(answer.dropOff);
    },
  );
}

type Refusal = Extract<NamingAnswer, { ok: false }>['code'];

const errorOf: Readonly<Record<Refusal, ErrorCode>> = {
  not_found: 'not_found',
  too_late: 'drop_off_too_late',
  confidential: 'drop_off_confidential',
  not_possible: 'drop_off_not_possible',
  too_often: 'drop_off_too_often',
  place_empty: 'invalid_input',
  place_too_long: 'invalid_input',
};

function refusalOf(code: Refusal): DoorstepError {
  const error = errorOf[code];
  return new DoorstepError(
    error,
    error === 'invalid_input' ? [{ path: 'body/place', message: 'a place in 1 to 80 characters' }] : [],
  );
}
