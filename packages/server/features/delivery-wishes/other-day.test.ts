import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeIn, enterByLink, linkIn, mailsTo } from '../../testing/guest.ts';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let anna: Awaited<ReturnType<typeof signIn>>;
const stops = [{ parcels: [{ recipientEmail: 'anna@example.org' }, {}] }, {}, {}];

const parcel = (stop = 0, which = 0) => server.route.stops[stop]?.parcelIds[which] ?? '';
const move = (day: string, id = parcel()) => anna.put(`/parcels/${id}/delivery-day`, { day });
const read = async () => (await anna.get(`/${parcel()}/delivery-wish`)).json();
const plannedStops = async () => (await phone.route()).stops.map(({ parcels }) => parcels.map(({ id }) => id));

// The route's day is Tuesday, 9 June 2026; nobody drives on Thursday.
beforeEach(async () => {
  const settings = { DOORSTEP_CLOSED_DATES: '2026-06-11', DOORSTEP_OTHER_DAYS_AHEAD: '5' };
  server = await startTestServer({ stops, settings });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
});
afterEach(() => server.close());

describe('not today', () => {
  it('moves the parcel to a day that is offered, off the plan of its day, and says so', async () => {
    expect((await read()).otherDays).toEqual(['2026-06-10', '2026-06-12', '2026-06-13']);
    await anna.put(`/parcels/${parcel()}/drop-off`, { place: 'im Schuppen' });
    const moved = await move('2026-06-12');
    // It was named for the old day.
    expect((await anna.get(`/${parcel()}/drop-off`)).json()).toMatchObject({ place: null, open: true });
    expect([moved.statusCode, moved.json()]).toMatchObject([
      200,
      { serviceDate: '2026-06-12', otherDays: ['2026-06-13', '2026-06-15', '2026-06-16', '2026-06-17'] },
    ]);
    expect(await anna.view(parcel())).toMatchObject({
      serviceDate: '2026-06-12',
      map: { because: { code: 'not_today' } },
    });
    expect(await plannedStops()).toEqual([[parcel(0, 1)], [parcel(1)], [parcel(2)]]);
    // The same once more, as after an answer that was lost.
    expect((await move('2026-06-12')).statusCode).toBe(200);
    const { timeline, status } = await anna.view(parcel());
    expect(timeline).toHaveLength(3);
    expect(timeline[0]).toMatchObject({
      code: 'postponed',
      sentence: 'Auf Wunsch der Empfängerseite verschoben auf Fr., 12. Juni',
    });
    expect(status.detail).toBe('auf Wunsch der Empfängerseite verschoben');
    expect((await anna.list()).parcels.find(({ id }) => id === parcel())).toMatchObject({
      serviceDate: '2026-06-12',
      detail: 'auf Wunsch der Empfängerseite verschoben',
    });
    // Whoever drives leaves it at the depot.
    expect((await phone.route()).postponed).toEqual([
      expect.objectContaining({ parcelNumber: 'F-1-1-1', toDay: '2026-06-12' }),
    ]);
    await phone.start();
    expect((await anna.view(parcel())).status.state).toBe('at_depot');
    // And once the route is over, no phone needs the name and the address any more.
    await phone.give('finish_route');
    expect((await phone.route()).postponed).toBeUndefined();
  });

  it('keeps the word that it is to be left nowhere, before what stands for all parcels', async () => {
    await anna.put('/standing-wishes', { parcelId: null, wish: { place: 'Carport' } });
    const dropOff = async () => (await anna.get(`/${parcel()}/drop-off`)).json();
    for (const place of ['im Schuppen', null]) await anna.put(`/parcels/${parcel()}/drop-off`, { place });
    await move('2026-06-12');
    expect(await dropOff()).toMatchObject({ place: null, from: 'parcel' });
    // A place that was named for the old day goes, and with it the word before it.
    await anna.put(`/parcels/${parcel()}/drop-off`, { place: 'im Schuppen' });
    await move('2026-06-13');
    expect(await dropOff()).toMatchObject({ place: 'Carport', from: 'standing' });
  });

  it('takes the stop off the route where nobody else is served there, and nobody’s number counts it', async () => {
    const ben = await signIn(server, 'recipient3@example.org');
    const first = await signIn(server, 'recipient1@example.org');
    // The plan as it was is known already.
    expect((await ben.view(parcel(2))).map).toMatchObject({ because: { code: 'not_on_its_way' } });
    await move('2026-06-10');
    await first.put(`/parcels/${parcel(0, 1)}/delivery-day`, { day: '2026-06-10' });
    expect(await plannedStops()).toEqual([[parcel(1)], [parcel(2)]]);
    await phone.start();
    expect((await ben.view(parcel(2))).stopsAway).toMatchObject({ count: 1 });
  });

  it('is refused once the route has started, for a day that is not offered, and the fourth time', async () => {
    for (const day of ['2026-06-09', '2026-06-11', '2026-06-14', '2026-06-30', '2026-02-30']) {
      const refused = await move(day);
      expect([day, refused.statusCode, refused.json().code]).toEqual([
        day,
        day === '2026-02-30' ? 400 : 409,
        day === '2026-02-30' ? 'invalid_input' : 'day_not_offered',
      ]);
    }
    await move('2026-06-10');
    await move('2026-06-12');
    await move('2026-06-13');
    const often = await move('2026-06-15');
    expect([often.statusCode, often.json().code]).toEqual([409, 'day_moved_too_often']);
    expect((await read()).otherDays).toEqual([]);

    await phone.start();
    const other = await signIn(server, 'recipient2@example.org');
    const late = await other.put(`/parcels/${parcel(1)}/delivery-day`, { day: '2026-06-10' });
    expect([late.statusCode, late.json().code]).toEqual([409, 'day_route_started']);
  });

  it('is told once to the others who receive it, and to the buyer of a gift never', async () => {
    const clara = await signIn(server, 'clara@example.org');
    const ben = await signIn(server, 'ben@example.org');
    const bind = (accountId: string, kind: string) =>
      server.database.pool.query(
        `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
         select consignment_id, $1, $2, 'claim_code', now() from parcels where id = $3`,
        [accountId, kind, parcel()],
      );
    await bind(clara.accountId, 'recipient');
    await bind(ben.accountId, 'buyer');
    await server.database.pool.query(
      'update consignments set gift = true where id = (select consignment_id from parcels where id = $1)',
      [parcel()],
    );
    const mails = async (to: string) =>
      (await mailsTo(server, to)).filter(({ subject }) => subject === 'Ihr Paket kommt an einem anderen Tag');
    await move('2026-06-12');
    await expect.poll(async () => (await mails('clara@example.org')).length, { timeout: 10_000 }).toBe(1);
    expect((await mails('clara@example.org'))[0]?.body).toContain(
      'Auf Wunsch der Empfängerseite kommt es am Fr., 12. Juni.',
    );
    // The same again is no news; another day is.
    await move('2026-06-12');
    await move('2026-06-13');
    await expect.poll(async () => (await mails('clara@example.org')).length, { timeout: 10_000 }).toBe(2);
    expect((await mails('clara@example.org'))[1]?.body).toContain('Sa., 13. Juni');
    expect([await mails('anna@example.org'), await mails('ben@example.org')]).toEqual([[], []]);
    expect(JSON.stringify((await ben.view(parcel())).timeline)).not.toMatch(/verschoben/i);
    expect((await clara.view(parcel())).timeline.map(({ code }) => code)).toEqual([
      'postponed',
      'postponed',
      'at_depot',
      'announced',
    ]);
  });

  it('is told by mail to a contact without an account when another who receives it moved it, and not of its own word', async () => {
    const [contact, noticed] = ['recipient1@example.org', { timeout: 10_000 }];
    const [id, other] = [parcel(0, 1), parcel(1)];
    const sql = (text: string, values: unknown[] = []) => server.database.pool.query(text, values);
    for (const parcelId of [id, other])
      await sql(
        `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
         select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
        [anna.accountId, parcelId],
      );
    await move('2026-06-12', id);
    await move('2026-06-12', id);
    await expect.poll(async () => (await mailsTo(server, contact)).length, noticed).toBe(1);
    const [told] = await mailsTo(server, contact);
    expect(told?.subject).toBe('Doorstep: Ihr Paket kommt an einem anderen Tag');
    expect(told?.body).toMatch(/auf Wunsch der Empfängerseite kommt Ihr Paket am Fr., 12. Juni\. .*\/t\//s);
    expect(told?.body).toContain('As a recipient asked, your parcel is coming on Fri 12 June.');
    // After the third time it would be refused: nothing is promised.
    expect(told?.body).toContain('Lässt sich der Tag noch ändern, geht auch das dort.');

    // Its link leads to the parcel, its code to the recipient's rights: whoever moves it by code is told nothing of it.
    const guest = await enterByLink(server, linkIn(told?.body ?? ''));
    expect(guest.parcelId).toBe(id);
    expect(await guest.askForCode()).toBe('sent');
    expect(await guest.prove(codeIn((await mailsTo(server, contact)).at(-1)?.body ?? ''))).toBe('proved');
    const byCode = await server.app.inject({
      ...{ method: 'PUT', url: `/api/v1/guest/parcels/${id}/delivery-day` },
      headers: { cookie: guest.setCookie.split(';')[0] ?? '', 'content-type': 'application/json' },
      payload: JSON.stringify({ day: '2026-06-13' }),
    });
    expect(byCode.json()).toMatchObject({ serviceDate: '2026-06-13' });
    const toAnna = async () => (await mailsTo(server, 'anna@example.org')).filter(({ body }) => /13\. Juni/.test(body));
    await expect.poll(async () => (await toAnna()).length, noticed).toBe(1);
    const notices = async () => (await sql('select parcel_id, due_at from guest_link_notices')).rows;
    expect(await notices()).toEqual([]);
    expect(await mailsTo(server, contact)).toHaveLength(2);

    // Of a confidential parcel nothing is said but that there is news; at night it waits; the contact's own account is told there.
    await sql(
      'update consignments set confidential = true where id = (select consignment_id from parcels where id = $1)',
      [other],
    );
    await move('2026-06-12', other);
    const quiet = () => mailsTo(server, 'recipient2@example.org');
    await expect.poll(async () => (await quiet()).length, noticed).toBe(1);
    expect((await quiet())[0]?.subject).toBe('Doorstep: Neuigkeiten zu Ihrer Lieferung');
    expect((await quiet())[0]?.body).not.toMatch(/Juni|der Tag|June|the day|Empfängerseite|vertraulich/);
    server.clock.advance(14 * 3_600_000);
    await move('2026-06-15', id);
    expect(await notices()).toEqual([{ parcel_id: id, due_at: new Date('2026-06-10T05:00:00Z') }]);
    await signIn(server, contact);
    server.clock.advance(12 * 3_600_000);
    await expect.poll(notices, noticed).toEqual([]);
    expect(await mailsTo(server, contact)).toHaveLength(2);
  });

  it('waits for a route that is starting at this moment, and comes too late then', async () => {
    const starting = await server.database.pool.connect();
    await starting.query('begin');
    await starting.query(`update routes set phase = 'started', started_at = now()`);
    const moving = move('2026-06-10');
    const waiting = async () =>
      (
        await server.database.pool.query(
          `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        )
      ).rows.length;
    await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    await starting.query('commit');
    starting.release();
    expect((await moving).json().code).toBe('day_route_started');
  });

  it('holds against a plan of the old day that is imported again, and goes with one of the named day', async () => {
    await move('2026-06-10');
    await expect(server.addRoute({ stops })).rejects.toThrow(/Another day is wished|2026-06-10/);
    await server.addRoute({ stops, plannedStartAt: Date.parse('2026-06-10T06:00:00Z') });
    const { rows } = await server.database.pool.query(
      `select parcels.service_date, routes.service_date as planned from parcels
         join stop_parcels on parcel_id = parcels.id join stops on stops.id = stop_id
         join routes on routes.id = route_id where parcels.id = $1`,
      [parcel()],
    );
    expect(rows).toEqual([{ service_date: '2026-06-10', planned: '2026-06-10' }]);
  });
});
