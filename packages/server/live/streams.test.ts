import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../testing/phone.ts';
import { signIn } from '../testing/recipient.ts';
import { depot } from '../testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let anna: Awaited<ReturnType<typeof signIn>>;

const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const parcelId = () => stop(1).parcelIds[0];

beforeEach(async () => {
  server = await startTestServer({
    stops: [{}, { parcels: [{ recipientEmail: 'anna@example.org', buyerEmail: 'ben@example.org' }] }, {}, {}],
  });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
});
afterEach(() => server.close());

describe('a stream', () => {
  it('begins with the whole view that the page has too', async () => {
    await phone.start();
    await phone.driveTo(depot);
    const stream = await anna.watch(parcelId());
    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toBe('private, no-store, no-transform');
    expect(await stream.next()).toEqual({ event: 'view', data: await anna.view(parcelId()) });
    stream.close();
  });

  it('sends the whole view when the dot appears, then small frames while the van moves', async () => {
    await phone.start();
    const stream = await anna.watch(parcelId());
    expect(await stream.next()).toMatchObject({ data: { map: { because: { code: 'no_position' } } } });
    await phone.driveTo(depot);
    const appeared = await stream.until(({ event }) => event === 'view');
    expect(appeared.data).toMatchObject({ map: { shown: true, van: { lat: depot.lat, lon: depot.lon } } });
    for (const step of [1, 2, 3]) {
      const place = { lat: depot.lat + step / 1000, lon: depot.lon };
      server.clock.advance(10_000);
      await phone.send(phone.fixAt(place));
      // The window may move with the clock before the fix is there; that is a frame too.
      const frame = await stream.until(({ event, data }) => event === 'van' && data.van?.lat === place.lat);
      const view = await anna.view(parcelId());
      expect(frame.data).toEqual({
        van: view.map.shown && view.map.van,
        distanceMetres: view.map.shown && view.map.distanceMetres,
        pathAhead: null,
        stopsAway: view.stopsAway,
        window: view.window,
      });
    }
    expect(stream.seen.filter(({ event }) => event === 'view')).toHaveLength(2);
    stream.close();
  });

  it('goes from the van at the door straight to what came of it: the parcel is not almost there once it is there', async () => {
    await phone.start();
    await phone.driveTo(stop(1));
    await phone.give('arrive', { stopId: stop(1).stopId });
    const stream = await anna.watch(parcelId());
    await stream.next();
    await phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'Carport' });
    await stream.until(({ event, data }) => event === 'view' && data.status.state === 'delivered');
    const said = stream.seen.flatMap(({ event, data }) => (event === 'view' ? [data.status.headline] : []));
    expect(said).toEqual([expect.stringMatching(/Lieferwagen ist da/), expect.stringMatching(/^Zugestellt/)]);
    stream.close();
  });

  it('agrees with the page after every step of a day', async () => {
    const stream = await anna.watch(parcelId());
    let seen = JSON.stringify((await stream.next())?.data);
    const agrees = async () => {
      const view = JSON.stringify(await anna.view(parcelId()));
      if (seen === view) return;
      const frame = await stream.until(({ event, data }) => event === 'view' && JSON.stringify(data) === view);
      seen = JSON.stringify(frame.data);
    };
    for (const step of [
      () => phone.start(),
      () => phone.driveTo(depot),
      () => phone.give('take_break'),
      () => phone.give('resume'),
      () => phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' }),
      () => phone.give('arrive', { stopId: stop(1).stopId }),
      () => phone.give('attempt', { stopId: stop(1).stopId, reason: 'nobody_home' }),
      () => phone.give('undo', { stopId: stop(1).stopId }),
      () => phone.give('next_stop', { stopId: stop(3).stopId }),
      () => phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'Carport' }),
      () => phone.give('finish_route'),
    ]) {
      await step();
      await agrees();
    }
    stream.close();
  });

  it('tells without a fix that the dot is delayed, and that it is gone', async () => {
    await phone.start();
    await phone.driveTo(depot);
    const stream = await anna.watch(parcelId());
    await stream.next();
    server.clock.advance(30_000);
    expect(await stream.next()).toMatchObject({ event: 'van', data: { van: { freshness: 'delayed' } } });
    server.clock.advance(90_001);
    expect(await stream.next()).toMatchObject({
      event: 'view',
      data: { map: { shown: false, because: { code: 'no_position' } } },
    });
    stream.close();
  });

  it('speaks the language it was asked in', async () => {
    const english = await server.listen();
    const response = await fetch(`${english}/api/v1/me/parcels/${parcelId()}/live?lang=en`, {
      headers: { cookie: anna.cookie, 'accept-language': 'de' },
    });
    const reader = response.body?.getReader();
    let text = '';
    while (!text.includes('\n\nevent: view') || !text.endsWith('\n\n'))
      text += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(text).toContain('At the depot');
  });

  it('ends when its reader changes a preference; another reader’s goes on', async () => {
    const ben = await signIn(server, 'ben@example.org');
    await phone.start();
    const annas = await anna.watch(parcelId());
    const bens = await ben.watch(parcelId());
    await annas.next();
    await bens.next();
    await ben.switchMap(false);
    expect(await bens.untilEnd()).toEqual([]);
    const again = await ben.watch(parcelId());
    expect(await again.next()).toMatchObject({ data: { map: { because: { code: 'switched_off' } } } });
    await phone.driveTo(depot);
    await annas.until(({ event, data }) => event === 'view' && data.map.shown);
    expect((await ben.view(parcelId())).map).toMatchObject({ because: { code: 'switched_off' } });
    again.close();
    annas.close();
  });

  it('is told to come back when the server stops', async () => {
    const stream = await anna.watch(parcelId());
    await stream.next();
    await server.restart();
    expect(await stream.untilEnd()).toMatchObject([{ event: 'reconnect' }]);
    const again = await anna.watch(parcelId());
    expect(await again.next()).toMatchObject({ event: 'view' });
    again.close();
  });

  it('of one parcel says nothing of what happens to others', async () => {
    await phone.start();
    await phone.driveTo(depot);
    const stream = await anna.watch(parcelId());
    await stream.next();
    await phone.give('arrive', { stopId: stop(0).stopId });
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    const frame = await stream.until(({ event, data }) => event === 'view' && data.status.state === 'arriving');
    const told = JSON.stringify([...stream.seen, frame]);
    for (const { stopId, parcelIds } of [stop(0), stop(2), stop(3)])
      for (const id of [stopId, ...parcelIds]) expect(told).not.toContain(id);
    for (const secret of ['Heckenrosenweg', 'Selma', 'FH-F-1', 'speed', 'accuracy', anna.accountId])
      expect(told).not.toContain(secret);
    stream.close();
  });
});

