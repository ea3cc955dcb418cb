import { StaffLooks } from '@doorstep/contract';
import { caseLookSentence, isId, type Language } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import {
  parcelParams as params,
  privateAnswer,
  type RecipientDoorDeps,
  recipientWays,
} from '../../access/recipient-doors.ts';
import type { Db } from '../../db/open-database.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import { readLooksAtParcel } from './case-looks.store.ts';

export interface StaffLooksDeps extends RecipientDoorDeps {
  readonly db: Db;
}

/** `GET …/parcels/{id}/looks`: when customer service saw something of this parcel, and why; a recipient reads it. */
export function staffLooks(fastify: FastifyInstance, deps: StaffLooksDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  for (const { base, tags, who } of recipientWays)
    app.get(`${base}/looks`, { schema: { tags, params, response: { 200: StaffLooks } } }, async (request, reply) => {
      const { askerId, parcelId } = await who(deps, request);
      const looks = await looksAtParcel(deps.db, {
        ...{ askerId, parcelId },
        language: languageOf(request.headers['accept-language']),
      });
      if (!looks) throw new DoorstepError('not_found');
      return reply.headers(privateAnswer).send(looks);
    });
}

/** Null where the asker has no recipient's rights for the parcel, or there is none. */
export async function looksAtParcel(
  db: Db,
  asked: { askerId: string; parcelId: string; language: Language },
): Promise<StaffLooks | null> {
  const { askerId, parcelId, language } = asked;
  const looks = isId('parcel', parcelId) ? await readLooksAtParcel(db, askerId, parcelId) : null;
  return (
    looks && {
      looks: looks.map(({ at, reason }) => ({
        at: at.toISOString(),
        role: 'support',
        reason,
        sentence: caseLookSentence(language, reason),
      })),
    }
  );
}
