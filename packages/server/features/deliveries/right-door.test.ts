import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { startTestServer, type TestServer, type TestStop } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;

beforeAll(async () => {
  server = await startTestServer({ stops: [{}, {}, {}, {}, {}, {}] });
  phone = await pairPhone(server);
  await phone.start();
});
afterAll(() => server.close());

const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const north = ({ lat, lon }: TestStop, metres: number) => ({ lat: lat + metres / 111_195, lon });
const leave = (at: TestStop, more: object) =>
  phone.give('deliver', { stopId: at.stopId, how: 'safe_place', place: 'Carport', ...more });
const proofOf = (at: TestStop) =>
  server.database.db
    .selectFrom('parcel_events')
    .select(['lat', 'accuracy_metres', 'far_metres', 'right_door'])
    .where('parcel_id', '=', at.parcelIds[0] ?? '')
    .where('type', '=', 'delivered')
    .executeTakeFirstOrThrow();

describe('a delivery far from its address', () => {
  it('bears the metres and the driver’s yes', async () => {
    const standsAt = { ...north(stop(0), 140), accuracyMetres: 12 };
    await leave(stop(0), { standsAt, rightDoor: true });
    expect(await proofOf(stop(0))).toEqual({
      lat: standsAt.lat,
      accuracy_metres: 12,
      far_metres: 140,
      right_door: true,
    });
  });

  it('bears them too where nobody was asked', async () => {
    await leave(stop(1), { standsAt: { ...north(stop(1), 140), accuracyMetres: 12 } });
    expect(await proofOf(stop(1))).toMatchObject({ far_metres: 140, right_door: null });
  });

  it('is none within 60 m and the phone’s own error', async () => {
    await leave(stop(2), { standsAt: { ...north(stop(2), 140), accuracyMetres: 85 } });
    expect(await proofOf(stop(2))).toMatchObject({ accuracy_metres: 85, far_metres: null });
  });

  it('is told by the newest fix where the phone says no place of its own', async () => {
    await phone.driveTo(north(stop(3), 300));
    await leave(stop(3), {});
    expect(await proofOf(stop(3))).toMatchObject({ accuracy_metres: 5, far_metres: 300 });
  });

  it('is told by where its photo was taken, not by the newest fix, where the phone says that', async () => {
    await phone.driveTo(north(stop(4), 400));
    await leave(stop(4), { standsAt: { ...north(stop(4), 9), accuracyMetres: 4 }, photoId: crypto.randomUUID() });
    expect(await proofOf(stop(4))).toMatchObject({ accuracy_metres: 4, far_metres: null });
  });

  it('has no place while the driver is dark, whatever the phone says', async () => {
    await phone.give('go_dark');
    server.clock.advance(60_000);
    await leave(stop(5), { standsAt: north(stop(5), 300) });
    expect(await proofOf(stop(5))).toEqual({ lat: null, accuracy_metres: null, far_metres: null, right_door: null });
    await phone.give('resume');
  });
});
