import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera, storedBlobs } from './photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let camera: Camera;
let recipient: Person;
let picture: Buffer;
const minute = 60_000;

beforeEach(async () => {
  const parcels = [{ recipientEmail: 'anna@example.org' }, { recipientEmail: 'anna@example.org' }];
  server = await startTestServer({ stops: [{ parcels }, {}] });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  picture = await drawnPicture();
  await camera.start();
});
afterEach(() => server.close());

const stop = () => server.route.stops[0];
const view = async () => (await recipient.view(stop()?.parcelIds[0])).photo;
const choose = async (deliveryPhotos: 'off' | 'close_up') =>
  expect((await recipient.put('/preferences', { deliveryPhotos })).statusCode).toBe(200);

describe('photos switched off', () => {
  it('before the delivery: refused with the sentence that tells nothing', async () => {
    await choose('off');
    server.clock.advance(minute);
    const photoId = await camera.leave(stop());
    expect((await camera.put(photoId, 'preview', picture)).json()).toMatchObject({
      status: 409,
      code: 'no_photo_here',
      title: 'Kein Foto hier.',
    });
    expect(await view()).toMatchObject({ available: false, because: { code: 'opted_out' } });
    await choose('close_up');
    expect(await camera.send(photoId, 'preview', picture)).toBe('409 no_photo_here');
  });

  it('between picture and upload: thrown away without a word, also where the delivery came late itself', async () => {
    const early = await camera.leave(stop(), { parcelIds: stop()?.parcelIds.slice(0, 1) });
    const lateId = randomUUID();
    const late = camera.command('deliver', { stopId: stop()?.stopId, how: 'safe_place', photoId: lateId });
    server.clock.advance(minute);
    await choose('off');
    server.clock.advance(minute);
    expect(await camera.order(late)).toMatchObject([{ outcome: 'done' }]);
    for (const photoId of [early, lateId])
      for (const size of ['preview', 'full'] as const)
        expect(await camera.send(photoId, size, picture)).toBe('200 discarded');
    expect(await storedBlobs(server)).toEqual([]);
    expect(await view()).toMatchObject({ available: false, because: { code: 'opted_out' } });
  });

  it('between the shutter and *done*: likewise, while a time that cannot be the picture’s is not believed', async () => {
    const { db } = server.database;
    const shutterAt = server.clock.now();
    server.clock.advance(5_000);
    await choose('off');
    server.clock.advance(5_000);
    const doneAt = server.clock.now();
    const photoTakenAt = new Date(shutterAt).toISOString();
    const photoId = await camera.leave(stop(), { photoTakenAt });
    for (const size of ['preview', 'full'] as const)
      expect(await camera.send(photoId, size, picture)).toBe('200 discarded');
    const taken = await db.selectFrom('photos').select('taken_at').where('sender_id', '=', photoId).executeTakeFirst();
    expect(taken?.taken_at.getTime()).toBe(shutterAt);
    for (const wrongBy of [1_000, -2 * 3_600_000]) {
      await camera.give('undo', { stopId: stop()?.stopId });
      const wrong = await camera.leave(stop(), { photoTakenAt: new Date(doneAt + wrongBy).toISOString() });
      expect(await camera.send(wrong, 'full', picture)).toBe('409 no_photo_here');
    }
  });

  it('by one of two recipients counts for both', async () => {
    const other = await signIn(server, 'clara@example.org');
    await server.database.pool.query(
      `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
       select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = any($2)`,
      [other.accountId, stop()?.parcelIds],
    );
    const photoId = await camera.leave(stop());
    server.clock.advance(minute);
    await other.put('/preferences', { deliveryPhotos: 'off' });
    expect(await camera.send(photoId, 'full', picture)).toBe('200 discarded');
  });

  it('after the preview came: all of it is destroyed, and what is chosen later does not change why', async () => {
    const photoId = await camera.leave(stop());
    expect(await camera.send(photoId, 'preview', picture)).toBe('200 stored');
    server.clock.advance(minute);
    await choose('off');
    expect(await camera.send(photoId, 'full', picture)).toBe('200 discarded');
    expect(await view()).toMatchObject({ available: false, because: { code: 'opted_out' } });
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);
    await choose('close_up');
    expect(await view()).toMatchObject({ available: false, because: { code: 'opted_out' } });
  });
});

