import { PhotoAnswer, SenderId } from '@doorstep/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { authenticateDevice, type DeviceRegistry } from '../../access/devices.ts';
import type { ReadGuest } from '../../access/guests.ts';
import { headersOf, type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError, languageOf } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import type { OpenPhotos } from './open-photos.ts';
import { PhotoDamaged } from './photo-cipher.ts';
import { createUploadBudget, type UploadBudget } from './upload-budget.ts';

export interface PhotoDoorsDeps {
  readonly devices: DeviceRegistry;
  readonly clock: Clock;
  readonly session: ReadSession;
  readonly readGuest: ReadGuest;
  readonly photos: OpenPhotos;
}

const kibibyte = 1024;
/** What a phone may send of each size; what is kept is smaller. */
const uploadLimits: Readonly<Record<PhotoSize, { bytes: number; tooLarge: string }>> = {
  preview: { bytes: 256 * kibibyte, tooLarge: 'a preview: at most 256 KiB' },
  full: { bytes: 15 * kibibyte * kibibyte, tooLarge: 'a picture: at most 15 MiB' },
};

const driverUrls: Readonly<Record<PhotoSize, string>> = {
  preview: '/api/v1/driver/photos/:id/preview',
  full: '/api/v1/driver/photos/:id',
};
const recipientUrls: Readonly<Record<PhotoSize, string>> = {
  preview: '/api/v1/me/parcels/:id/photo/preview',
  full: '/api/v1/me/parcels/:id/photo',
};
const guestUrls: Readonly<Record<PhotoSize, string>> = {
  preview: '/api/v1/guest/parcels/:id/photo/preview',
  full: '/api/v1/guest/parcels/:id/photo',
};
const sizes: readonly PhotoSize[] = ['preview', 'full'];
const senderId = Compile(SenderId);

/** The doors of a photo: two sizes come in from the driver's phone, two go out to the recipient, with an account or without. */
export async function photoDoors(app: FastifyInstance, deps: PhotoDoorsDeps): Promise<void> {
  await app.register(async (scope) => {
    // Raw bytes are read here and at no other door; what they are is told by themselves, not by their content type.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(/^(image\/|application\/octet-stream)/, { parseAs: 'buffer' }, (_request, body, done) =>
      done(null, body),
    );
    const budget = createUploadBudget();
    for (const size of sizes) upload(scope, deps, size, budget);
  });
  for (const size of sizes) {
    show(app, deps, recipientUrls[size], size, async (request) => {
      const { accountId } = await requireSession(deps.session, request);
      return accountId;
    });
    // Only one who proved to be the contact sees a picture; to any other guest the view has none.
    show(app, deps, guestUrls[size], size, async (request) => {
      const guest = await deps.readGuest(headersOf(request), { parcelId: request.params.id });
      return guest?.guestId ?? null;
    });
  }
}

function upload(app: FastifyInstance, deps: PhotoDoorsDeps, size: PhotoSize, budget: UploadBudget): void {
  const driverOf = new WeakMap<FastifyRequest, string>();
  app.put<{ Params: { id: string } }>(
    driverUrls[size],
    {
      bodyLimit: uploadLimits[size].bytes,
      schema: { tags: ['driver'], params: Type.Object({ id: SenderId }), response: { 200: PhotoAnswer } },
      // A full picture over the weakest of networks is on its way for two minutes.
      config: { tooLarge: uploadLimits[size].tooLarge, bodyMillis: 150_000 },
      // Before the body is read: whoever is no driver of ours, or has no picture to send, cannot make us hold megabytes.
      onRequest: async (request, reply) => {
        const device = await authenticateDevice(deps.devices, request.headers.authorization);
        const { id } = request.params;
        if (!senderId.Check(id)) throw new DoorstepError('invalid_input', [{ path: 'params/id', message: 'a UUID' }]);
        const receivedAt = deps.clock.now();
        const language = languageOf(request.headers['accept-language']);
        const answer = await deps.photos.consider({
          driverId: device.driverId,
          senderId: id,
          size,
          receivedAt,
          language,
        });
        if (answer !== null) return reply.send(answer);
        const release = budget.take(device.deviceId, announcedBytes(request, uploadLimits[size].bytes));
        if (release === null) throw new DoorstepError('unavailable');
        for (const end of ['finish', 'close']) reply.raw.once(end, release);
        driverOf.set(request, device.driverId);
      },
    },
    async (request) => {
      const driverId = driverOf.get(request);
      if (driverId === undefined) throw new Error('the driver is known before the body is read');
      const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const receivedAt = deps.clock.now();
      const language = languageOf(request.headers['accept-language']);
      return deps.photos.take({ driverId, senderId: request.params.id, size, bytes, receivedAt, language });
    },
  );
}

/** What a request says that it brings; where it does not say, or says more than is let in, the most that is. */
function announcedBytes(request: FastifyRequest, most: number): number {
  const announced = Number(request.headers['content-length'] ?? most);
  return announced >= 0 && announced <= most ? announced : most;
}

function show(
  app: FastifyInstance,
  deps: PhotoDoorsDeps,
  url: string,
  size: PhotoSize,
  askerOf: (request: FastifyRequest<{ Params: { id: string } }>) => Promise<string | null>,
): void {
  const tags = [url.startsWith('/api/v1/guest/') ? 'guest' : 'recipient'];
  app.get<{ Params: { id: string } }>(
    url,
    { schema: { tags, params: Type.Object({ id: Type.String() }) } },
    async (request, reply) => {
      const asker = await askerOf(request);
      const picture =
        asker === null ? null : await deps.photos.see(asker, request.params.id, size).catch(damagedIsSaid);
      if (picture === null) throw new DoorstepError('not_found');
      return sendPicture(reply, picture);
    },
  );
}

/** What is stored is not what was stored: said so, and never shown. */
export function damagedIsSaid(error: unknown): never {
  throw error instanceof PhotoDamaged ? new DoorstepError('photo_damaged', [], { cause: error }) : error;
}

export function sendPicture(reply: FastifyReply, picture: Buffer): FastifyReply {
  return reply
    .header('cache-control', 'private, no-store')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('content-disposition', 'inline')
    .type('image/jpeg')
    .send(picture);
}
