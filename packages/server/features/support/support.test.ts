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
      { parcels: [{ recipientEmail: 'berta@example.org' }] },
      { parcels: many },
    ],
  });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
  helper = await signIn(server, 'helper@example.org', 'de', 'support');
});
afterAll(() => server.close());

describe('customer service', () => {
  it('finds by parcel or order number exactly, and by the beginning of a whole or last name', async () => {
    expect(await found('F-1-1-1')).toEqual(['F-1-1-1']);
    expect(await found(' O-F-1-3-1 ')).toEqual(['F-1-3-1']);
    expect(await found('änne')).toEqual(['F-1-1-1']);
    expect(await found('WILHELMINE FELDHAUS 3')).toEqual(['F-1-3-1']);
    expect(await found('F-1-1')).toEqual([]);
    expect(await found('kral')).toEqual(['F-1-1-1']);
    expect(await found('100%')).toEqual([]);
  });

  it('is noted for whom it is about: each parcel that a search shows and each case read, once in ten minutes', async () => {
    const looks = async () => {
      const answer = await anna.get(`/${stop(0).parcelIds[0]}/looks`);
      return answer.json().looks.map((look: { sentence: string }) => look.sentence);
    };
    await server.database.pool.query('delete from case_looks');
    await found('änne');
    await found('kral');
    await caseOf(0);
    await caseOf(0);
    const [inSearch, read] = [
      'Kundenservice: in einer Suche gesehen',
      'Kundenservice: Vorgang gelesen, ohne offene Meldung',
    ];
    expect(await looks()).toEqual([read, inSearch]);
    server.clock.advance(10 * 60_000);
    await caseOf(0);
    expect(await looks()).toEqual([read, read, inSearch]);
    // Others learn nothing of it, and a parcel that is not theirs is answered like none.
    const other = await signIn(server, 'somebody@example.org');
    const none = await other.get('/par_00000000000000000000000000/looks');
    expect([none.statusCode, (await other.get(`/${stop(0).parcelIds[0]}/looks`)).body]).toEqual([404, none.body]);
    // Who it was is for the privacy officer alone.
    const officer = await signIn(server, 'officer@example.org', 'de', 'privacy_officer');
    const admin = await signIn(server, 'admin@example.org', 'de', 'administrator');
    const names = async (staff: Person) =>
      (await staff.askPage('/admin/photos')).report.caseLooks.map((look: { name: string | null }) => look.name);
    expect([(await names(officer))[0], (await names(admin))[0]]).toEqual([expect.stringMatching(/\w/), null]);
    const { rows } = await server.database.pool.query('select distinct reason from case_looks order by 1');
    expect(rows.map(({ reason }) => reason)).toEqual(['no_report', 'search']);
  });

  it('finds at most 20, and nothing by a pattern, one letter or a novel', async () => {
    expect(await found('zacharias')).toHaveLength(20);
    expect(await found('änne 100%')).toHaveLength(1);
    for (const query of ['%', '%%', '__', '\\%', 'z', ' z ', 'z'.repeat(81), 'F-1-1-1\0x'])
      expect([query, await found(query)]).toEqual([query, []]);
  });

  it('is nobody else', async () => {
    const roles = ['administrator', 'dispatcher', 'privacy_officer', 'recipient'] as const;
    for (const role of roles) {
      const other = await signIn(server, `${role}@example.org`, 'de', role);
      expect(await other.askPage('/support', { query: 'änne' })).toBeNull();
      expect(await other.askPage('/support/parcel', { id: stop(0).parcelIds[0] ?? '' })).toBeNull();
    }
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
      ['Zugestellt, Ablageort: Terrasse', '10 m von der Adresse, auf 5 m genau'],
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
      detail: '0 m von der Adresse, auf 5 m genau, ohne genannten Ablageort',
    });
    await phone.give('undo', { stopId: stop(2).stopId });
    await phone.give('deliver', { stopId: stop(2).stopId, how: 'neighbour', place: 'Ringelnatz' });
    const story = JSON.stringify(await caseOf(2));
    expect(story).toContain('Zugestellt, in der Nachbarschaft abgegeben');
    expect(story).toContain('Zurückgenommen, wieder unterwegs');
    expect(story).not.toContain('Ringelnatz');
    await phone.give('undo', { stopId: stop(2).stopId });
  });

  it('reads of a confidential delivery the city, and nothing of the door, the merchant or the order', async () => {
    await phone.driveTo(stop(1));
    await phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'hinter der Praxis' });
    const story = await caseOf(1);
    expect(story.address).toBe('Feldheim');
    expect(JSON.stringify(story)).not.toMatch(/Heckenrosenweg|91234|Praxis|Silberdistel|O-F-1-2-1|\d m von/);
    const rows = async (query: string) => helper.askPage('/support', { query });
    expect(await rows('F-1-2-1')).toMatchObject([{ orderNumber: null, merchant: null }]);
    expect(await rows('O-F-1-2-1')).toMatchObject([{ orderNumber: 'O-F-1-2-1', merchant: null }]);
  });

  it('reads how far off an attempt was, and of a stop that the route never reached no distance', async () => {
    const latest = async (index: number) => (await caseOf(index)).timeline[0];
    await phone.driveTo(stop(2));
    await phone.give('attempt', { stopId: stop(2).stopId, reason: 'nobody_home' });
    expect(await latest(2)).toMatchObject({ detail: '0 m von der Adresse, auf 5 m genau' });
    await phone.give('finish_route');
    expect(await latest(3)).toMatchObject({
      sentence: 'Nicht zugestellt: Die Tour ging vorher zu Ende.',
      detail: null,
    });
    const { rows: kept } = await server.database.pool.query(
      `select distinct lat from parcel_events where attempt_reason = 'out_of_time'`,
    );
    expect(kept).toEqual([{ lat: null }]);
  });

  it('reads of each attempt the depot it set out from, as its recipient does', async () => {
    const parcelId = stop(2).parcelIds[0] ?? '';
    const next = await server.addRoute({ reference: 'F-2', stops: [{}] });
    const { pool } = server.database;
    await pool.query(`insert into depots select 'dep_2', 'Nachbarort', lat, lon, time_zone from depots limit 1`);
    await pool.query(`update routes set depot_id = 'dep_2' where id = $1`, [next.routeId]);
    await pool.query('update parcels set attempt = 2 where id = $1', [parcelId]);
    await pool.query('insert into stop_parcels (parcel_id, attempt, stop_id) values ($1, 2, $2)', [
      parcelId,
      next.stops[0]?.stopId,
    ]);
    for (const [type, state] of [
      ['back_at_depot', 'at_depot'],
      ['held', 'held_for_pickup'],
    ])
      await pool.query(
        `insert into parcel_events (parcel_id, type, state, at, recorded_at) values ($1, $2, $3, $4, $4)`,
        [parcelId, type, state, new Date(server.clock.now())],
      );
    const sentences = (await caseOf(2)).timeline.map(({ sentence }: { sentence: string }) => sentence);
    expect(sentences[0]).toBe('Liegt zur Abholung bereit: Nachbarort');
    expect(sentences.at(-2)).toBe('Im Depot Feldheim');
    const berta = await signIn(server, 'berta@example.org');
    const { timeline } = await berta.view(parcelId);
    const hers = timeline.map(({ sentence }) => sentence).filter((sentence) => /Nachbarort|Feldheim$/.test(sentence));
    expect(hers).toEqual(['Liegt zur Abholung bereit: Nachbarort', 'Im Depot Nachbarort', 'Im Depot Feldheim']);
  });

  it('reads of no missing permission once it is forgotten what had been named', async () => {
    server.clock.advance(31 * 24 * 3_600_000);
    await server.keepHouse();
    const story = await caseOf(0);
    expect(story.timeline[0]).toMatchObject({
      sentence: 'Zugestellt, Ablageort: Terrasse',
      detail: '10 m von der Adresse, auf 5 m genau',
    });
    expect(JSON.stringify(story)).not.toContain('Tor klemmt');
  });
});
