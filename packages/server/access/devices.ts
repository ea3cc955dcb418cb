import type { Pool } from 'pg';
import { DoorstepError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { sha256 } from './secret-code.ts';

export interface Device {
  readonly deviceId: string;
  readonly driverId: string;
}

/** Devices by their tokens. Our own, not the accounts library's: a fix must not cost a password-grade check. */
export interface DeviceRegistry {
  find(token: string): Promise<Device | 'revoked' | null>;
  /** Forgets a device at once; the next request asks the database. */
  evict(deviceId: string): void;
  evictAll(): void;
  /** Writes when each device was last heard. */
  flushLastSeen(): Promise<void>;
}

const largestCache = 50_000;

export function createDeviceRegistry(deps: { pool: Pick<Pool, 'query'>; clock: Clock }): DeviceRegistry {
  const known = new Map<string, Device>();
  const lastSeen = new Map<string, number>();
  // A revocation may be heard while its device is being read: what was read is then not remembered.
  let evictions = 0;

  return {
    async find(token) {
      const hash = sha256(token);
      const key = hash.toString('base64');
      const cached = known.get(key);
      if (cached) {
        lastSeen.set(cached.deviceId, deps.clock.now());
        return cached;
      }
      const evictionsBefore = evictions;
      const { rows } = await deps.pool.query<{ id: string; driver_id: string; revoked_at: Date | null }>(
        'select id, driver_id, revoked_at from devices where token_sha256 = $1',
        [hash],
      );
      const row = rows[0];
      if (!row) return null;
      if (row.revoked_at) return 'revoked';
      const device = { deviceId: row.id, driverId: row.driver_id };
      if (evictions === evictionsBefore) {
        if (known.size >= largestCache) known.clear();
        known.set(key, device);
      }
      lastSeen.set(device.deviceId, deps.clock.now());
      return device;
    },
    evict(deviceId) {
      evictions += 1;
      for (const [key, device] of known) if (device.deviceId === deviceId) known.delete(key);
    },
    evictAll() {
      evictions += 1;
      known.clear();
    },
    async flushLastSeen() {
      if (lastSeen.size === 0) return;
      const entries = [...lastSeen];
      lastSeen.clear();
      await deps.pool.query(
        `update devices set last_seen_at = seen.at
           from unnest($1::text[], $2::timestamptz[]) as seen (id, at) where devices.id = seen.id`,
        [entries.map(([id]) => id), entries.map(([, at]) => new Date(at))],
      );
    },
  };
}

/** The device behind `Authorization: Bearer …`. Throws device_unknown or device_revoked. */
export async function authenticateDevice(devices: DeviceRegistry, authorization: string | undefined): Promise<Device> {
  const token = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '')?.[1];
  const device = token ? await devices.find(token) : null;
  if (device === null) throw new DoorstepError('device_unknown');
  if (device === 'revoked') throw new DoorstepError('device_revoked');
  return device;
}
