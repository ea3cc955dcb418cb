import type { RouteImportDocument } from '../packages/contract/index.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode } from '../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import { pair } from '../packages/simulator/device.ts';
import type { House } from './house.ts';

/** Imports a day into a house as `doorstep import` does. */
export async function importDay(house: House, document: RouteImportDocument): Promise<void> {
  const { db } = house.database;
  const report = await importRoutes(
    { db, clock: house.composed.clock, bindConsignments },
    { bytes: Buffer.from(JSON.stringify(document)), fileName: 'day.json', dryRun: false },
  );
  if (report.problems.length > 0) throw new Error(`not imported whole: ${JSON.stringify(report.problems)}`);
}

/** Pairs a phone with the only driver there is, through the door a phone uses. Answers its token. */
export async function pairPhone(house: House): Promise<string> {
  const { db } = house.database;
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: house.composed.clock.now() });
  const paired = await pair(`${house.url}/pair/${code}`, house.url);
  if (paired.outcome !== 'ok') throw new Error(paired.sentence);
  return paired.value.token;
}
