import type { AdministrationServices, PageSession } from '@doorstep/contract';
import { toRfc3339 } from '@doorstep/domain';
import { sql } from 'kysely';
import { isOwnDepot } from '../../access/own-depots.ts';
import type { Role } from '../../access/roles.ts';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import { makePairingCode, revokeDevice } from './pairing.ts';

const mailRoles: readonly Role[] = ['administrator'];
const deviceRoles: readonly Role[] = ['administrator', 'dispatcher'];
const mostMails = 200;
const mostDevices = 1000;

/** What staff may do about mails and devices; every method answers null (or false) to whom it does not concern. */
export function createAdministration(deps: {
  db: Db;
  clock: Clock;
  config: Pick<Config, 'publicUrl'>;
}): AdministrationServices {
  const { db, clock, config } = deps;
  return {
    async listMails(session) {
      if (!mayAct(session, mailRoles)) return null;
      const mails = await db
        .selectFrom('mails')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(mostMails)
        .execute();
      return mails.map((mail) => ({
        id: mail.id,
        to: mail.recipient,
        subject: mail.subject,
        // Of all others the text is nobody's but the addressee's: a link in it opens an account, a place was told in it.
        text: mail.state === 'kept' && mail.kind === 'account' ? mail.body : '',
        createdAt: mail.created_at.toISOString(),
        state: mail.state,
      }));
    },
    async listDevices(session) {
      if (!mayAct(session, deviceRoles)) return null;
      const devices = await db
        .selectFrom('devices')
        .innerJoin('drivers', 'drivers.id', 'devices.driver_id')
        .innerJoin('depots', 'depots.id', 'drivers.depot_id')
        .where(isTheirs(session))
        .select(['devices.id', 'devices.name', 'drivers.name as driver', 'paired_at', 'last_seen_at', 'revoked_at'])
        .orderBy('paired_at', 'desc')
        .limit(mostDevices)
        .execute();
      return devices.map((device) => ({
        id: device.id,
        driverName: device.driver,
        name: device.name,
        pairedAt: device.paired_at.toISOString(),
        lastSeenAt: device.last_seen_at?.toISOString() ?? null,
        revokedAt: device.revoked_at?.toISOString() ?? null,
      }));
    },
    async listDrivers(session) {
      if (!mayAct(session, deviceRoles)) return null;
      return await db
        .selectFrom('drivers')
        .innerJoin('depots', 'depots.id', 'drivers.depot_id')
        .where(isTheirs(session))
        .select(['drivers.id', 'drivers.name', 'depots.name as depot'])
        .orderBy('depots.name')
        .orderBy('drivers.name')
        .execute();
    },
    async makePairingLink(session, driverId) {
      if (!mayAct(session, deviceRoles)) return null;
      const driver = await db
        .selectFrom('drivers')
        .innerJoin('depots', 'depots.id', 'drivers.depot_id')
        .select('drivers.id')
        .where('drivers.id', '=', driverId)
        .where(isTheirs(session))
        .executeTakeFirst();
      if (!driver) return null;
      const { code, expiresAt } = await makePairingCode(db, { driverId, now: clock.now() });
      return { link: `${config.publicUrl}/pair/${code}`, expiresAt: toRfc3339(expiresAt) };
    },
    async revokeDevice(session, deviceId) {
      if (!mayAct(session, deviceRoles)) return false;
      const device = await db
        .selectFrom('devices')
        .innerJoin('drivers', 'drivers.id', 'devices.driver_id')
        .innerJoin('depots', 'depots.id', 'drivers.depot_id')
        .select('devices.id')
        .where('devices.id', '=', deviceId)
        .where(isTheirs(session))
        .executeTakeFirst();
      return device !== undefined && (await revokeDevice(db, { deviceId, now: clock.now() }));
    },
  };
}

/** Phones and drivers of own depots are a dispatcher's, all of them an administrator's. */
function isTheirs({ accountId, role }: PageSession) {
  return role === 'administrator' ? sql<boolean>`true` : isOwnDepot(accountId);
}

function mayAct(session: PageSession, allowed: readonly Role[]): boolean {
  return allowed.includes(session.role);
}
