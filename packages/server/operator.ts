import type { Auth } from './access/auth.ts';
import type { Db } from './db/open-database.ts';
import { type AddUserAnswer, addUser } from './features/accounts/add-user.ts';
import { bindConsignments } from './features/accounts/binding.ts';
import { makePairingCode } from './features/accounts/pairing.ts';
import { type ImportInput, type ImportReport, importRoutes } from './features/routes/import/import-routes.ts';
import type { Clock } from './ports/clock.ts';

/** What an operator does with commands, for whoever has the running server in hand (the demo, browser tests). */
export interface Operator {
  addUser(user: Parameters<typeof addUser>[1]): Promise<AddUserAnswer>;
  importRoutes(input: ImportInput): Promise<ImportReport>;
  /** A code that pairs a phone with the driver of this name, once; throws where there is none. */
  pairingCode(driverName: string, validMinutes?: number): Promise<string>;
}

export function createOperator(deps: { db: Db; clock: Clock; auth: Auth }): Operator {
  const { db, clock, auth } = deps;
  return {
    addUser: (user) => addUser({ db, auth }, user),
    importRoutes: (input) => importRoutes({ db, clock, bindConsignments }, input),
    async pairingCode(driverName, validMinutes) {
      const driver = await db
        .selectFrom('drivers')
        .select('id')
        .where('name', '=', driverName)
        .executeTakeFirstOrThrow();
      const wish = validMinutes === undefined ? {} : { validMinutes };
      const { code } = await makePairingCode(db, { driverId: driver.id, now: clock.now(), ...wish });
      return code;
    },
  };
}
