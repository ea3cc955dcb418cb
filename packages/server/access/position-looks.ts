import type { Db } from '../db/open-database.ts';
import type { Role } from './roles.ts';

/** What a member of the staff does who looks at where a driver's van is, or was. */
export interface PositionLook {
  readonly driverId: string;
  readonly accountId: string;
  readonly role: Role;
  /** In the words or the code that was given; never empty. */
  readonly reason: string;
  readonly at: number;
}

/**
 * Notes a look at a driver's position; whatever shows one to staff calls this in the transaction that reads it, so that
 * nothing is seen of which the driver does not learn (rules.md section 9).
 */
export async function notePositionLook(db: Db, look: PositionLook): Promise<void> {
  await db
    .insertInto('position_looks')
    .values({
      driver_id: look.driverId,
      account_id: look.accountId,
      role: look.role,
      reason: look.reason,
      looked_at: new Date(look.at),
    })
    .execute();
}
