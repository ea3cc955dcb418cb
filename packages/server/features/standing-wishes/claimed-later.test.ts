import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { bindRecipient, signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone;
let clara: Awaited<ReturnType<typeof signIn>>;

const parcel = () => server.route.stops[0]?.parcelIds[0] ?? '';
const stop = () => ({ stopId: server.route.stops[0]?.stopId });
const atDoor = async () => (await phone.route()).stops[0]?.parcels[0];
const claim = () => bindRecipient(server, clara.accountId, parcel());

// Clara said it before the day began, of all her parcels; this one is not known to be hers yet.
beforeEach(async () => {
  server = await startTestServer({ stops: [{}] });
  phone = await pairPhone(server);
  clara = await signIn(server, 'clara@example.org');
  await clara.put('/standing-wishes', { parcelId: null, wish: { place: 'Carport', wish: 'no_neighbour' } });
  await phone.start();
  server.clock.advance(60_000);
});
afterEach(() => server.close());

describe('what somebody had said for all parcels, of one that they claim later', () => {
  it('counts from then on, and not against what was done before', async () => {
    const blind = phone.command('deliver', { ...stop(), how: 'neighbour', place: 'Weber' });
    server.clock.advance(120_000);
    expect(await atDoor()).toMatchObject({ safePlace: null });
    await claim();
    expect(await atDoor()).toMatchObject({ safePlace: 'Carport', wish: { code: 'no_neighbour' } });
    expect(await phone.order(blind)).toMatchObject([{ outcome: 'done' }]);
    const { rows } = await server.database.pool.query(
      `select against_wish from parcel_events where type = 'delivered'`,
    );
    expect(rows).toEqual([{ against_wish: null }]);
  });

  it('comes too late once the driver is at the door, for the driver’s screen as for customer service', async () => {
    await phone.give('arrive', stop());
    server.clock.advance(1_000);
    await claim();
    expect(await atDoor()).toMatchObject({ safePlace: null, mayBeLeft: { answer: false } });
    expect((await atDoor())?.wish).toBeUndefined();
    await phone.give('deliver', { ...stop(), how: 'safe_place', place: 'Carport' });
    const sam = await signIn(server, 'sam@example.org', 'de', 'support');
    const { timeline } = await sam.askPage('/support/parcel', { id: parcel() });
    expect(JSON.stringify(timeline)).toContain('ohne genannten Ablageort');
  });
});
