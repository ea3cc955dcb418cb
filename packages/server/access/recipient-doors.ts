import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { DoorstepError } from '../errors.ts';
import type { ReadGuest } from './guests.ts';
import { headersOf, type ReadSession, requireSession } from './request-session.ts';

export interface RecipientDoorDeps {
  readonly session: ReadSession;
  readonly readGuest: ReadGuest;
}

/** Without bounds: an id of another shape is answered like one that does not exist. */
export const parcelParams = Type.Object({ id: Type.String() });
export const privateAnswer = { 'cache-control': 'private, no-store' };

interface Ids {
  readonly askerId: string;
  readonly parcelId: string;
}
type ParcelRequest = Pick<FastifyRequest, 'headers'> & { readonly params: { readonly id: string } };

/**
 * The two ways to what a recipient may do with one parcel: signed in, or as a guest who proved by a code to be whom it was
 * sent to. Either only says who asks; what that asker may is for the query of each use case (db/bound-viewer.ts).
 */
export const recipientWays: readonly {
  readonly base: string;
  readonly tags: string[];
  readonly who: (deps: RecipientDoorDeps, request: ParcelRequest & FastifyRequest) => Promise<Ids>;
}[] = [
  {
    base: '/api/v1/me/parcels/:id',
    tags: ['recipient'],
    async who({ session }, request) {
      const { accountId } = await requireSession(session, request);
      return { askerId: accountId, parcelId: request.params.id };
    },
  },
  {
    base: '/api/v1/guest/parcels/:id',
    tags: ['guest'],
    async who({ readGuest }, request) {
      const guest = await readGuest(headersOf(request), { parcelId: request.params.id });
      if (!guest) throw new DoorstepError('not_found');
      return { askerId: guest.guestId, parcelId: request.params.id };
    },
  },
];
