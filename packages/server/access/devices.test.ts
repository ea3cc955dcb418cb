import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { createDeviceRegistry } from './devices.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ stops: [{}] });
});
afterAll(() => server.close());

describe('another phone of the same driver', () => {
  it('is told of for as long as it was heard lately, in the machine’s time, and is nobody else’s', async () => {
    const { clock, database } = server;
    let machineTime = 0;
    const registry = createDeviceRegistry({ pool: database.pool, clock, machineNow: () => machineTime });
    const stranger = await server.addRoute({ stops: [{}], reference: 'F-2', driver: 'Jakob Lindqvist' });
    const [mine, other, theirs] = [await server.pair(), await server.pair(), await server.pair(stranger.driverId)];
    const heard = async ({ token }: { token: string }) => {
      const device = await registry.find(token);
      if (device === null || device === 'revoked') throw new Error('a paired device is known');
      return device;
    };
    const device = await heard(mine);
    await heard(theirs);
    expect(registry.otherWasHeard(device, 30_000)).toBe(false);
    await heard(other);
    clock.advance(3_600_000);
    machineTime = 30_000;
    expect(registry.otherWasHeard(device, 30_000)).toBe(true);
    machineTime = 30_001;
    expect(registry.otherWasHeard(device, 30_000)).toBe(false);
    await heard(other);
    registry.evict(other.deviceId);
    expect(registry.otherWasHeard(device, 30_000)).toBe(false);
  });
});

describe('a device that is revoked', () => {
  it.each([
    ['by name', (registry: ReturnType<typeof createDeviceRegistry>, id: string) => registry.evict(id)],
    ['with all others', (registry: ReturnType<typeof createDeviceRegistry>) => registry.evictAll()],
  ])('while it is being read is not remembered as a good one (%s)', async (_how, evict) => {
    const { clock, database } = server;
    const { token, deviceId } = await server.pair();
    // The real database; the revocation and its notice come between what was read and its arrival here.
    const revokeAfterReading = new Proxy(database.pool, {
      get(pool, key) {
        if (key !== 'query') return Reflect.get(pool, key);
        return async (text: string, values: unknown[]) => {
          const read = await pool.query(text, values);
          await pool.query('update devices set revoked_at = now() where id = $1', [deviceId]);
          evict(registry, deviceId);
          return read;
        };
      },
    });
    const registry = createDeviceRegistry({ pool: revokeAfterReading, clock });
    expect(await registry.find(token)).toMatchObject({ deviceId });
    expect(await registry.find(token)).toBe('revoked');
  });
});
