import { VanForStaff, VanLook } from '@doorstep/contract';
import { isId } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { isRouteOfOwnDepot } from '../../access/own-depots.ts';
import { lookAtVan, type VanLookDeps } from '../../access/position-looks.ts';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError } from '../../errors.ts';
import { lookForParcel } from './look-for-parcel.ts';

export interface VanLooksDeps extends VanLookDeps {
  readonly session: ReadSession;
}

// Without bounds: an id of another shape is answered like one that does not exist.
const params = Type.Object({ id: Type.String() });
const noStore = { 'cache-control': 'private, no-store' };

/** Where a van is, for dispatch by its route and for customer service by a parcel it carries; nobody else finds a door. */
export function vanLooks(fastify: FastifyInstance, deps: VanLooksDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();

  app.get(
    '/api/v1/dispatch/routes/:id/van',
    { schema: { tags: ['dispatch'], params, response: { 200: VanForStaff } } },
    async (request, reply) => {
      const { role, ...asker } = await requireSession(deps.session, request);
      const { id } = request.params;
      if (role !== 'dispatcher' || !isId('route', id)) throw new DoorstepError('not_found');
      if (!(await isRouteOfOwnDepot(deps.db, asker.accountId, id))) throw new DoorstepError('not_found');
      const seen = await lookAtVan(deps, id, { asker: { ...asker, role }, reason: 'dispatch' });
      if (seen === null) throw new DoorstepError('not_found');
      return reply.headers(noStore).send(seen);
    },
  );

  // Not a GET: a reason is given, and noted.
  app.post(
    '/api/v1/support/parcels/:id/van',
    { schema: { tags: ['staff'], params, body: VanLook, response: { 200: VanForStaff } } },
    async (request, reply) => {
      const session = await requireSession(deps.session, request);
      const seen = await lookForParcel(deps, session, request.params.id, request.body.reason);
      if (!seen.ok) throw new DoorstepError('not_found');
      return reply.headers(noStore).send({ position: seen.position });
    },
  );
}
