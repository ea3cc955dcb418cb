import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pairPhone } from '../testing/phone.ts';
import { signIn } from '../testing/recipient.ts';
import { depot, usualStops } from '../testing/route-file.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { showsCommand } from './shows.cli.ts';

const everywhere: [number, number][] = [
  [49, 11],
  [49, 12],
  [50, 12],
  [50, 11],
];

let server: TestServer;
let phone: Awaited<ReturnType<typeof pairPhone>>;
let people: Awaited<ReturnType<typeof signIn>>[];
const said: string[] = [];

beforeAll(async () => {
  server = await startTestServer({
    stops: [
      { parcels: [{ shows: { count: { stops: 0 } } }] },
      ...usualStops(1),
      { parcels: [{ merchant: 'Weinkeller Rebstock' }] },
      ...usualStops(1),
    ],
    regions: [{ name: 'Feldheim', mapTracking: true, polygon: everywhere, shows: { position: { stops: 2 } } }],
    merchants: [{ name: 'Weinkeller Rebstock', shows: { position: 'never', window: { metres: 600 } } }],
    settings: { DOORSTEP_SHOW_PATH_AHEAD: 'always', DOORSTEP_SHOW_DRIVER_NAME: '1 stops' },
  });
  phone = await pairPhone(server);
  people = await Promise.all([1, 2, 3, 4].map((stop) => signIn(server, `recipient${stop}@example.org`, 'en')));
});
afterAll(() => server.close());

const parcel = (stop: number) => server.route.stops[stop]?.parcelIds[0];
async function operator(...args: string[]): Promise<number> {
  return showsCommand(args, server.database.db, {
    write: (text) => void said.push(text),
    writeError: (text) => void said.push(text),
  });
}

// One day in order: each test finds it as the one before left it.
describe('what is shown of the way', () => {
  it('follows region, merchant and parcel in the page’s view, and says what it waits for', async () => {
    await phone.start();
    await phone.driveTo({ lat: depot.lat - 0.002, lon: depot.lon });
    const [first, second, third, fourth] = await Promise.all(people.map((each, stop) => each.view(parcel(stop))));
    expect(first).toMatchObject({ map: { shown: true, distanceMetres: 778 }, stopsAway: { kind: 'number', count: 0 } });
    expect(second).toMatchObject({ map: { shown: true }, driverFirstName: 'Selma' });
    expect(third).toMatchObject({
      map: { shown: false, because: { code: 'map_not_offered' } },
      window: null,
      windowBecause: { sentence: 'The time window appears once the van is at most 600 m away.' },
      stopsAway: { count: 2 },
      driverFirstName: null,
    });
    // The region's two stops and the instance's five kilometres: the lesser of each.
    expect(fourth?.map).toEqual({
      shown: false,
      because: {
        code: 'not_near_yet',
        sentence: 'The map opens once the van is at most 2 stops and 5 km away; it is now 3 stops away.',
      },
    });
  });

  it('draws the way ahead only for whom the van comes to next', async () => {
    const [first, second] = await Promise.all([0, 1].map((stop) => people[stop]?.view(parcel(stop))));
    const van = { lat: depot.lat - 0.002, lon: depot.lon };
    expect(first?.map).toMatchObject({ pathAhead: [van, { lat: server.route.stops[0]?.lat, lon: depot.lon }] });
    expect(second?.map).toMatchObject({ pathAhead: null });
  });

  it('changes on open streams when the operator narrows it', async () => {
    const stream = await people[1]?.watch(parcel(1));
    if (!stream) throw new Error('the second recipient is signed in');
    await stream.until(({ event }) => event === 'view');
    const json = '{ "position": "never", "count": "never" }';
    expect(await operator('set', '--region', 'Feldheim', json)).toBe(0);
    const closed = await stream.until(
      ({ event, data }) => event === 'view' && JSON.stringify(data).includes('offered'),
    );
    expect(closed.data).toMatchObject({
      map: { shown: false, because: { code: 'map_not_offered' } },
      stopsAway: { because: { code: 'count_not_offered' } },
    });
    expect(await operator('clear', '--region', 'Feldheim')).toBe(0);
    await stream.until(({ event, data }) => event === 'view' && JSON.stringify(data).includes('"shown":true'));
    stream.close();
  });

  it('is refused with the member that is wrong, and named where there is no such region', async () => {
    said.length = 0;
    expect(await operator('set', '--region', 'Feldheim', '{ "position": { "stops": -1 } }')).toBe(1);
    expect(await operator('set', '--region', 'Feldheim', '{ "positon": "never" }')).toBe(1);
    expect(await operator('set', '--region', 'Nirgends', '{}')).toBe(1);
    expect(said.join('')).toContain('position.stops: Right would be a whole number from 0 to 1000.');
    expect(said.join('')).toContain('positon: This is not known here');
    expect(said.join('')).toContain('There is no region "Nirgends".');
    said.length = 0;
    expect(await operator('list')).toBe(0);
    expect(said.join('')).toContain('merchant\tWeinkeller Rebstock\t{');
  });
});
