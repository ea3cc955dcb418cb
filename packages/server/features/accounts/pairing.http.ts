import { Paired, Pairing } from '@doorstep/contract';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { Db } from '../../db/open-database.ts';
import { DoorstepError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { pairDevice, pairOnlyPhone } from './pairing.ts';

/**
 * `POST /api/v1/driver/pair`: a pairing link's code becomes a device token, once; 404 `link_invalid` otherwise, and 409
 * `other_phone_active` where another phone acts for the driver and this one does not say that it takes over.
 */
export function pairingRoutes(deps: {
  db: Db;
  clock: Clock;
  /** Off in the demo alone, where the van itself is a driver's first phone and a visitor's the second. */
  onePhoneADriver?: boolean;
}): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/api/v1/driver/pair',
      { schema: { summary: 'Pair a device', tags: ['driver'], body: Pairing, response: { 200: Paired } } },
      async (request, reply) => {
        const { code, deviceName, purpose = 'app', takeOver = false } = request.body;
        const input = { code, deviceName: deviceName ?? null, now: deps.clock.now(), purpose };
        const paired =
          deps.onePhoneADriver === false
            ? await pairDevice(deps.db, input)
            : await pairOnlyPhone(deps.db, { ...input, takeOver });
        if (!paired) throw new DoorstepError('link_invalid');
        if (paired === 'other_phone') throw new DoorstepError('other_phone_active');
        reply.header('cache-control', 'private, no-store');
        return paired;
      },
    );
  };
}
