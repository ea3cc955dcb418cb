import type { FastifyInstance } from 'fastify';
import { authenticateActingDevice, type DeviceRegistry } from '../../access/devices.ts';
import { languageOf } from '../../errors.ts';
import type { Streams } from '../../live/sse.ts';
import type { DriverLive } from './driver-live.ts';

export interface DriverLiveDoorDeps {
  readonly devices: DeviceRegistry;
  readonly streams: Streams;
  readonly driverLive: DriverLive;
}

/** `GET /api/v1/driver/live`: what the driver's page must know within a second; see driver-live.ts for its events. */
export function driverLive(app: FastifyInstance, deps: DriverLiveDoorDeps): void {
  app.get(
    '/api/v1/driver/live',
    // Asked for its head alone, a stream would never end.
    { exposeHeadRoute: false, schema: { tags: ['driver'] } },
    async (request, reply) => {
      const device = await authenticateActingDevice(deps.devices, request.headers.authorization);
      const language = languageOf(request.headers['accept-language']);
      await deps.driverLive.follow(device, language, () => deps.streams.open(request, reply));
      return reply;
    },
  );
}
