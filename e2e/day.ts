import type { RouteImportDocument } from '../packages/contract/index.ts';
import { createAuth } from '../packages/server/access/auth.ts';
import { addUser } from '../packages/server/features/accounts/add-user.ts';
import { bindConfirmedEmail, bindConsignments } from '../packages/server/features/accounts/binding.ts';
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

/** Pairs a phone with a driver (the only one there is), through the door a phone uses. Answers its token. */
export async function pairPhone(house: House, driverName?: string): Promise<string> {
  const { db } = house.database;
  let drivers = db.selectFrom('drivers').select('id');
  if (driverName !== undefined) drivers = drivers.where('name', '=', driverName);
  const driver = await drivers.executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: house.composed.clock.now() });
  const paired = await pair(`${house.url}/pair/${code}`, house.url);
  if (paired.outcome !== 'ok') throw new Error(paired.sentence);
  return paired.value.token;
}

/** A confirmed recipient's cookie, signed in through the door. */
export async function signInRecipient(
  house: House,
  email: string,
  role: 'recipient' | 'support' = 'recipient',
): Promise<string> {
  const { db } = house.database;
  const auth = createAuth({
    db,
    config: { publicUrl: house.url, name: 'e2e' },
    clock: house.composed.clock,
    secret: 'nothing is signed with this, it only makes an account',
    sendMail: async () => undefined,
    onEmailConfirmed: bindConfirmedEmail,
    log: console,
  });
  const added = await addUser({ db, auth }, { email, role, name: 'Recipient' });
  if (!added.ok) throw new Error(added.code);
  const answer = await fetch(`${house.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: house.url },
    body: JSON.stringify({ email, password: added.password }),
  });
  if (!answer.ok) throw new Error(`signing in was answered ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}
