import { PositionLooks } from '@doorstep/contract';
import type { Bilingual } from '@doorstep/domain';
import type { FastifyInstance } from 'fastify';
import { authenticateActingDevice, type DeviceRegistry } from '../../access/devices.ts';
import { isRole, type Role } from '../../access/roles.ts';
import type { Db } from '../../db/open-database.ts';
import { languageOf } from '../../errors.ts';

export interface PositionLooksDeps {
  readonly db: Db;
  readonly devices: DeviceRegistry;
}

const mostLooks = 200;

const roleNames: Readonly<Record<Role, Bilingual>> = {
  recipient: { de: 'Empfängerkonto', en: 'Recipient' },
  support: { de: 'Kundenservice', en: 'Customer service' },
  dispatcher: { de: 'Disposition', en: 'Dispatch' },
  privacy_officer: { de: 'Datenschutz', en: 'Data protection' },
  administrator: { de: 'Administration', en: 'Administration' },
};

/** `GET /api/v1/driver/looks`: who of the staff looked at this driver's position: role, reason and time, no name. */
export function positionLooks(app: FastifyInstance, deps: PositionLooksDeps): void {
  app.get(
    '/api/v1/driver/looks',
    { schema: { tags: ['driver'], response: { 200: PositionLooks } } },
    async (request, reply) => {
      const device = await authenticateActingDevice(deps.devices, request.headers.authorization);
      const language = languageOf(request.headers['accept-language']);
      const rows = await deps.db
        .selectFrom('position_looks')
        .select(['role', 'reason', 'looked_at'])
        .where('driver_id', '=', device.driverId)
        .orderBy('looked_at', 'desc')
        .limit(mostLooks)
        .execute();
      const looks = rows.map(({ role, reason, looked_at }) => ({
        lookedAt: looked_at.toISOString(),
        role,
        roleName: isRole(role) ? roleNames[role][language] : role,
        reason,
      }));
      return reply.header('cache-control', 'private, no-store').send({ looks });
    },
  );
}