describe('of too many streams', () => {
  const problemOf = async (response: Response) => ({ status: response.status, ...(await response.json()) });
  const ask = async (lang: string) =>
    fetch(`${await server.listen()}/api/v1/me/parcels/${parcelId()}/live?lang=${lang}`, {
      headers: { cookie: anna.cookie, 'accept-language': lang },
    });
  async function startWith(settings: Record<string, string>): Promise<void> {
    await server.close();
    server = await startTestServer({
      stops: [{}, { parcels: [{ recipientEmail: 'anna@example.org', buyerEmail: 'ben@example.org' }] }, {}, {}],
      settings,
    });
    anna = await signIn(server, 'anna@example.org');
  }

  it('one account has no more than its share, and gets one back when it closes another', async () => {
    await startWith({ DOORSTEP_STREAMS_PER_ACCOUNT: '2' });
    const [first, second] = [await anna.watch(parcelId()), await anna.watch(parcelId())];
    await Promise.all([first.next(), second.next()]);
    const refused = await ask('en');
    expect(refused.headers.get('retry-after')).toBe('15');
    expect(await problemOf(refused)).toMatchObject({
      status: 429,
      code: 'too_many_streams',
      title: expect.stringContaining('Close one'),
    });
    const ben = await signIn(server, 'ben@example.org');
    const bens = await ben.watch(parcelId());
    expect(await bens.next()).toMatchObject({ event: 'view' });
    first.close();
    await expect.poll(async () => (await anna.watch(parcelId())).response.status).toBe(200);
    for (const stream of [second, bens]) stream.close();
  });

  it('the server holds no more than it may, and says so before it looks who asks', async () => {
    await startWith({ DOORSTEP_STREAMS: '1' });
    const only = await anna.watch(parcelId());
    await only.next();
    expect(await problemOf(await ask('de'))).toMatchObject({
      status: 503,
      code: 'streams_full',
      title: expect.stringContaining('sehr viele'),
    });
    only.close();
  });
});
