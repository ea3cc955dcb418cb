import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeIn, enterByLink, linkIn, mailsTo, openLink } from '../../testing/guest.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera, storedBlobs } from '../photos/photos.testdata.ts';

type Guest = Awaited<ReturnType<typeof enterByLink>>;
type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let camera: Camera;
let guest: Guest;
let ben: Person;
const contact = 'guest@example.org';
const minute = 60_000;
const off = { shown: false, because: { code: 'switched_off' } };
const stop = () => server.route.stops[0];
const atDoor = async () => (await camera.route()).stops[0]?.parcels[0];

/** One of the recipient's doors, below the guest's parcel. */
const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object) =>
  server.app.inject({
    method,
    url: `/api/v1/guest/parcels/${guest.parcelId}${path}`,
    headers: {
      cookie: guest.setCookie.split(';')[0] ?? '',
      ...(payload ? { 'content-type': 'application/json' } : {}),
    },
    ...(payload ? { payload: JSON.stringify(payload) } : {}),
  });
const put = async (path: string, payload: object) => {
  const answer = await ask('PUT', path, payload);
  return [answer.statusCode, answer.json()];
};
/** Opens the driver's stream; what it answers resolves when the stream says this text. */
async function driverHears(text: string): Promise<() => Promise<void>> {
  const headers = { authorization: `Bearer ${camera.token}` };
  const response = await fetch(`${await server.listen()}/api/v1/driver/live`, { headers });
  let heard = '';
  return async () => {
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      heard += chunk;
      if (heard.includes(text)) return;
    }
    throw new Error('the stream ended');
  };
}
const bensPhotos = async () => (await ben.get(`/${guest.parcelId}/delivery-photos`)).json();

