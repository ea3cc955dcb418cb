import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DoorstepError } from '../../errors.ts';
import { deviceOfBasic, type OpenProtocolsDeps, readBodiesAsText, takePlaces } from './open-protocols.ts';
import { readOwnTracks } from './read-owntracks.ts';

/**
 * `POST /in/owntracks`: the HTTP mode of OwnTracks; the password is our device token. The answer is the list of messages
 * for the app, and there are none. What is answered with an error the Android app keeps and sends again, and the iPhone
 * app drops and shows. So `[]` also stands for everything that will never be a position here; 401 for an unknown device;
 * 415 for what is encrypted, which the app sends in the clear once its key is taken out.
 */
export function owntracks(fastify: FastifyInstance, deps: OpenProtocolsDeps): void {
  fastify.register(async (app) => {
    readBodiesAsText(app);
    app.post('/in/owntracks', { schema: { tags: ['open protocols'], hide: false } }, (request, reply) =>
      takeOwnTracks(deps, request, reply),
    );
  });
}

async function takeOwnTracks(
  deps: OpenProtocolsDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const receivedAt = deps.clock.now();
  const device = await deviceOfBasic(deps.devices, request.headers.authorization);
  if (device === null) {
    reply.header('www-authenticate', 'Basic realm="Doorstep", charset="UTF-8"');
    throw new DoorstepError('device_unknown');
  }
  const places = readOwnTracks(typeof request.body === 'string' ? request.body.trim() : '', receivedAt);
  if (places === 'malformed') throw new DoorstepError('malformed_json');
  if (places === 'encrypted') throw new DoorstepError('encrypted_payload');
  await takePlaces(deps, device, { receivedAt, source: 'owntracks', places });
  return reply.type('application/json').send('[]');
}
