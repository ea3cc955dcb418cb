import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPhone, type Phone, pairPhone } from '../../testing/phone.ts';
import { depot, placeOfStop, plannedStartAt } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone & { token: string };

beforeEach(async () => {
  server = await startTestServer({ stops: [{}, { parcels: [{ confidential: true }] }, {}] });
  phone = await pairPhone(server);
});
afterEach(() => server.close());

async function route(token = phone.token, language = 'de') {
  const answer = await server.app.inject({
    method: 'GET',
    url: '/api/v1/driver/route',
    headers: { authorization: `Bearer ${token}`, 'accept-language': language },
  });
  expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'private, no-store']);
  return answer.json();
}

describe('the driver’s route of today', () => {
  it('has the stops in the order of the plan, with what the driver needs at the door', async () => {
    const found = await route();
    expect(found.serverAt).toBe(new Date(server.clock.now()).toISOString());
    expect(found.route).toMatchObject({
      id: server.route.routeId,
      serviceDate: '2026-06-09',
      timeZone: 'Europe/Berlin',
      phase: 'planned',
      duty: 'driving',
      watching: 'none',
      otherPhoneActive: false,
      plannedStartAt: new Date(plannedStartAt).toISOString(),
      depot,
    });
    expect(found.route.stops[0]).toEqual({
      id: server.route.stops[0]?.stopId,
      sequence: 1,
      addressLine: 'Heckenrosenweg 1a',
      postcode: '91234',
      city: 'Feldheim',
      ...placeOfStop(0),
      plannedArrivalAt: new Date(plannedStartAt + 300_000).toISOString(),
      serviceSeconds: 60,
      status: 'open',
      parcels: [
        {
          id: server.route.stops[0]?.parcelIds[0],
          parcelNumber: 'F-1-1-1',
          recipientName: 'Wilhelmine Feldhaus 1',
          state: 'at_depot',
          mayBeLeft: { answer: false, sentence: 'Für dieses Paket ist kein Ablageort genannt.' },
          safePlace: null,
          photo: { answer: true, sentence: expect.stringMatching(/^Foto vom Paket und wo es steht\./) },
        },
      ],
    });
    expect(found.route.stops.map((stop: { id: string }) => stop.id)).toEqual(
      server.route.stops.map(({ stopId }) => stopId),
    );
    expect(found.route.stops[1].parcels[0].photo).toEqual({ answer: false, sentence: 'Kein Foto hier' });
  });

  it('goes with the day', async () => {
    await phone.start();
    await phone.give('arrive', { stopId: server.route.stops[0]?.stopId });
    await phone.give('go_dark');
    expect((await route()).route).toMatchObject({
      phase: 'started',
      duty: 'dark',
      stops: [{ status: 'arrived', parcels: [{ state: 'arriving' }] }, { status: 'open' }, { status: 'open' }],
    });
    await phone.give('deliver', { stopId: server.route.stops[0]?.stopId, how: 'recipient' });
    expect((await route()).route.stops[0]).toMatchObject({ status: 'completed', parcels: [{ state: 'delivered' }] });
    await phone.give('finish_route');
    expect((await route()).route.phase).toBe('finished');
  });

  it('is none on another day, unless it still runs past midnight', async () => {
    server.clock.advance(-86_400_000);
    expect((await route()).route).toBeNull();
    server.clock.advance(86_400_000);
    await phone.start();
    server.clock.advance(20 * 3_600_000);
    expect((await route()).route).toMatchObject({ phase: 'started', serviceDate: '2026-06-09' });
  });

  it('is never another driver’s', async () => {
    const other = await server.addRoute({ stops: [{}], reference: 'F-2', driver: 'Jakob Lindqvist' });
    const { token } = await server.pair(other.driverId);
    expect((await route(token)).route.id).toBe(other.routeId);
    expect((await route()).route.id).toBe(server.route.routeId);
    const theirs = openPhone(server, token);
    await theirs.give('start_route', { routeId: other.routeId });
    await theirs.send(theirs.fixAt(depot));
    expect((await route()).route.phase).toBe('planned');
  });

  it('that is imported anew before the start is the new one', async () => {
    expect((await route()).route.stops).toHaveLength(3);
    const { routeId } = await server.addRoute({ stops: [{}, {}, {}, {}] });
    expect(routeId).toBe(server.route.routeId);
    await expect.poll(async () => (await route()).route.stops.length, { timeout: 10_000 }).toBe(4);
  });
});