// The contact has no account; Ben claimed the parcel too.
beforeAll(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: contact }] }, {}, {}] });
  camera = await pairCamera(server);
  ben = await signIn(server, 'ben@example.org');
  await camera.start();
  const mail = await vi.waitFor(async () => {
    const [first] = await mailsTo(server, contact);
    expect(first).toBeDefined();
    return first;
  }, 20_000);
  guest = await enterByLink(server, linkIn(mail?.body ?? ''));
  await guest.askForCode();
  expect(await guest.prove(codeIn((await mailsTo(server, contact)).at(-1)?.body ?? ''))).toBe('proved');
  await server.database.pool.query(
    `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
     select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
    [ben.accountId, guest.parcelId],
  );
  await camera.driveTo(stop() ?? { lat: 0, lon: 0 });
});
afterAll(() => server.close());

describe('without an account, by a code', () => {
  it('the map is switched off at once for everybody who sees the parcel, and on again', async () => {
    expect((await guest.view()).map).toMatchObject({ shown: true });
    const [own, bens] = [await guest.watch(), await ben.watch(guest.parcelId)];
    for (const stream of [own, bens]) expect(await stream.next()).toMatchObject({ data: { map: { shown: true } } });
    expect(await put('/map-switch', { map: 'off' })).toEqual([200, { parcel: 'off', all: 'on', inForce: 'off' }]);
    for (const stream of [own, bens]) expect(await stream.untilEnd()).toEqual([]);
    expect((await guest.view()).map).toMatchObject(off);
    expect((await ben.view(guest.parcelId)).map).toMatchObject(off);
    // Whose switch it is Ben learns not; that it is not his own, he does.
    expect((await ben.get(`/${guest.parcelId}/map-switch`)).json()).toEqual({
      parcel: 'on',
      all: 'on',
      inForce: 'off',
    });
    expect(await put('/map-switch', { map: 'on' })).toMatchObject([200, { inForce: 'on' }]);
    expect((await ben.view(guest.parcelId)).map).toMatchObject({ shown: true });
  });

  it('photos are switched off on the driver’s screen, and a picture in an outbox is thrown away', async () => {
    expect((await atDoor())?.photo.answer).toBe(true);
    const photoId = await camera.leave(stop());
    server.clock.advance(minute);
    const heard = await driverHears('Kein Foto hier');
    expect(await put('/delivery-photos', { for: 'parcel', choice: 'off' })).toMatchObject([
      200,
      { parcel: 'off', counts: 'off', inForce: 'off' },
    ]);
    await heard();
    expect(await camera.send(photoId, 'full', await drawnPicture())).toBe('200 discarded');
    expect(await storedBlobs(server)).toEqual([]);
    expect(await bensPhotos()).toMatchObject({ counts: 'close_up', inForce: 'off' });
    const all = await put('/delivery-photos', { for: 'all', choice: 'off' });
    expect(all).toMatchObject([400, { code: 'invalid_input' }]);
  });

  it('a neighbour gets a pass, which nobody else who receives the parcel reads or revokes', async () => {
    await camera.give('undo', { stopId: stop()?.stopId });
    const made = await ask('POST', '/passes', { name: 'Familie Yıldız' });
    expect(made.statusCode).toBe(201);
    expect((await openLink(server, linkIn(made.json().link))).statusCode).toBe(200);
    const names = (links: { name: string | null }[]) => links.map(({ name }) => name);
    expect(names((await ask('GET', '/passes')).json().links)).toEqual(['Familie Yıldız', null]);
    expect(names((await ben.get(`/${guest.parcelId}/passes`)).json().links)).toEqual([null]);
    const bens = await server.app.inject({
      method: 'DELETE',
      url: `/api/v1/me/parcels/${guest.parcelId}/passes/${made.json().id}`,
      headers: { cookie: ben.cookie },
    });
    expect(bens.statusCode).toBe(404);
    expect((await ask('DELETE', `/passes/${made.json().id}`)).statusCode).toBe(204);
    expect((await openLink(server, linkIn(made.json().link))).statusCode).toBe(404);
  });
});

describe('claimed into an account', () => {
  it('all that was chosen by code is that account’s own: seen there, and taken back there', async () => {
    await put('/map-switch', { map: 'off' });
    await put('/delivery-wish', { wish: 'only_recipient' });
    expect((await ask('POST', '/passes', { name: 'Nachbarin Weber' })).statusCode).toBe(201);
    const dora = await signIn(server, 'dora@example.org');
    // Of the two the stricter stays, and the door was never asked for by Dora.
    await dora.put('/preferences', { deliveryPhotos: 'with_door' });
    expect(await guest.claim(dora.cookie)).toBe(guest.parcelId);

    const at = (path: string) => dora.get(`/${guest.parcelId}${path}`).then((answer) => answer.json());
    expect(await at('/delivery-photos')).toMatchObject({ parcel: 'off', all: 'with_door', inForce: 'off' });
    expect(await at('/map-switch')).toEqual({ parcel: 'off', all: 'on', inForce: 'off' });
    expect(await at('/delivery-wish')).toMatchObject({ wish: 'only_recipient', countsFrom: 'own' });
    expect((await at('/passes')).links).toMatchObject([
      { name: 'Nachbarin Weber' },
      { name: 'Familie Yıldız', revokedAt: expect.any(String) },
      { kind: 'guest' },
    ]);
    const left = await server.database.pool.query(
      `select 1 from photo_choices where account_id is null union all select 1 from map_switches where account_id is null
       union all select 1 from delivery_wishes where account_id is null`,
    );
    expect(left.rows).toEqual([]);

    const back = `/parcels/${guest.parcelId}`;
    await dora.put(`${back}/delivery-photos`, { for: 'parcel', choice: null });
    await dora.put(`${back}/map-switch`, { map: 'on' });
    await dora.put(`${back}/delivery-wish`, { wish: 'usual' });
    expect(await bensPhotos()).toMatchObject({ inForce: 'close_up' });
    expect(await at('/map-switch')).toMatchObject({ inForce: 'on' });
    expect((await atDoor())?.photo.answer).toBe(true);
    expect((await atDoor())?.wish).toBeUndefined();
  });

  it('loosens nothing that the account itself had chosen', async () => {
    const emma = await signIn(server, 'emma@example.org');
    await emma.put('/preferences', { deliveryPhotos: 'off' });
    await emma.put('/standing-wishes', { parcelId: null, wish: { wish: 'only_recipient' } });
    await put('/delivery-photos', { for: 'parcel', choice: 'close_up' });
    await put('/delivery-wish', { wish: 'no_neighbour' });
    expect(await guest.claim(emma.cookie)).toBe(guest.parcelId);
    expect((await emma.get(`/${guest.parcelId}/delivery-photos`)).json()).toMatchObject({
      parcel: null,
      counts: 'off',
    });
    expect((await emma.get(`/${guest.parcelId}/delivery-wish`)).json()).toMatchObject({
      wish: 'only_recipient',
      standing: true,
    });
    expect(await atDoor()).toMatchObject({ photo: { answer: false }, wish: { code: 'only_recipient' } });
  });

  it('is also the account’s own whose address is confirmed to be the contact’s', async () => {
    await put('/map-switch', { map: 'off' });
    await put('/delivery-wish', { wish: 'no_neighbour' });
    const owner = await signIn(server, contact);
    const at = (path: string) => owner.get(`/${guest.parcelId}${path}`).then((answer) => answer.json());
    expect(await at('/map-switch')).toMatchObject({ parcel: 'off' });
    expect(await at('/delivery-wish')).toMatchObject({ wish: 'no_neighbour' });
    const guests = await ask('GET', '/map-switch');
    expect(guests.json()).toMatchObject({ parcel: 'on', inForce: 'off' });
  });
});
