import { DeletedPhoto, LookWish, PhotoLook } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { privateAnswer as noStore, parcelParams as params, recipientWays } from '../../access/recipient-doors.ts';
import { requireSession } from '../../access/request-session.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import type { LookAnswer } from './look-at-photo.ts';
import { damagedIsSaid, type PhotoDoorsDeps, sendPicture } from './photos.http.ts';

const lookUrls: Readonly<Record<PhotoSize, string>> = {
  preview: '/api/v1/support/photo-looks/:id/photo/preview',
  full: '/api/v1/support/photo-looks/:id/photo',
};

/** Its recipient deletes a photo; customer service states why it wants to see one, and sees it while that look lasts. */
export function photoRightsDoors(fastify: FastifyInstance, deps: PhotoDoorsDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const { session, photos } = deps;

  for (const { base, tags, who } of recipientWays)
    app.delete(
      `${base}/photo`,
      { schema: { tags, params, response: { 200: DeletedPhoto } } },
      async (request, reply) => {
        const { askerId, parcelId } = await who(deps, request);
        const deleted = await photos.delete(askerId, parcelId);
        if (!deleted) throw new DoorstepError('not_found');
        return reply.headers(noStore).send(deleted);
      },
    );

  app.post(
    '/api/v1/support/parcels/:id/photo-looks',
    { schema: { tags: ['staff'], params, body: LookWish, response: { 201: PhotoLook } } },
    async (request, reply) => {
      const asker = await requireSession(session, request);
      const { reason, note = null, caseId = null } = request.body;
      const answer = await photos.look(asker, { parcelId: request.params.id, reason, note, caseId });
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.code(201).headers(noStore).send(answer.look);
    },
  );

  for (const size of ['preview', 'full'] as const)
    app.get(lookUrls[size], { schema: { tags: ['staff'], params } }, async (request, reply) => {
      const asker = await requireSession(session, request);
      const picture = await photos.seeLookedAt(asker, request.params.id, size).catch(damagedIsSaid);
      if (picture === null) throw new DoorstepError('not_found');
      return sendPicture(reply, picture);
    });
}

type Refusal = Extract<LookAnswer, { ok: false }>['code'];

const errorOf: Readonly<Record<Refusal, ErrorCode>> = {
  not_found: 'not_found',
  no_photo: 'look_no_photo',
  photo_deleted: 'look_photo_deleted',
  reason_missing: 'invalid_input',
  note_missing: 'invalid_input',
  note_too_long: 'invalid_input',
};

const fieldOf: Partial<Readonly<Record<Refusal, { path: string; message: string }>>> = {
  reason_missing: { path: 'body/reason', message: 'missing, damaged, wrong_place or other' },
  note_missing: { path: 'body/note', message: 'with the reason "other": why, in 1 to 500 characters' },
  note_too_long: { path: 'body/note', message: 'words in 1 to 500 characters' },
};

function refusalOf(code: Refusal): DoorstepError {
  const field = fieldOf[code];
  return new DoorstepError(errorOf[code], field ? [field] : []);
}
