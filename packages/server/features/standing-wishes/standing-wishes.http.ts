import { type StandingRefused, StandingWishChange, StandingWishes } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { privateAnswer } from '../../access/recipient-doors.ts';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError } from '../../errors.ts';
import { readStandingWishes, type StandingWishDeps, sayStanding } from './say-standing.ts';

export interface StandingWishDoorDeps extends StandingWishDeps {
  readonly session: ReadSession;
}

const url = '/api/v1/me/standing-wishes';

/** `GET, PUT /api/v1/me/standing-wishes`: what an account says once for every parcel to an address, or to all. */
export function standingWishes(fastify: FastifyInstance, deps: StandingWishDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const response = { 200: StandingWishes };
  app.get(url, { schema: { tags: ['recipient'], response } }, async (request, reply) => {
    const { accountId } = await requireSession(deps.session, request);
    return reply.headers(privateAnswer).send(await readStandingWishes(deps, accountId));
  });
  app.put(url, { schema: { tags: ['recipient'], body: StandingWishChange, response } }, async (request, reply) => {
    const { accountId } = await requireSession(deps.session, request);
    const answer = await sayStanding(deps, accountId, request.body);
    if (!answer.ok) throw refusalOf(answer.code);
    return reply.headers(privateAnswer).send(await readStandingWishes(deps, accountId));
  });
}

const fieldOf = {
  place_too_long: { path: 'body/wish/place', message: 'a place in at most 80 characters' },
  note_too_long: { path: 'body/wish/note', message: 'a note in at most 200 characters' },
  neighbour_missing: { path: 'body/wish/neighbour', message: 'whose bell: a name in 1 to 60 characters' },
  neighbour_too_long: {
    path: 'body/wish/neighbour',
    message: 'a name in at most 60 characters, a house number in at most 12',
  },
} as const;

function refusalOf(code: StandingRefused): DoorstepError {
  if (code === 'not_found') return new DoorstepError('not_found');
  if (code === 'too_often') return new DoorstepError('standing_too_often');
  return new DoorstepError('invalid_input', [fieldOf[code]]);
}