describe('a choice for one address', () => {
  const chosen = () => recipient.askPage('/settings/addresses');
  const wish = (choice: 'off' | null, person = recipient) =>
    person.put(`/parcels/${stop()?.parcelIds[0]}/delivery-photos`, { for: 'address', choice });

  it('counts there from its second on, stands in the settings, and is taken back', async () => {
    const line = 'Heckenrosenweg 1a, 91234 Feldheim';
    expect(await chosen()).toMatchObject([{ addressLine: line, choice: null }]);
    expect((await wish('off')).json()).toMatchObject({ address: 'off', all: 'close_up', counts: 'off' });
    expect(await chosen()).toMatchObject([{ addressLine: line, choice: 'off' }]);
    server.clock.advance(minute);
    const photoId = await camera.leave(stop());
    expect(await camera.send(photoId, 'preview', picture)).toBe('409 no_photo_here');
    expect(await view()).toMatchObject({ because: { code: 'opted_out' } });
    expect((await wish(null)).json()).toMatchObject({ address: null, counts: 'close_up' });
    expect(await chosen()).toMatchObject([{ addressLine: line, choice: null }]);
  });

  it('is nobody else’s: to strangers there is no such parcel', async () => {
    const stranger = await signIn(server, 'stranger@example.org');
    expect((await wish('off', stranger)).statusCode).toBe(404);
    expect(await stranger.askPage('/settings/addresses')).toEqual([]);
    expect(await chosen()).toMatchObject([{ choice: null }]);
  });
});

describe('why a delivery has no photo', () => {
  it('is told from the choice at that delivery, also where none was announced', async () => {
    await camera.give('deliver', { stopId: stop()?.stopId, how: 'safe_place' });
    server.clock.advance(minute);
    await choose('off');
    expect(await view()).toMatchObject({ because: { code: 'not_photographed' } });
    await camera.give('undo', { stopId: stop()?.stopId });
    server.clock.advance(minute);
    await camera.give('deliver', { stopId: stop()?.stopId, how: 'safe_place' });
    await choose('close_up');
    expect(await view()).toMatchObject({ because: { code: 'opted_out' } });
  });
});

describe('an undone delivery', () => {
  it('destroys its photo at once, and what comes of it later is thrown away', async () => {
    const photoId = await camera.leave(stop());
    await camera.send(photoId, 'preview', picture);
    await camera.give('undo', { stopId: stop()?.stopId });
    expect((await recipient.get(`/${stop()?.parcelIds[0]}/photo/preview`)).statusCode).toBe(404);
    expect(await view()).toMatchObject({ available: false, because: { code: 'not_delivered_yet' } });
    const [row] = await server.database.db.selectFrom('photos').selectAll().execute();
    expect(row).toMatchObject({ state: 'deleted', reason: 'undone', wrapped_key: null });
    expect(await camera.send(photoId, 'full', picture)).toBe('200 discarded');
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);

    const again = await camera.leave(stop());
    expect(await view()).toMatchObject({ because: { code: 'photo_expected' } });
    expect(await camera.send(again, 'full', picture)).toBe('200 stored');
    expect(await view()).toMatchObject({ available: true });
  });

  it('destroys a photo whose upload is under way', async () => {
    const photoId = await camera.leave(stop());
    const [answer] = await Promise.all([
      camera.send(photoId, 'full', await drawnPicture({ width: 3000, height: 2000 })),
      camera.give('undo', { stopId: stop()?.stopId }),
    ]);
    expect(['200 discarded', '200 stored']).toContain(answer);
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);
    expect(await view()).toMatchObject({ available: false });
  });
});

describe('parcels handed over one by one', () => {
  it('may share a picture, which what is said of another stop takes from none of them', async () => {
    const [first, second] = stop()?.parcelIds ?? [];
    const photoId = await camera.leave(stop(), { parcelIds: [first] });
    await camera.send(photoId, 'full', picture);
    server.clock.advance(minute / 2);
    await camera.leave(stop(), { parcelIds: [second], photoId });
    for (const id of [first, second]) expect((await recipient.view(id)).photo).toMatchObject({ available: true });

    // The other stop's parcel is somebody else's.
    await camera.leave(server.route.stops[1], { photoId });
    for (const id of [first, second]) expect((await recipient.view(id)).photo).toMatchObject({ available: true });

    // It stands for as long as one of them is delivered.
    await camera.give('undo', { stopId: stop()?.stopId });
    expect((await recipient.view(first)).photo).toMatchObject({ available: true });
    expect((await recipient.view(second)).photo).toMatchObject({ available: false });
    await camera.give('undo', { stopId: stop()?.stopId });
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);
  });
});
