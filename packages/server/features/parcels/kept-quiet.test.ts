import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { carrierName, depot } from '../../testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../../testing/test-server.ts';

const trackingUrl = 'https://schnellbote.example/track/4711';
const stops = [
  {},
  {
    parcels: [
      {
        gift: true,
        recipientEmail: 'gifted@example.org',
        recipientName: 'Leonie Quast',
        buyerEmail: 'giver@example.org',
      },
    ],
  },
  { confidentialAddress: true, parcels: [{ recipientEmail: 'sheltered@example.org', recipientName: 'Nora Brix' }] },
  { parcels: [{ confidential: true, recipientEmail: 'discreet@example.org', recipientName: 'Emil Torf' }] },
  { parcels: [{ recipientEmail: 'both@example.org', buyerEmail: 'both@example.org', gift: true }] },
];

let server: TestServer;
let phone: Phone;
const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };

/** Everything that was sent to each of them on this day: list, view and stream, after every step. */
const heard: Record<string, string[]> = {};

beforeAll(async () => {
  server = await startTestServer({ stops });
  phone = await pairPhone(server);
  const people = [
    { email: 'giver@example.org', parcelId: stop(1).parcelIds[0] },
    { email: 'gifted@example.org', parcelId: stop(1).parcelIds[0] },
    { email: 'sheltered@example.org', parcelId: stop(2).parcelIds[0] },
    { email: 'discreet@example.org', parcelId: stop(3).parcelIds[0] },
  ];
  const watching = await Promise.all(
    people.map(async ({ email, parcelId }) => {
      const person = await signIn(server, email);
      heard[email] = [];
      return { email, parcelId, person, stream: await person.watch(parcelId) };
    }),
  );
  const look = async () => {
    for (const { email, parcelId, person } of watching)
      heard[email]?.push(JSON.stringify([await person.list(), await person.view(parcelId)]));
  };

  await look();
  await phone.start();
  for (let index = 0; index < 4; index += 1) {
    await look();
    await phone.driveTo(stop(index));
    await look();
    await phone.give('arrive', { stopId: stop(index).stopId });
    await look();
    await phone.give(index === 1 ? 'attempt' : 'deliver', {
      stopId: stop(index).stopId,
      ...(index === 1 ? { reason: 'nobody_home' } : { how: 'safe_place', place: 'hinter der Regentonne' }),
    });
    await look();
  }
  await phone.give('arrive', { stopId: stop(1).stopId });
  await phone.give('deliver', { stopId: stop(1).stopId, how: 'neighbour', place: 'bei Familie Yıldız' });
  await look();
  await server.restart();
  await look();
  for (const { email, stream } of watching) {
    const frames = await stream.untilEnd();
    heard[email]?.push(JSON.stringify([...stream.seen, ...frames]));
  }
});
afterAll(() => server.close());

const places = /\b49\.5\d|\b11\.2\b|"lat"|"lon"/;

describe('the buyer of a gift', () => {
  it('learns by day that it is on its way and that it arrived, and nothing else', async () => {
    const told = (heard['giver@example.org'] ?? []).join('\n');
    expect(told).toContain('Ihr Geschenk ist unterwegs');
    expect(told).toContain('Ihr Geschenk ist angekommen');
    expect(told).not.toMatch(places);
    for (const secret of [
      'Heckenrosenweg',
      'Feldheim',
      'Leonie',
      'gifted@',
      'Europe/',
      'Regentonne',
      'Yıldız',
      'neighbour',
      'attempted',
      'arriving',
      'nobody_home',
      carrierName,
      'T06:',
      '"count"',
    ])
      expect(told).not.toContain(secret);
  });

  it('and its recipient knows of status and window only', async () => {
    const told = heard['gifted@example.org'] ?? [];
    expect(told.join('\n')).not.toMatch(places);
    expect(told.join('\n')).toContain('Das ist ein Geschenk. Eine Karte gibt es dazu nicht');
    expect(told[1]).toContain('"fromAt"');
    expect(told.at(-2)).toContain('bei Familie Yıldız');
  });

  it('who receives it too asks as its recipient', async () => {
    const both = await signIn(server, 'both@example.org');
    const { parcels } = await both.list();
    expect(parcels).toHaveLength(1);
    expect(parcels[0]?.window).not.toBeNull();
  });
});

describe('a confidential parcel, or one to a confidential address', () => {
  it.each(['sheltered@example.org', 'discreet@example.org'])('tells %s the day and the outcome', (email) => {
    const told = (heard[email] ?? []).join('\n');
    expect(told).toContain('"code":"confidential"');
    expect(told).toContain('Zugestellt');
    expect(told).toContain('2026-06-09');
    expect(told).not.toMatch(places);
    for (const secret of ['Silberdistel', 'Heckenrosenweg', 'fromAt', '"count"', 'T06:', 'arriving', 'Nora', 'Emil'])
      expect(told).not.toContain(secret);
  });

  it('does not betray by the count of others when the van was there', async () => {
    const other = await startTestServer({ stops: [{}, { confidentialAddress: true }, {}, {}] });
    try {
      const driver = await pairPhone(other);
      const fourth = await signIn(other, 'recipient4@example.org');
      const route = other.route.stops;
      const count = async () => {
        const { stopsAway } = await fourth.view(route[3]?.parcelIds[0]);
        return stopsAway?.kind === 'number' ? stopsAway.count : stopsAway;
      };
      const serve = async (index: number) => {
        const { stopId, lat, lon } = route[index] ?? { stopId: '', ...depot };
        await driver.serve({ stopId, lat, lon });
        return count();
      };
      await driver.give('start_route', { routeId: other.route.routeId });
      expect(await count()).toBe(3);
      expect([await serve(0), await serve(1), await serve(2)]).toEqual([2, 2, 0]);
    } finally {
      await other.close();
    }
  });
});

describe('a parcel that another carrier brings', () => {
  it('has that carrier’s label and link, and no map', async () => {
    const other = await startTestServer({
      stops: [{ parcels: [{ carrier: { name: 'Schnellbote', trackingUrl } }, {}] }],
    });
    try {
      const driver = await pairPhone(other);
      await driver.give('start_route', { routeId: other.route.routeId });
      await driver.driveTo(depot);
      const anna = await signIn(other, 'recipient1@example.org', 'en');
      const { parcels } = await anna.list();
      const brought = parcels.find((parcel) => parcel.carrier?.trackingUrl !== null);
      expect(brought?.carrier).toEqual({ label: 'Delivered by Schnellbote', trackingUrl });
      expect(await anna.view(brought?.id)).toMatchObject({
        window: null,
        stopsAway: null,
        map: { shown: false, because: { code: 'other_carrier' } },
      });
      const own = parcels.find((parcel) => parcel !== brought);
      expect(await anna.view(own?.id)).toMatchObject({ map: { shown: true }, carrier: { trackingUrl: null } });
    } finally {
      await other.close();
    }
  });
});
