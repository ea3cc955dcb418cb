import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  deviceOfBasic,
  deviceOfToken,
  type OpenProtocolsDeps,
  readBodiesAsText,
  takePlaces,
} from './open-protocols.ts';
import { readOsmandJson, readOsmandQuery } from './read-osmand.ts';

/**
 * `GET|POST /in/osmand`: the protocol of OsmAnd and Traccar Client (query, form, or the JSON of version 9 and newer);
 * the device id is our device token. Status codes are the clients': they keep what is answered with an error and send
 * it again, and drop what is answered with 200. So 200 stands for "done with it" (also where a rule rejects the
 * position, and for heartbeats, buttons and alarms), 400 (query) and 404 (JSON) for an unknown device, 503 for "send
 * again".
 */
export function osmand(fastify: FastifyInstance, deps: OpenProtocolsDeps): void {
  fastify.register(async (app) => {
    readBodiesAsText(app);
    app.route({
      method: ['GET', 'POST'],
      url: '/in/osmand',
      schema: { tags: ['open protocols'], hide: false },
      handler: (request, reply) => takeOsmand(deps, request, reply),
    });
  });
}

async function takeOsmand(
  deps: OpenProtocolsDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const receivedAt = deps.clock.now();
  const body = typeof request.body === 'string' ? request.body.trim() : '';
  const isJson = body.startsWith('{') || body.startsWith('[');
  const message = isJson ? readOsmandJson(body, receivedAt) : readOsmandQuery(queryOf(request, body), receivedAt);
  if (message === 'malformed') return answer(reply, 400, 'malformed');

  // Trackers that can do so send the token as Basic credentials: then it stands in no address.
  const device =
    message.deviceToken === null
      ? await deviceOfBasic(deps.devices, request.headers.authorization)
      : await deviceOfToken(deps.devices, message.deviceToken);
  if (device === null) return answer(reply, isJson ? 404 : 400, 'unknown device');
  // Without a place it is a heartbeat: it tells that the device lives, and nothing else.
  await takePlaces(deps, device, {
    receivedAt,
    source: isJson ? 'traccar_client' : 'tracker',
    places: message.places,
  });
  return answer(reply, 200, '');
}

function answer(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain').send(text);
}

/** Old clients post their parameters as a form, or in the address beside an empty body. */
function queryOf(request: FastifyRequest, body: string): URLSearchParams {
  const query = new URL(request.url, 'http://unused').searchParams;
  for (const [name, value] of new URLSearchParams(body)) query.append(name, value);
  return query;
}
