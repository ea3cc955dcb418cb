import { ParcelView } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { guestRole, type ReadGuest } from '../../access/guests.ts';
import { headersOf } from '../../access/request-session.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import { letIn, type MeParcelsDeps } from './me-parcels.http.ts';
import { seeParcel } from './see-parcels.ts';

export interface GuestParcelsDeps extends Omit<MeParcelsDeps, 'session' | 'streamSession'> {
  readonly readGuest: ReadGuest;
}

// Without bounds: an id of another shape is answered like one that does not exist.
const params = Type.Object({ id: Type.String() });

/**
 * One parcel for somebody without an account, by this browser's own cookie: the view and its stream, both minted as a
 * recipient's are. Whoever has no such cookie is answered as if there were no such parcel.
 */
export function guestParcels(fastify: FastifyInstance, deps: GuestParcelsDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const tags = ['guest'];

  async function guestOf(request: FastifyRequest<{ Params: { id: string } }>): Promise<string> {
    const guest = await deps.readGuest(headersOf(request), { parcelId: request.params.id });
    if (!guest) throw new DoorstepError('not_found');
    return guest.guestId;
  }

  app.get(
    '/api/v1/guest/parcels/:id',
    { schema: { tags, params, response: { 200: ParcelView } } },
    async (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      const view = await seeParcel(deps, { accountId: await guestOf(request), language }, request.params.id);
      if (!view) throw new DoorstepError('not_found');
      const lists = { timeline: [...view.timeline], photoLooks: [...view.photoLooks] };
      return reply.header('cache-control', 'private, no-store').send({ ...view, ...lists });
    },
  );

  app.get(
    '/api/v1/guest/parcels/:id/live',
    { exposeHeadRoute: false, schema: { tags, params } },
    async (request, reply) => {
      const language = languageOf(request.headers['accept-language']);
      const admit = async () => {
        const heard = deps.fanOut.changesHeard();
        const accountId = await guestOf(request);
        const watcher = await deps.readWatcher(accountId, request.params.id, language);
        return { heard, session: { sessionId: accountId, accountId, role: guestRole }, watcher };
      };
      return letIn(deps, admit, request, reply);
    },
  );
}
