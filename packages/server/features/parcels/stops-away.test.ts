import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { usualStops } from '../../testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;

async function startDay(stops: number): Promise<void> {
  server = await startTestServer({ stops: usualStops(stops) });
  phone = await pairPhone(server);
  await phone.start();
}
const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const number = (count: number, sentence: string) => ({ kind: 'number', count, sentence });

describe('a recipient', () => {
  let fourth: Awaited<ReturnType<typeof signIn>>;
  let last: Awaited<ReturnType<typeof signIn>>;

  beforeAll(async () => {
    await startDay(24);
    fourth = await signIn(server, 'recipient4@example.org');
    last = await signIn(server, 'recipient24@example.org', 'en');
  });
  afterAll(() => server.close());

  it('sees the count fall stop by stop to "you are next" and "the van is here", and "more than 20" above that', async () => {
    const told = async () => ({
      fourth: (await fourth.view(stop(3).parcelIds[0])).stopsAway,
      last: (await last.view(stop(23).parcelIds[0])).stopsAway,
    });
    const moreThan20 = { kind: 'more_than', count: 20, sentence: 'More than 20 stops away' };
    expect(await told()).toEqual({ fourth: number(3, 'Noch 3 Stopps'), last: moreThan20 });
    await phone.serve(stop(0));
    expect(await told()).toEqual({ fourth: number(2, 'Noch 2 Stopps'), last: moreThan20 });
    await phone.serve(stop(1));
    expect(await told()).toEqual({ fourth: number(1, 'Noch 1 Stopp'), last: moreThan20 });
    await phone.serve(stop(2));
    expect(await told()).toEqual({
      fourth: number(0, 'Sie sind als Nächstes dran'),
      last: number(20, '20 stops away'),
    });

    await phone.driveTo(stop(3));
    await phone.give('arrive', { stopId: stop(3).stopId });
    const here = await fourth.view(stop(3).parcelIds[0]);
    expect(here.stopsAway).toEqual(number(0, 'Der Lieferwagen ist da'));
    expect(here.status).toMatchObject({ state: 'arriving', headline: 'Der Lieferwagen ist da' });
    await phone.give('deliver', { stopId: stop(3).stopId, how: 'household' });
    const over = await fourth.view(stop(3).parcelIds[0]);
    expect(over).toMatchObject({
      stopsAway: null,
      window: null,
      map: { shown: false, because: { code: 'journey_over' } },
      status: { state: 'delivered', detail: 'jemandem im Haushalt übergeben' },
    });
  });

  it('finds the same in the list of parcels', async () => {
    const { parcels, nextCursor } = await last.list();
    expect(nextCursor).toBeNull();
    expect(parcels).toHaveLength(1);
    const view = await last.view(stop(23).parcelIds[0]);
    expect(parcels[0]).toMatchObject({
      id: view.id,
      headline: view.status.headline,
      stopsAway: view.stopsAway,
      window: view.window,
      live: true,
    });
    expect((await fourth.list()).parcels[0]).toMatchObject({ state: 'delivered', stopsAway: null, live: false });
  });
});

describe('where operations leave the plan', () => {
  const words = {
    kind: 'words',
    because: { code: 'plan_changed', sentence: 'Es liegen noch andere Lieferungen auf dem Weg.' },
  };
  let fifth: Awaited<ReturnType<typeof signIn>>;
  const view = () => fifth.view(stop(4).parcelIds[0]);

  beforeEach(async () => {
    await startDay(7);
    fifth = await signIn(server, 'recipient5@example.org');
    return () => server.close();
  });

  it('words stand in place of the number until two stops in a row follow a known order', async () => {
    const planned = await view();
    expect(planned).toMatchObject({ stopsAway: { count: 4 }, window: { basis: 'plan_and_delay' } });
    await phone.serve(stop(1));
    expect(await view()).toMatchObject({ stopsAway: words, window: { basis: 'widened' } });
    await phone.serve(stop(2));
    expect((await view()).stopsAway).toEqual(words);
    await phone.serve(stop(3));
    expect(await view()).toMatchObject({
      stopsAway: number(0, 'Sie sind als Nächstes dran'),
      window: { basis: 'plan_and_delay' },
      status: { state: 'arriving' },
    });
  });

  it('"I go here next" settles it for that one stop, and for nobody else', async () => {
    await phone.give('next_stop', { stopId: stop(4).stopId });
    expect((await view()).stopsAway).toEqual(number(0, 'Sie sind als Nächstes dran'));
    const second = await signIn(server, 'recipient2@example.org');
    expect((await second.view(stop(1).parcelIds[0])).stopsAway).toEqual(words);
    await server.restart();
    expect((await view()).stopsAway).toEqual(number(0, 'Sie sind als Nächstes dran'));
  });

  it('an undo brings the stop back, with words before any higher number', async () => {
    const first = await signIn(server, 'recipient1@example.org');
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    expect((await view()).stopsAway).toMatchObject({ count: 3 });
    await phone.give('undo', { stopId: stop(0).stopId });
    expect((await first.view(stop(0).parcelIds[0])).stopsAway).toEqual(words);
    expect((await view()).stopsAway).toEqual(words);
    await phone.serve(stop(0));
    await phone.serve(stop(1));
    expect((await view()).stopsAway).toMatchObject({ count: 2 });
  });
});
