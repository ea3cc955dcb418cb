import { parseArgs } from 'node:util';
import { renderUnicodeCompact } from 'uqr';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/open-database.ts';
import { systemClock } from '../../ports/clock.ts';
import { makePairingCode, revokeDevice } from './pairing.ts';

const usage = 'Usage: doorstep device pair --driver NAME | device list | device revoke ID\n';

/** `doorstep device …`: pairing links and tokens of drivers' phones. Answers the exit code. */
export async function deviceCommand(args: readonly string[], config: Config, db: Db): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { driver: { type: 'string' } },
  });
  const [verb, id] = positionals;
  if (verb === 'pair' && values.driver) return pair(values.driver, config, db);
  if (verb === 'list') return list(db);
  if (verb === 'revoke' && id) return revoke(id, db);
  process.stderr.write(usage);
  return 1;
}

async function pair(name: string, config: Config, db: Db): Promise<number> {
  const drivers = await db
    .selectFrom('drivers')
    .innerJoin('depots', 'depots.id', 'drivers.depot_id')
    .select(['drivers.id', 'drivers.name', 'depots.name as depot'])
    .orderBy('drivers.name')
    .execute();
  const found = drivers.filter((driver) => driver.name === name || driver.id === name);
  const [driver] = found;
  if (!driver || found.length > 1) {
    const known = (found.length > 1 ? found : drivers).map((each) => `  ${each.id}  ${each.name} (${each.depot})`);
    const why =
      found.length > 1 ? 'Several drivers have this name; use the id:' : `There is no driver "${name}". Known:`;
    process.stderr.write(`${why}\n${known.join('\n')}\n`);
    return 1;
  }
  const { code } = await makePairingCode(db, { driverId: driver.id, now: systemClock.now() });
  const link = `${config.publicUrl}/pair/${code}`;
  // Drawn are the light squares, and the light margin that the norm asks for: right on a dark terminal, as most are.
  if (process.stdout.isTTY) process.stdout.write(`${renderUnicodeCompact(link, { ecc: 'M', border: 4 })}\n\n`);
  process.stdout.write(`${link}\n`);
  return 0;
}

async function list(db: Db): Promise<number> {
  const devices = await db
    .selectFrom('devices')
    .innerJoin('drivers', 'drivers.id', 'devices.driver_id')
    .select(['devices.id', 'devices.name', 'drivers.name as driver', 'devices.last_seen_at', 'devices.revoked_at'])
    .orderBy('devices.paired_at', 'desc')
    .execute();
  for (const device of devices) {
    const state = device.revoked_at ? 'revoked' : `last seen ${device.last_seen_at?.toISOString() ?? 'never'}`;
    process.stdout.write(`${device.id}  ${device.driver}  ${device.name}  ${state}\n`);
  }
  return 0;
}

async function revoke(id: string, db: Db): Promise<number> {
  if (await revokeDevice(db, { deviceId: id, now: systemClock.now() })) return 0;
  process.stderr.write(`There is no device ${id}.\n`);
  return 1;
}
