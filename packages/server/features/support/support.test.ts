import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let phone: Phone;
let anna: Person;
let helper: Person;

const stop = (index: number) => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const found = async (query: string) =>
  (await helper.askPage('/support', { query })).map((row: { parcelNumber: string }) => row.parcelNumber);
const caseOf = (index: number) => helper.askPage('/support/parcel', { id: stop(index).parcelIds[0] ?? '' });

beforeAll(async () => {
  const many = Array.from({ length: 25 }, () => ({ recipientName: 'Zacharias Vielbesteller' }));
  server = await startTestServer({
    stops: [
      { parcels: [{ recipientEmail: 'anna@example.org', recipientName: 'Änne 100% Kralle' }] },
      { parcels: [{ confidential: true }] },
      {},
      { parcels: many },
    ],
  });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
  helper = await signIn(server, 'helper@example.org', 'de', 'support');
});
afterAll(() => server.close());

describe('customer service', () => {
  it('finds by parcel or order number exactly, and by the beginning of a name', async () => {
    expect(await found('F-1-1-1')).toEqual(['F-1-1-1']);
    expect(await found(' O-F-1-3-1 ')).toEqual(['F-1-3-1']);
    expect(await found('änne')).toEqual(['F-1-1-1']);
    expect(await found('WILHELMINE FELDHAUS 3')).toEqual(['F-1-3-1']);
    expect(await found('F-1-1')).toEqual([]);
    expect(await found('Kralle')).toEqual([]);
  });

  it('finds at most 20, and nothing by a pattern, one letter or a novel', async () => {
    expect(await found('zacharias')).toHaveLength(20);
    expect(await found('änne 100%')).toHaveLength(1);
    for (const query of ['%', '%%', '__', '\\%', 'z', ' z ', 'z'.repeat(81), 'F-1-1-1\0x'])
      expect([query, await found(query)]).toEqual([query, []]);
  });

  it('is nobody else', async () => {
    const roles = ['dispatcher', 'privacy_officer', 'recipient'] as const;
    for (const role of roles) {
      const other = await signIn(server, `${role}@example.org`, 'de', role);
      expect(await other.askPage('/support', { query: 'änne' })).toBeNull();
      expect(await other.askPage('/support/parcel', { id: stop(0).parcelIds[0] ?? '' })).toBeNull();
    }
    const administrator = await signIn(server, 'administrator@example.org', 'de', 'administrator');
    expect(await administrator.askPage('/support', { query: 'änne' })).toHaveLength(1);
    expect(await helper.askPage('/support/parcel', { id: 'par_00000000000000000000000000' })).toBeNull();
    expect(await helper.askPage('/support/parcel', { id: 'nothing' })).toBeNull();
  });

  it('reads one story of a parcel: what was said, what happened, how far from the address', async () => {
    await phone.start();
    server.clock.advance(60_000);
    await anna.put(`/parcels/${stop(0).parcelIds[0]}/drop-off`, { place: 'Terrasse', note: 'Das Tor klemmt' });
    await phone.driveTo({ lat: stop(0).lat + 0.00009, lon: stop(0).lon });
    await phone.give('arrive', { stopId: stop(0).stopId });
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'safe_place', place: 'Terrasse' });
    const story = await caseOf(0);
    expect(story).toMatchObject({
      parcelNumber: 'F-1-1-1',
      orderNumber: 'O-F-1-1-1',
      merchant: 'Buchladen Silberdistel',
      recipientName: 'Änne 100% Kralle',
      headline: 'Zugestellt',
      address: 'Heckenrosenweg 1a, 91234 Feldheim',
      carrier: 'Feldheim Express',
      timeZone: 'Europe/Berlin',
    });
    const told = story.timeline.map(({ sentence, detail }: Record<string, string | null>) => [sentence, detail]);
    expect(told).toEqual([
      ['Zugestellt, Ablageort: Terrasse', '10 m von der Adresse'],
      ['Ablageort genannt: Terrasse', 'Das Tor klemmt'],
      ['Als Nächstes dran', null],
      ['Auf dem Weg', null],
      ['Im Depot Feldheim', null],
      ['Angekündigt von Buchladen Silberdistel', null],
    ]);
    expect(JSON.stringify(story), 'no position').not.toMatch(/49\.50|11\.2/);
  });

  it('reads that a parcel was left although nobody had named a place, and never a neighbour’s name', async () => {
    await phone.driveTo(stop(2));
    await phone.give('deliver', { stopId: stop(2).stopId, how: 'safe_place', place: 'Carport' });
    const left = await caseOf(2);
    expect(left.timeline[0]).toMatchObject({
      sentence: 'Zugestellt, Ablageort: Carport',
      detail: '0 m von der Adresse, ohne genannten Ablageort',
    });
    await phone.give('undo', { stopId: stop(2).stopId });
    await phone.give('deliver', { stopId: stop(2).stopId, how: 'neighbour', place: 'Ringelnatz' });
    const story = JSON.stringify(await caseOf(2));
    expect(story).toContain('Zugestellt, in der Nachbarschaft abgegeben');
    expect(story).toContain('Zurückgenommen, wieder unterwegs');
    expect(story).not.toContain('Ringelnatz');
  });

  it('reads of a confidential delivery’s address the city, and nothing of the door', async () => {
    await phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'hinter der Praxis' });
    const story = await caseOf(1);
    expect(story.address).toBe('Feldheim');
    expect(JSON.stringify(story)).not.toMatch(/Heckenrosenweg|91234|Praxis/);
  });
});
