import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeIn, enterByLink, linkIn, mailsTo } from '../../testing/guest.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera } from '../photos/photos.testdata.ts';

type Guest = Awaited<ReturnType<typeof enterByLink>>;
let server: TestServer;
let camera: Camera;
let guest: Guest;
const contact = 'guest@example.org';
const stop = (index = 0) => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const atDoor = async (index = 0) => (await camera.route()).stops[index]?.parcels[0];

beforeAll(async () => {
  server = await startTestServer({
    stops: [{ parcels: [{ recipientEmail: contact }] }, { parcels: [{ recipientEmail: contact }] }, {}],
  });
  camera = await pairCamera(server);
  await camera.start();
  const mails = await vi.waitFor(async () => {
    const sent = await mailsTo(server, contact);
    expect(sent).toHaveLength(2);
    return sent;
  }, 20_000);
  // One mail a door, in any order.
  const guests = await Promise.all(mails.map(({ body }) => enterByLink(server, linkIn(body))));
  const first = guests.find(({ parcelId }) => parcelId === stop().parcelIds[0]);
  if (!first) throw new Error('no link opens the parcel of the first stop');
  guest = first;
});
afterAll(() => server.close());

/** One of the recipient's doors below the guest's own parcel, or another one's. */
const ask = (method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, payload?: object, id = guest.parcelId) =>
  server.app.inject({
    method,
    url: `/api/v1/guest/parcels/${id}${path}`,
    headers: {
      cookie: guest.setCookie.split(';')[0] ?? '',
      ...(payload ? { 'content-type': 'application/json' } : {}),
    },
    ...(payload ? { payload: JSON.stringify(payload) } : {}),
  });
const everyDoor = [
  ['GET', '/drop-off'],
  ['PUT', '/drop-off', { place: 'Carport' }],
  ['GET', '/delivery-wish'],
  ['PUT', '/delivery-wish', { wish: 'only_recipient' }],
  ['PUT', '/delivery-day', { day: '2026-06-10' }],
  ['POST', '/reports', { kind: 'missing' }],
  ['POST', '/received'],
  ['DELETE', '/photo'],
  ['GET', '/delivery-photos'],
  ['PUT', '/delivery-photos', { for: 'parcel', choice: 'off' }],
  ['GET', '/map-switch'],
  ['PUT', '/map-switch', { map: 'off' }],
  ['GET', '/passes'],
  ['POST', '/passes', { name: 'Familie Yıldız' }],
  ['DELETE', '/passes/lnk_00000000000000000000000000'],
  ['GET', '/photo'],
] as const;

describe('a guest who proved by a code to be whom it was sent to', () => {
  it('has no such right before: every door answers as if the parcel did not exist', async () => {
    const nothing = (await ask('GET', '', undefined, 'par_00000000000000000000000000')).body;
    for (const [method, path, payload] of everyDoor) {
      const answer = await ask(method, path, payload);
      expect([path, answer.statusCode, answer.body]).toEqual([path, 404, nothing]);
    }
    expect(await guest.askForCode()).toBe('sent');
    expect(await guest.prove(codeIn((await mailsTo(server, contact)).at(-1)?.body ?? ''))).toBe('proved');
  });

  it('names a safe place and who may take it in, on the driver’s screen at the next look', async () => {
    const named = await ask('PUT', '/drop-off', { place: 'hinter der Regentonne', note: 'Tor klemmt' });
    expect([named.statusCode, named.json().place]).toEqual([200, 'hinter der Regentonne']);
    expect(await atDoor()).toMatchObject({ safePlace: 'hinter der Regentonne', mayBeLeft: { answer: true } });
    expect((await ask('PUT', '/delivery-wish', { wish: 'only_recipient' })).statusCode).toBe(200);
    expect(await atDoor()).toMatchObject({ safePlace: null, wish: { code: 'only_recipient' } });
    expect((await ask('PUT', '/delivery-wish', { wish: 'no_neighbour' })).json().counts).toBe('no_neighbour');
    const late = await ask('PUT', '/delivery-day', { day: '2026-06-10' });
    expect([late.statusCode, late.json().code]).toEqual([409, 'day_route_started']);
    // Whose words they were is not known of a guest, until an account claims the parcel (guest-choices.test.ts).
    const { rows } = await server.database.pool.query(
      'select account_id from drop_offs union all select account_id from delivery_wishes',
    );
    expect(rows).toEqual([{ account_id: null }, { account_id: null }, { account_id: null }]);
  });

  it('sees the photo, reports, says that it came, and deletes the photo: its key goes at once', async () => {
    const photoId = await camera.leave(stop());
    expect(await camera.send(photoId, 'full', await drawnPicture())).toBe('200 stored');
    expect((await guest.view()).photo).toMatchObject({ available: true, isFull: true });
    const photo = await ask('GET', '/photo');
    expect([photo.statusCode, photo.headers['content-type'], photo.headers['cache-control']]).toEqual([
      200,
      'image/jpeg',
      'private, no-store',
    ]);
    expect(photo.rawPayload.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));
    const reported = await ask('POST', '/reports', { kind: 'missing', note: 'Es ist nichts da' });
    expect([reported.statusCode, reported.json().kind]).toEqual([201, 'missing']);
    const support = await signIn(server, 'sam@example.org', 'de', 'support');
    expect(JSON.stringify(await support.askPage('/support/cases'))).toContain('Es ist nichts da');
    expect((await ask('POST', '/received')).json()).toMatchObject({ closedCases: 1 });
    const deleted = await ask('DELETE', '/photo');
    expect(deleted.json()).toMatchObject({ keptForCase: false, keyDestroyedAt: expect.any(String) });
    expect((await ask('GET', '/photo')).statusCode).toBe(404);
    expect((await guest.view()).photo).toMatchObject({ available: false, because: { code: 'photo_deleted' } });
  });

  it('has these rights for that one parcel, and for no other of the same contact', async () => {
    const none = (await ask('GET', '', undefined, 'par_00000000000000000000000000')).body;
    for (const id of [stop(1).parcelIds[0], stop(2).parcelIds[0]])
      for (const [method, path, payload] of everyDoor) {
        const answer = await ask(method, path, payload, id);
        expect([path, answer.statusCode, answer.body]).toEqual([path, 404, none]);
      }
    expect((await atDoor(1))?.safePlace).toBeNull();
  });
});
