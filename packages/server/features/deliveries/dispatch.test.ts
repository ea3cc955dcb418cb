import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot, usualStops } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let dispatcher: Awaited<ReturnType<typeof signIn>>;
let fifth: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  server = await startTestServer({ stops: [...usualStops(4), {}, { confidentialAddress: true }, ...usualStops(2)] });
  phone = await pairPhone(server);
  dispatcher = await signIn(server, 'dispatch@example.org', 'en', 'dispatcher');
  fifth = await signIn(server, 'recipient5@example.org', 'en');
  await phone.start();
  await phone.driveTo(depot);
});
afterAll(() => server.close());

const base = () => `/api/v1/dispatch/routes/${server.route.routeId}`;
const stop = (index: number) => server.route.stops[index]?.stopId ?? '';
const ask = (who: { cookie: string }, url: string) => server.app.inject({ url, headers: { cookie: who.cookie } });
const order = (who: { cookie: string }, verb: string, payload: object) =>
  server.app.inject({ method: 'POST', url: `${base()}/${verb}`, headers: { cookie: who.cookie }, payload });
const route = async () => (await ask(dispatcher, base())).json();
const away = async () => (await fifth.view(server.route.stops[4]?.parcelIds[0])).stopsAway;

// One day in order: each test finds it as the one before left it.
describe('a dispatcher', () => {
  it('sees the routes of a day and the stops of one, of a confidential address the city alone', async () => {
    const board = await ask(dispatcher, '/api/v1/dispatch/routes?day=2026-06-09');
    expect(board.json().routes).toMatchObject([
      { reference: 'F-1', phase: 'started', van: 'FH-F-1', driver: 'Selma Aydın', orderKnown: true, stopsOpen: 8 },
    ]);
    const { stops } = await route();
    expect(stops[4]).toMatchObject({ id: stop(4), addressLine: 'Heckenrosenweg 5a', status: 'open', parcels: 1 });
    expect(stops[5]).toMatchObject({ id: stop(5), addressLine: '', city: 'Feldheim' });
    expect(JSON.stringify(stops)).not.toMatch(/"lat"|Wilhelmine|recipient\d/);
  });

  it('sees and changes the routes of own depots; those of others are not there', async () => {
    const own = await signIn(server, 'own@example.org', 'en', 'dispatcher', [depot.name]);
    const others = await signIn(server, 'others@example.org', 'en', 'dispatcher', ['Depot Hinterwald']);
    const none = await signIn(server, 'none@example.org', 'en', 'dispatcher', []);
    const today = '/api/v1/dispatch/routes?day=2026-06-09';
    expect((await ask(own, today)).json().routes).toHaveLength(1);
    expect((await ask(own, base())).statusCode).toBe(200);
    const nowhere = (await ask(dispatcher, '/api/v1/dispatch/routes/rte_01jx0000000000000000000000')).body;
    for (const stranger of [others, none]) {
      expect((await ask(stranger, today)).json()).toEqual({ routes: [] });
      for (const answer of [
        await ask(stranger, base()),
        await ask(stranger, `${base()}/van`),
        await order(stranger, 'sequence', { planVersion: 1, stopIds: [0, 1, 2, 3, 4, 5, 6, 7].map(stop) }),
        await order(stranger, 'confirm', { planVersion: 1 }),
        await order(stranger, 'van', { planVersion: 1, van: 'FH-2' }),
      ])
        expect([answer.statusCode, answer.body]).toEqual([404, nowhere]);
    }
    expect(await route()).toMatchObject({ planVersion: 1, van: 'FH-F-1' });
  });

  it('puts the stops in another order: words at once, the number again once the plan is confirmed', async () => {
    expect(await away()).toMatchObject({ kind: 'number', count: 4 });
    const stream = await fifth.watch(server.route.stops[4]?.parcelIds[0]);
    await stream.until(({ event }) => event === 'view');
    const before = (await route()).planVersion;
    const ids = [0, 6, 7, 1, 2, 3, 4, 5].map(stop);
    const changed = await order(dispatcher, 'sequence', { planVersion: before, stopIds: ids });
    expect(changed.json()).toMatchObject({ orderKnown: false, planVersion: before + 1 });
    expect(changed.json().stops.map((each: { id: string }) => each.id)).toEqual(ids);
    const words = await stream.until(({ data }) => JSON.stringify(data).includes('plan_changed'));
    expect(words).toMatchObject({ event: 'view', data: { window: { basis: 'widened' }, map: { shown: true } } });

    const stale = await order(dispatcher, 'confirm', { planVersion: before });
    expect(stale.json()).toMatchObject({ status: 409, code: 'plan_is_newer' });
    expect(await away()).toMatchObject({ kind: 'words' });
    await order(dispatcher, 'confirm', { planVersion: before + 1 });
    const number = await stream.until(({ data }) => JSON.stringify(data).includes('"count":6'));
    expect(number.event).toBe('view');
    // A page that is opened only now has seen no words; the number says why it is higher than it was.
    expect(await away()).toMatchObject({ kind: 'number', count: 6, because: { code: 'count_rose' } });
    stream.close();
  });

  it('sends another van: words again, the dot goes on, and the driver’s next word or deeds bring the number back', async () => {
    const { planVersion } = await route();
    const exchanged = await order(dispatcher, 'van', { planVersion, van: 'FH-77' });
    expect(exchanged.json()).toMatchObject({ van: 'FH-77', orderKnown: false });
    expect(await away()).toMatchObject({ kind: 'words', because: { code: 'plan_changed' } });
    await phone.driveTo({ lat: depot.lat + 0.001, lon: depot.lon });
    expect((await fifth.view(server.route.stops[4]?.parcelIds[0])).map).toMatchObject({ shown: true });
    const [first, seventh] = [server.route.stops[0], server.route.stops[6]];
    if (!first || !seventh) throw new Error('the route has these stops');
    await phone.serve(first);
    expect(await away()).toMatchObject({ kind: 'words' });
    await phone.serve(seventh);
    expect(await away()).toMatchObject({ kind: 'number', count: 4 });
  });

  it('leaves no number of the order before standing, although what follows the commit fails', async () => {
    expect(await away()).toMatchObject({ kind: 'number' });
    const stream = await fifth.watch(server.route.stops[4]?.parcelIds[0]);
    await stream.until(({ event }) => event === 'view');
    const { planVersion, stops } = await route();
    const { pool } = server.database;
    // Takes effect with the very commit that changes the plan: the next who reads it finds a table gone.
    await pool.query(`
      create function hide_merchants() returns trigger language plpgsql as
        $$ begin alter table merchants rename to merchants_away; return null; end $$;
      create constraint trigger hide_merchants after insert on route_events
        deferrable initially deferred for each row execute function hide_merchants()`);
    const stopIds = [...stops].reverse().map(({ id }: { id: string }) => id);
    const failed = await order(dispatcher, 'sequence', { planVersion, stopIds });
    await pool.query(`
      alter table merchants_away rename to merchants;
      drop function hide_merchants cascade`);
    expect(failed.statusCode).toBe(500);
    const { planVersion: after, orderKnown } = await route();
    expect({ after, orderKnown }).toEqual({ after: planVersion + 1, orderKnown: false });
    expect(await away()).toMatchObject({ kind: 'words', because: { code: 'plan_changed' } });
    await stream.until(({ data }) => JSON.stringify(data).includes('plan_changed'));
    stream.close();
  });

  it('is answered what was wrong, and nothing is changed', async () => {
    const { planVersion } = await route();
    const codes = [
      await order(dispatcher, 'sequence', { planVersion, stopIds: ['stp_00000000000000000000000000'] }),
      await order(dispatcher, 'sequence', { planVersion, stopIds: [] }),
      await order(dispatcher, 'van', { planVersion, van: '' }),
      await order(dispatcher, 'confirm', {}),
    ].map((answer) => answer.json().code);
    expect(codes).toEqual(['stop_unknown', 'invalid_input', 'invalid_input', 'invalid_input']);
    expect((await route()).planVersion).toBe(planVersion);
    await phone.give('finish_route');
    const over = await order(dispatcher, 'confirm', { planVersion: (await route()).planVersion });
    expect(over.json()).toMatchObject({ status: 409, code: 'route_is_over' });
  });
});

describe('anyone else', () => {
  it('finds no such doors, whatever their role', async () => {
    const missing = (await ask(dispatcher, '/api/v1/dispatch/routes/rte_00000000000000000000000000')).json();
    const others = await Promise.all(
      (['recipient', 'support', 'privacy_officer', 'administrator'] as const).map((role) =>
        signIn(server, `${role}@example.org`, 'en', role),
      ),
    );
    for (const other of others) {
      expect((await ask(other, base())).json()).toEqual(missing);
      expect((await ask(other, '/api/v1/dispatch/routes?day=2026-06-09')).statusCode).toBe(404);
      expect((await order(other, 'confirm', { planVersion: 1 })).json()).toEqual(missing);
    }
    expect((await server.app.inject({ url: base() })).statusCode).toBe(401);
  });
});
