import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DeviceRegistry } from '../../access/devices.ts';
import type { PositionSources } from '../../live/position-sources.ts';
import type { Clock } from '../../ports/clock.ts';
import { type OsmandPosition, readOsmandJson, readOsmandQuery } from './read-osmand.ts';
import { newestAccepted, type TakeFixesDeps, takeFixes } from './take-fixes.ts';

export interface OsmandDeps extends TakeFixesDeps {
  readonly devices: DeviceRegistry;
  readonly clock: Clock;
  readonly positionSources: Pick<PositionSources, 'note'>;
}

const bodyLimitBytes = 64 * 1024;

/**
 * `GET|POST /in/osmand`: the protocol of OsmAnd and Traccar Client (query, form, or the JSON of version 9 and newer);
 * the device id is our device token. Status codes are the clients': they keep what is answered with an error and send
 * it again, and drop what is answered with 200. So 200 stands for "done with it" (also where a rule rejects the
 * position), 400 (query) and 404 (JSON) for an unknown device, 503 for "send again".
 */
export function osmand(fastify: FastifyInstance, deps: OsmandDeps): void {
  fastify.register(async (app) => {
    app.removeAllContentTypeParsers();
    // Phones send all kinds of content types, or none, with the same few forms of body.
    app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: bodyLimitBytes }, (_request, body, done) =>
      done(null, body),
    );
    app.route({
      method: ['GET', 'POST'],
      url: '/in/osmand',
      schema: { tags: ['open protocols'], hide: false },
      handler: (request, reply) => takeOsmand(deps, request, reply),
    });
  });
}

async function takeOsmand(deps: OsmandDeps, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const receivedAt = deps.clock.now();
  const body = typeof request.body === 'string' ? request.body.trim() : '';
  const isJson = body.startsWith('{');
  const position = isJson ? readOsmandJson(body, receivedAt) : readOsmandQuery(queryOf(request, body), receivedAt);
  if (position === 'malformed') return reply.code(400).type('text/plain').send('malformed');

  const device = position.deviceToken === null ? null : await deps.devices.find(position.deviceToken);
  if (device === null || device === 'revoked')
    return reply
      .code(isJson ? 404 : 400)
      .type('text/plain')
      .send('unknown device');
  const fix = position.place && { ...position.place, id: fixIdOf(device.deviceId, position) };
  // A heartbeat (no coordinates) tells that the device lives, and nothing else.
  if (fix) {
    const newest = newestAccepted([fix], await takeFixes(deps, { ...device, receivedAt, fixes: [fix] }));
    if (newest !== null) deps.positionSources.note(device.driverId, isJson ? 'traccar_client' : 'tracker', newest);
  }
  return reply.code(200).type('text/plain').send('');
}

/** Old clients post their parameters as a form, or in the address beside an empty body. */
function queryOf(request: FastifyRequest, body: string): URLSearchParams {
  const query = new URL(request.url, 'http://unused').searchParams;
  for (const [name, value] of new URLSearchParams(body)) query.append(name, value);
  return query;
}

/**
 * The protocol has no ids, yet clients send a position again when the answer was lost. The same device, time and place
 * therefore make the same id (a UUID of version 8, RFC 9562 section 5.8).
 */
function fixIdOf(deviceId: string, position: OsmandPosition): string {
  const { place } = position;
  const bytes = createHash('sha256')
    .update(`${deviceId} ${place?.fixedAt} ${place?.lat} ${place?.lon}`)
    .digest()
    .subarray(0, 16);
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
