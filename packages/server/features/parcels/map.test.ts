import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot, placeOfStop, usualStops } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

// Stops 0 to 11 lie in a region with a map, the last one in a region without.
const region = (name: string, mapTracking: boolean, south: number, north: number) => ({
  name,
  mapTracking,
  polygon: [
    [south, 11],
    [south, 12],
    [north, 12],
    [north, 11],
  ] satisfies [number, number][],
});
const north = placeOfStop(11).lat + 0.001;

let server: TestServer;
let phone: Phone;
let near: Awaited<ReturnType<typeof signIn>>;
let far: Awaited<ReturnType<typeof signIn>>;
let outside: Awaited<ReturnType<typeof signIn>>;

// One day in order: each test finds it as the one before left it.
beforeAll(async () => {
  server = await startTestServer({
    stops: usualStops(13),
    regions: [region('Feldheim Süd', true, 49, north), region('Feldheim Nord', false, north, 50)],
  });
  phone = await pairPhone(server);
  near = await signIn(server, 'recipient2@example.org');
  far = await signIn(server, 'recipient12@example.org', 'en');
  outside = await signIn(server, 'recipient13@example.org');
});
afterAll(() => server.close());

const mapOf = async (person: typeof near, stop: number) =>
  (await person.view(server.route.stops[stop]?.parcelIds[0])).map;
const hidden = (code: string, sentence: string) => ({ shown: false, because: { code, sentence } });
const noPosition = hidden('no_position', 'Die Position ist gerade nicht verfügbar.');

describe('the map is hidden, and says why', () => {
  it('before the day, on the day, and on the way before the first position', async () => {
    server.clock.advance(-86_400_000);
    expect(await mapOf(near, 1)).toEqual(
      hidden('not_today', 'Die Karte öffnet sich am Tag der Lieferung, wenn der Lieferwagen in Ihrer Nähe ist.'),
    );
    server.clock.advance(86_400_000);
    expect(await mapOf(near, 1)).toEqual(
      hidden(
        'not_on_its_way',
        'Das Paket ist noch nicht unterwegs. Die Karte öffnet sich, wenn der Lieferwagen in Ihrer Nähe ist.',
      ),
    );
    await phone.start();
    expect(await mapOf(near, 1)).toEqual(noPosition);
  });

  it('while the van is more than 10 stops or more than 5 km away', async () => {
    await phone.driveTo(depot);
    expect(await mapOf(far, 11)).toEqual(
      hidden('not_near_yet', 'The map opens once the van is at most 10 stops and 5 km away; it is now 11 stops away.'),
    );
  });

  it('where the region has no map', async () => {
    expect(await mapOf(outside, 12)).toEqual(hidden('region_not_served', 'In Ihrer Gegend gibt es noch keine Karte.'));
  });

  it('to a recipient who switched it off, until it is on again', async () => {
    await near.switchMap(false);
    expect(await mapOf(near, 1)).toEqual(
      hidden('switched_off', 'Für diese Lieferung ist die Karte ausgeschaltet. Ihre eigene Wahl können Sie ändern.'),
    );
    await near.switchMap(true);
    expect(await mapOf(near, 1)).toMatchObject({ shown: true });
  });
});

describe('the dot', () => {
  const place = { lat: depot.lat + 0.001, lon: depot.lon };

  it('is where the van is, with the way home', async () => {
    server.clock.advance(60_000);
    await phone.send({ ...phone.fixAt(place, 2), headingDegrees: 12.5, speedMetresPerSecond: 8 });
    expect(await mapOf(near, 1)).toEqual({
      shown: true,
      van: {
        ...place,
        headingDegrees: 12.5,
        fixedAt: new Date(server.clock.now() - 2_000).toISOString(),
        freshness: 'live',
      },
      home: placeOfStop(1),
      distanceMetres: expect.closeTo(1001, -1),
      pathAhead: null,
    });
  });

  it('is delayed from 30 seconds on, and gone after 120', async () => {
    const freshness = async (secondsOld: number) => {
      server.clock.advance(secondsOld * 1000);
      const map = await mapOf(near, 1);
      server.clock.advance(-secondsOld * 1000);
      return map.shown ? map.van.freshness : map;
    };
    await phone.driveTo(place);
    expect(await freshness(29)).toBe('live');
    expect(await freshness(30)).toBe('delayed');
    expect(await freshness(120)).toBe('delayed');
    expect(await freshness(121)).toEqual(noPosition);
  });

  it('is gone during a break and in the dark, with the same sentence, and back after it', async () => {
    for (const pause of ['take_break', 'go_dark']) {
      await phone.give(pause);
      expect(await mapOf(near, 1)).toEqual(noPosition);
      server.clock.advance(30_000);
      await phone.give('resume');
      await phone.driveTo(place);
      expect(await mapOf(near, 1)).toMatchObject({ shown: true, van: place });
    }
  });

  it('once shown stays on this attempt, however far the van goes, also after a restart', async () => {
    for (let step = 1; step <= 10; step += 1) await phone.driveTo({ ...place, lat: place.lat - step * 0.005 });
    const gone = await mapOf(near, 1);
    expect(gone.shown && gone.distanceMetres).toBeGreaterThan(5_000);
    await server.restart();
    expect(await mapOf(near, 1)).toEqual(gone);
    expect(await mapOf(far, 11)).toMatchObject({ because: { code: 'not_near_yet' } });
  });

  it('is gone for good with the delivery', async () => {
    await phone.give('deliver', { stopId: server.route.stops[1]?.stopId, how: 'mailbox' });
    const over = hidden('journey_over', 'Dieses Paket ist nicht mehr zu Ihnen unterwegs. Die Karte ist geschlossen.');
    expect(await mapOf(near, 1)).toEqual(over);
    await phone.driveTo({ ...place, lat: place.lat - 0.055 });
    expect(await mapOf(near, 1)).toEqual(over);
  });
});
