import type { EpochMillis } from '@doorstep/domain';
import { sql } from 'kysely';
import { makeSecretCode, sha256 } from '../../access/secret-code.ts';
import { deviceRevokedChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';

const codeMinutes = 30;

/**
 * A code that pairs one device with a driver, once, within 30 minutes unless told otherwise. Throws where the driver does
 * not exist.
 */
export async function makePairingCode(
  db: Db,
  input: { driverId: string; now: EpochMillis; validMinutes?: number },
): Promise<{ code: string; expiresAt: EpochMillis }> {
  const code = makeSecretCode();
  const expiresAt = input.now + (input.validMinutes ?? codeMinutes) * 60_000;
  await db
    .insertInto('pairing_codes')
    .values({
      code_sha256: sha256(code),
      driver_id: input.driverId,
      created_at: new Date(input.now),
      expires_at: new Date(expiresAt),
      used_at: null,
    })
    .execute();
  return { code, expiresAt };
}

/** Whose phone a code would pair; null where it would not work. Looking uses nothing up. */
export async function openPairing(
  db: Db,
  input: { code: string; now: EpochMillis },
): Promise<{ driverName: string } | null> {
  const found = await db
    .selectFrom('pairing_codes')
    .innerJoin('drivers', 'drivers.id', 'pairing_codes.driver_id')
    .select('drivers.name')
    .where('code_sha256', '=', sha256(input.code))
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(input.now))
    .executeTakeFirst();
  return found ? { driverName: found.name } : null;
}

export interface PairedDevice {
  readonly token: string;
  readonly deviceId: string;
  readonly driverId: string;
  readonly driverName: string;
}

interface PairingInput {
  readonly code: string;
  readonly deviceName: string | null;
  readonly now: EpochMillis;
  /** `position`: another app's key, which tells positions and takes over from no phone. */
  readonly purpose?: 'app' | 'position';
}

/**
 * Turns a code into a device and its token (256 random bits, stored as SHA-256; this answer is the only place it is
 * ever seen). Null where the code is unknown, used or expired. Of two that come at once, one gets the device.
 */
export async function pairDevice(db: Db, input: PairingInput): Promise<PairedDevice | null> {
  return await db.transaction().execute(async (trx) => await pairWithin(trx, input));
}

/**
 * Pairs the one phone that acts for its driver. Where another does already, and this one was not told to take over, the
 * code stays unspent and the answer is `other_phone`; taking over retires the others at this instant.
 */
export async function pairOnlyPhone(
  db: Db,
  input: PairingInput & { readonly takeOver: boolean },
): Promise<PairedDevice | 'other_phone' | null> {
  return await db
    .transaction()
    .execute(async (trx) => {
      const made = await pairWithin(trx, input);
      if (made === null || input.purpose === 'position') return made;
      const acting = await trx
        .selectFrom('devices')
        .select('id')
        .where('driver_id', '=', made.driverId)
        .where('purpose', '=', 'app')
        .where('revoked_at', 'is', null)
        .where('retired_at', 'is', null)
        .where('id', '!=', made.deviceId)
        .execute();
      if (acting.length > 0 && !input.takeOver) throw otherPhone;
      for (const { id } of acting) {
        await trx
          .updateTable('devices')
          .set({ retired_at: new Date(input.now) })
          .where('id', '=', id)
          .execute();
        await sql`select pg_notify(${deviceRevokedChannel}, ${id})`.execute(trx);
      }
      return made;
    })
    .catch((fault: unknown) => {
      if (fault === otherPhone) return 'other_phone' as const;
      throw fault;
    });
}

/** Thrown to leave the code as it was. */
const otherPhone = new Error('another phone acts for this driver');

async function pairWithin(trx: Db, input: PairingInput): Promise<PairedDevice | null> {
  const now = new Date(input.now);
  const used = await trx
    .updateTable('pairing_codes')
    .set({ used_at: now })
    .where('code_sha256', '=', sha256(input.code))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('driver_id')
    .executeTakeFirst();
  if (!used) return null;
  // Two phones that pair at once with two codes: the second sees the first.
  const driver = await trx
    .selectFrom('drivers')
    .select('name')
    .where('id', '=', used.driver_id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const token = makeSecretCode();
  const deviceId = newId('device');
  await trx
    .insertInto('devices')
    .values({
      id: deviceId,
      driver_id: used.driver_id,
      name: input.deviceName?.trim() || driver.name,
      token_sha256: sha256(token),
      paired_at: now,
      last_seen_at: null,
      revoked_at: null,
      purpose: input.purpose ?? 'app',
    })
    .execute();
  return { token, deviceId, driverId: used.driver_id, driverName: driver.name };
}

/**
 * Revokes a device and tells every server at commit, so that none hears it any more. Revoking again changes nothing.
 * False where there is no such device.
 */
export async function revokeDevice(db: Db, input: { deviceId: string; now: EpochMillis }): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const revoked = await trx
      .updateTable('devices')
      .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${new Date(input.now)})` })
      .where('id', '=', input.deviceId)
      .executeTakeFirst();
    if (revoked.numUpdatedRows === 0n) return false;
    await sql`select pg_notify(${deviceRevokedChannel}, ${input.deviceId})`.execute(trx);
    return true;
  });
}
