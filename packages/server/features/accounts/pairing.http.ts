import { Paired, Pairing } from '@doorstep/contract';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Db } from '../../db/open-database.ts';
import { DoorstepError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { pairDevice } from './pairing.ts';

/** `POST /api/v1/driver/pair`: a pairing link's code becomes a device token, once; 404 `link_invalid` otherwise. */
export function pairingRoutes(deps: { db: Db; clock: Clock }): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/v1/driver/pair',
      { schema: { summary: 'Pair a device', tags: ['driver'], body: Pairing, response: { 200: Paired } } },
      async (request, reply) => {
        const { code, deviceName } = request.body;
        const paired = await pairDevice(deps.db, { code, deviceName: deviceName ?? null, now: deps.clock.now() });
        if (!paired) throw new DoorstepError('link_invalid');
        reply.header('cache-control', 'private, no-store');
        return paired;
      },
    );
  };
}
