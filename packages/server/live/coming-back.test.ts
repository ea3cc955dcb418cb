import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../testing/phone.ts';
import { signIn } from '../testing/recipient.ts';
import { depot } from '../testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../testing/test-server.ts';

type Person = Awaited<ReturnType<typeof signIn>>;

let server: TestServer;
let phone: Phone;
let anna: Person;
let ben: Person;
let cleo: Person;

const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const ofAnna = () => stop(1).parcelIds[0];
const ofCleo = () => stop(2).parcelIds[0];

beforeEach(async () => {
  server = await startTestServer({
    stops: [
      {},
      { parcels: [{ recipientEmail: 'anna@example.org' }] },
      { parcels: [{ recipientEmail: 'cleo@example.org' }] },
    ],
  });
  phone = await pairPhone(server);
  [anna, ben, cleo] = [
    await signIn(server, 'anna@example.org'),
    await signIn(server, 'ben@example.org'),
    await signIn(server, 'cleo@example.org'),
  ];
  // Of the same household: the parcel is theirs together, and they see it with the same eyes.
  await server.database.pool.query(
    `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
     select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
    [ben.accountId, ofAnna()],
  );
  await phone.start();
  await phone.driveTo(depot);
});
afterEach(() => server.close());

/** Watches, and is cut off: from now on the server remembers what was watched. */
async function cutOff(person: Person, parcelId: string | undefined): Promise<void> {
  const stream = await person.watch(parcelId);
  expect(stream.response.status).toBe(200);
  await stream.next();
  stream.close();
  // Where the end is noticed only later nothing is kept yet, and what follows must hold all the same.
  await new Promise((resolve) => setTimeout(resolve, 200));
}

/** What the first frame says is what the page says, to the letter. */
async function findsThePage(person: Person, parcelId: string | undefined) {
  const stream = await person.watch(parcelId);
  const frame = await stream.next();
  const view = await person.view(parcelId);
  stream.close();
  expect(frame).toEqual({ event: 'view', data: view });
  return view;
}

async function isRefused(person: Person, parcelId: string | undefined): Promise<number> {
  const stream = await person.watch(parcelId);
  stream.close();
  return stream.response.status;
}

const deliver = () => phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'Carport' });

describe('who was cut off, and comes back after something happened', () => {
  it('finds the parcel as the page tells it: as before, the map off, delivered, the route over', async () => {
    await cutOff(anna, ofAnna());
    expect((await findsThePage(anna, ofAnna())).map.shown).toBe(true);

    await cutOff(anna, ofAnna());
    await ben.switchMap(false);
    expect((await findsThePage(anna, ofAnna())).map).toMatchObject({ because: { code: 'switched_off' } });
    await cutOff(anna, ofAnna());
    await ben.switchMap(true);
    expect((await findsThePage(anna, ofAnna())).map.shown).toBe(true);

    await cutOff(anna, ofAnna());
    await deliver();
    expect(await findsThePage(anna, ofAnna())).toMatchObject({ status: { state: 'delivered' }, map: { shown: false } });

    await cutOff(cleo, ofCleo());
    await phone.give('finish_route');
    expect(await findsThePage(cleo, ofCleo())).toMatchObject({ status: { state: 'attempted' }, map: { shown: false } });
  });

  it('is let in no more after the sign-out, nor after the account was erased; another goes on', async () => {
    await cutOff(cleo, ofCleo());
    const headers = { cookie: cleo.cookie, origin: 'http://doorstep.example', 'content-type': 'application/json' };
    const out = await server.app.inject({ method: 'POST', url: '/api/auth/sign-out', headers, payload: '{}' });
    expect(out.statusCode).toBe(200);
    expect(await isRefused(cleo, ofCleo())).toBe(401);

    await cutOff(ben, ofAnna());
    await cutOff(anna, ofAnna());
    const erased = await server.app.inject({
      method: 'DELETE',
      url: '/api/v1/me',
      headers: { cookie: ben.cookie, 'content-type': 'application/json' },
      payload: JSON.stringify({ password: ben.password }),
    });
    expect(erased.statusCode).toBe(200);
    expect(await isRefused(ben, ofAnna())).toBe(401);
    await findsThePage(anna, ofAnna());
  });

  it('finds no dot after "delivered", also while the server has not folded the delivery yet', async () => {
    await cutOff(anna, ofAnna());
    const [outbox, events] = [await server.database.pool.connect(), await server.database.pool.connect()];
    // The delivery waits before its last write; then it commits, and the reading of the route's events waits.
    await outbox.query('begin; lock table parcel_events in exclusive mode');
    const delivering = deliver();
    await untilWaiting('parcel_events');
    const locked = events.query('begin; lock table route_events in access exclusive mode');
    await untilWaiting('route_events');
    await outbox.query('commit');
    await locked;
    expect((await anna.view(ofAnna())).status.state).toBe('delivered');

    const bens = await ben.watch(ofAnna());
    expect(await bens.next()).toMatchObject({ data: { status: { state: 'delivered' } } });
    const stream = await anna.watch(ofAnna());
    expect(await stream.next()).toMatchObject({ data: { status: { state: 'delivered' }, map: { shown: false } } });
    await events.query('commit');
    await delivering;
    for (const each of [stream, bens]) each.close();
    const told = [...stream.seen, ...bens.seen].map(({ data }) => JSON.stringify(data));
    expect(told.filter((data) => data.includes('"van":'))).toEqual([]);
    for (const client of [outbox, events]) client.release();
  });
});

/** Until somebody waits for this table. */
async function untilWaiting(table: string): Promise<void> {
  const waiting = async () =>
    (
      await server.database.pool.query(
        'select 1 from pg_locks where not granted and relation = $1::regclass and database = (select oid from pg_database where datname = current_database())',
        [table],
      )
    ).rowCount;
  await expect.poll(waiting, { timeout: 20_000 }).toBeGreaterThan(0);
}
