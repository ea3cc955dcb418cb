import type { Pool } from 'pg';
import { DoorstepError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import { sha256, sha256Text } from './secret-code.ts';

export interface Device {
  readonly deviceId: string;
  readonly driverId: string;
  /** Since when another phone has taken over from this one: only what happened before is taken from it. */
  readonly retiredAt: number | null;
}

/** Devices by their tokens. Our own, not the accounts library's: a fix must not cost a password-grade check. */
export interface DeviceRegistry {
  /** The device of a token's SHA-256 (`sha256Text`), where it is known without asking the database. */
  known(tokenKey: string): Device | null;
  find(token: string): Promise<Device | 'revoked' | null>;
  /** Whether another phone of the same driver was heard within so many milliseconds of the machine's time. */
  otherWasHeard(device: Device, withinMillis: number): boolean;
  /** Forgets a device at once; the next request asks the database. */
  evict(deviceId: string): void;
  evictAll(): void;
  /** Calls back with each device that is evicted, null for all of them; returns how to stop that. */
  onEvicted(heard: (deviceId: string | null) => void): () => void;
  /** Writes when each device was last heard. */
  flushLastSeen(): Promise<void>;
}

const largestCache = 50_000;
const hearingKeptMillis = 5 * 60_000;

export function createDeviceRegistry(deps: {
  pool: Pick<Pool, 'query'>;
  clock: Clock;
  /** The machine's own time in milliseconds: whether a phone is switched on does not follow a demo's clock. */
  machineNow?: () => number;
}): DeviceRegistry {
  const machineNow = deps.machineNow ?? (() => performance.now());
  const known = new Map<string, Device>();
  const lastSeen = new Map<string, number>();
  // By driver and device, in the machine's time.
  const heardAt = new Map<string, Map<string, number>>();
  // A revocation may be heard while its device is being read: what was read is then not remembered.
  let evictions = 0;
  const listeners = new Set<(deviceId: string | null) => void>();

  function noteHeard({ deviceId, driverId }: Device): void {
    lastSeen.set(deviceId, deps.clock.now());
    const phones = heardAt.get(driverId) ?? new Map<string, number>();
    heardAt.set(driverId, phones.set(deviceId, machineNow()));
  }

  function forgetOldHearings(): void {
    const since = machineNow() - hearingKeptMillis;
    for (const [driverId, phones] of heardAt) {
      for (const [deviceId, at] of phones) if (at < since) phones.delete(deviceId);
      if (phones.size === 0) heardAt.delete(driverId);
    }
  }

  function findKnown(tokenKey: string): Device | null {
    const device = known.get(tokenKey) ?? null;
    if (device) noteHeard(device);
    return device;
  }

  return {
    known: findKnown,
    async find(token) {
      const key = sha256Text(token);
      const cached = findKnown(key);
      if (cached) return cached;
      const evictionsBefore = evictions;
      const { rows } = await deps.pool.query<{
        id: string;
        driver_id: string;
        revoked_at: Date | null;
        retired_at: Date | null;
      }>('select id, driver_id, revoked_at, retired_at from devices where token_sha256 = $1', [sha256(token)]);
      const row = rows[0];
      if (!row) return null;
      if (row.revoked_at) return 'revoked';
      const device = { deviceId: row.id, driverId: row.driver_id, retiredAt: row.retired_at?.getTime() ?? null };
      if (evictions === evictionsBefore) {
        if (known.size >= largestCache) known.clear();
        known.set(key, device);
      }
      noteHeard(device);
      return device;
    },
    otherWasHeard({ deviceId, driverId }, withinMillis) {
      const since = machineNow() - withinMillis;
      for (const [other, at] of heardAt.get(driverId) ?? []) if (other !== deviceId && at >= since) return true;
      return false;
    },
    evict(deviceId) {
      evictions += 1;
      for (const [key, device] of known) if (device.deviceId === deviceId) known.delete(key);
      for (const phones of heardAt.values()) phones.delete(deviceId);
      for (const heard of listeners) heard(deviceId);
    },
    evictAll() {
      evictions += 1;
      known.clear();
      heardAt.clear();
      for (const heard of listeners) heard(null);
    },
    onEvicted(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    async flushLastSeen() {
      forgetOldHearings();
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

/** The token of `Authorization: Bearer …`, null where it has not the form of one. */
export function deviceTokenOf(authorization: string | undefined): string | null {
  return /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(authorization ?? '')?.[1] ?? null;
}

/** The device behind `Authorization: Bearer …`. Throws device_unknown or device_revoked. */
export async function authenticateDevice(devices: DeviceRegistry, authorization: string | undefined): Promise<Device> {
  const token = deviceTokenOf(authorization);
  const device = token === null ? null : await devices.find(token);
  if (device === null) throw new DoorstepError('device_unknown');
  if (device === 'revoked') throw new DoorstepError('device_revoked');
  return device;
}

/** The phone that acts for its driver: one that another has taken over from reads nothing more (`device_retired`). */
export async function authenticateActingDevice(
  devices: DeviceRegistry,
  authorization: string | undefined,
): Promise<Device> {
  const device = await authenticateDevice(devices, authorization);
  if (device.retiredAt !== null) throw new DoorstepError('device_retired');
  return device;
}
