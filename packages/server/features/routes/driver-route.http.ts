import { DriverRoute } from '@doorstep/contract';
import type { FastifyInstance } from 'fastify';
import { authenticateActingDevice, type DeviceRegistry } from '../../access/devices.ts';
import { languageOf } from '../../errors.ts';
import { type SeeDriverRouteDeps, seeDriverRoute } from './see-driver-route.ts';

export interface DriverRouteDeps extends SeeDriverRouteDeps {
  readonly devices: DeviceRegistry;
}

/** `GET /api/v1/driver/route` */
export function driverRoute(app: FastifyInstance, deps: DriverRouteDeps): void {
  app.get(
    '/api/v1/driver/route',
    { schema: { tags: ['driver'], response: { 200: DriverRoute } } },
    async (request, reply) => {
      const device = await authenticateActingDevice(deps.devices, request.headers.authorization);
      const route = await seeDriverRoute(deps, device, languageOf(request.headers['accept-language']));
      return reply.header('cache-control', 'private, no-store').send(route);
    },
  );
}
