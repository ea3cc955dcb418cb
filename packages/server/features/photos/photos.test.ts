import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import {
  type Camera,
  cornersOf,
  drawnPicture,
  metadataIn,
  pairCamera,
  storedBlobs,
  withCamera,
} from './photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
const anna = { recipientEmail: 'anna@example.org' };
let server: TestServer;
let camera: Camera;
let recipient: Person;
let stranger: Person;
let picture: Buffer;

// Every test serves a stop of its own.
const stops = [
  ...Array.from({ length: 12 }, () => ({ parcels: [anna] })),
  { parcels: [{ ...anna, confidential: true }] },
  { parcels: [anna, anna] },
  { parcels: [anna, { recipientEmail: 'ben@example.org' }] },
  { parcels: [{ recipientEmail: 'ben@example.org', buyerEmail: 'anna@example.org', gift: true }] },
  { parcels: [{ recipientEmail: 'ben@example.org', buyerEmail: 'anna@example.org' }] },
  { parcels: [{}, {}] },
  ...Array.from({ length: 5 }, () => ({ parcels: [anna] })),
];
let served = 0;
// Those in the middle are of their own kind each.
const nextStop = () => stopAt(served < 12 ? served++ : 6 + served++);
const stopAt = (index: number) => {
  const stop = server.route.stops[index];
  if (!stop) throw new Error('there are not so many stops');
  return stop;
};
const parcelOf = (stop: { parcelIds: readonly string[] }) => stop.parcelIds[0] ?? '';
const photosOf = (photoId: string) =>
  server.database.db.selectFrom('photos').selectAll().where('sender_id', '=', photoId).execute();

beforeAll(async () => {
  server = await startTestServer({ stops });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  stranger = await signIn(server, 'zoe@example.org');
  picture = await drawnPicture();
  // What is looked for is there to be found.
  expect(metadataIn(picture)).toContain('Exif\0\0');
  await camera.start();
});
afterAll(() => server?.close());

describe('a photo of a delivery', () => {
  it('comes as a preview, then in full, and its recipient sees both, upright and without metadata', async () => {
    const stop = nextStop();
    const photoId = await camera.leave(stop);
    const id = parcelOf(stop);
    const listed = async () => (await recipient.list()).parcels.find((parcel) => parcel.id === id)?.hasPhoto;
    expect((await recipient.view(id)).photo).toMatchObject({ available: false, because: { code: 'photo_expected' } });
    expect(await listed()).toBe(false);
    expect(await camera.send(photoId, 'preview', await drawnPicture({ width: 480, height: 360 }))).toBe('200 stored');
    expect((await recipient.view(id)).photo).toEqual({
      available: true,
      takenAt: new Date(server.clock.now()).toISOString(),
      // No position was known at the delivery.
      distance: null,
      deletedOn: '2026-07-09',
      isFull: false,
    });
    expect(await listed()).toBe(true);
    expect((await recipient.get(`/${id}/photo`)).statusCode).toBe(404);
    expect(await camera.send(photoId, 'full', picture)).toBe('200 stored');
    expect((await recipient.view(id)).photo).toMatchObject({ available: true, isFull: true });

    for (const path of ['photo', 'photo/preview']) {
      const answer = await recipient.get(`/${id}/${path}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers).toMatchObject({
        'content-type': 'image/jpeg',
        'cache-control': 'private, no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(metadataIn(answer.rawPayload)).toEqual([]);
      const [red, green, blue, white] = await cornersOf(answer.rawPayload);
      expect([red?.[0], green?.[1], blue?.[2], white?.[0]].every((value) => (value ?? 0) > 150)).toBe(true);
      expect([red?.[1], green?.[0], blue?.[0]].every((value) => (value ?? 255) < 60)).toBe(true);
    }
    expect((await recipient.get(`/${id}/photo/preview`)).rawPayload.length).toBeLessThanOrEqual(48 * 1024);
  });

  it('appears before the eyes of whoever watches the parcel', async () => {
    const stop = nextStop();
    const photoId = await camera.leave(stop);
    const stream = await recipient.watch(parcelOf(stop));
    expect(await stream.next()).toMatchObject({ data: { photo: { because: { code: 'photo_expected' } } } });
    await camera.send(photoId, 'preview', picture);
    expect(await stream.next()).toMatchObject({ event: 'view', data: { photo: { available: true, isFull: false } } });
    await camera.send(photoId, 'full', picture);
    expect(await stream.next()).toMatchObject({ event: 'view', data: { photo: { available: true, isFull: true } } });
    stream.close();
  });

  it('may come in full first: the preview is made of it, and the phone’s own is no second photo', async () => {
    const stop = nextStop();
    const photoId = await camera.leave(stop);
    const large = await drawnPicture({ width: 2400, height: 1800 });
    expect(await camera.send(photoId, 'full', large)).toBe('200 stored');
    const sides = async (path: string) => {
      const { width, height } = await sharp((await recipient.get(`/${parcelOf(stop)}/${path}`)).rawPayload).metadata();
      return [width, height];
    };
    expect([await sides('photo'), await sides('photo/preview')]).toEqual([
      [1600, 1200],
      [480, 360],
    ]);
    const before = await storedBlobs(server);
    expect(await camera.send(photoId, 'preview', picture)).toBe('200 stored');
    expect(await storedBlobs(server)).toEqual(before);
  });

  it('sent again and again, also at once, is one photo with one answer', async () => {
    const stop = nextStop();
    const photoId = await camera.leave(stop);
    const before = (await storedBlobs(server)).length;
    const answers = await Promise.all((['full', 'full'] as const).map((size) => camera.send(photoId, size, picture)));
    answers.push(await camera.send(photoId, 'full', picture), await camera.send(photoId, 'preview', picture));
    expect(new Set(answers)).toEqual(new Set(['200 stored']));
    expect(await photosOf(photoId)).toMatchObject([{ state: 'full', reason: null }]);
    expect((await storedBlobs(server)).length).toBe(before + 2);
  });

  it('is asked to wait where its phone sends more than two pictures at once', async () => {
    const photoIds = [await camera.leave(nextStop()), await camera.leave(nextStop()), await camera.leave(nextStop())];
    const answers = await Promise.all(photoIds.map((id) => camera.put(id, 'full', picture)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 200, 503]);
    expect(answers.find(({ statusCode }) => statusCode === 503)?.headers['retry-after']).toBe('2');
    for (const id of photoIds) expect(await camera.send(id, 'full', picture)).toBe('200 stored');
  });

  it('may be PNG or WebP, whatever its content type says', async () => {
    for (const format of ['png', 'webp'] as const) {
      const photoId = await camera.leave(nextStop());
      const bytes = await drawnPicture({ format });
      expect(await camera.send(photoId, 'full', bytes, 'application/octet-stream')).toBe('200 stored');
    }
  });

  it('is worthless on the disk: no byte of it can be found there', async () => {
    const stop = nextStop();
    await camera.send(await camera.leave(stop), 'full', picture);
    const seen = (await recipient.get(`/${parcelOf(stop)}/photo`)).rawPayload;
    for (const blob of await storedBlobs(server)) {
      const bytes = await readFile(blob);
      for (const piece of [seen.subarray(0, 16), seen.subarray(-24), Buffer.from('JFIF')])
        expect(bytes.includes(piece)).toBe(false);
    }
  });

  it('may set out together with its delivery, and be here first: its preview waits a moment for that', async () => {
    const stop = nextStop();
    const photoId = randomUUID();
    const sent = camera.send(photoId, 'preview', picture);
    await camera.give('deliver', { stopId: stop?.stopId, how: 'safe_place', place: 'Carport', photoId });
    expect(await sent).toBe('200 stored');
    // For a delivery that does not come it waits no longer than that.
    expect(await camera.send(randomUUID(), 'preview', picture)).toBe('409 delivery_not_known_yet');
  });

  it('is awaited where its delivery is not known yet, or is another driver’s', async () => {
    const unknown = randomUUID();
    expect(await camera.send(unknown, 'full', picture)).toBe('409 delivery_not_known_yet');
    const other = await server.addRoute({ reference: 'F-2', driver: 'Jannis Oster', stops: [{}] });
    const { token } = await server.pair(other.driverId);
    const photoId = await camera.leave(nextStop());
    const otherCamera = withCamera(server, openPhone(server, token), token);
    expect(await otherCamera.send(photoId, 'full', picture)).toBe('409 delivery_not_known_yet');
    expect(await camera.send(photoId, 'full', picture)).toBe('200 stored');
  });
});

describe('who may not see it', () => {
  it('gets the answer of what does not exist: strangers, unknown ids; and who is signed out is asked to sign in', async () => {
    const stop = nextStop();
    await camera.send(await camera.leave(stop), 'full', picture);
    const path = `/${parcelOf(stop)}/photo`;
    expect((await recipient.get(path)).statusCode).toBe(200);
    const missing = await stranger.get('/par_00000000000000000000000000/photo');
    for (const refused of [await stranger.get(path), await stranger.get(`${path}/preview`)]) {
      expect(refused.statusCode).toBe(404);
      expect(refused.body).toBe(missing.body);
    }
    const leaving = await signIn(server, `leaving@example.org`);
    await server.database.pool.query(
      `insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
       select consignment_id, $1, 'recipient', 'claim_code', now() from parcels where id = $2`,
      [leaving.accountId, parcelOf(stop)],
    );
    expect((await leaving.get(path)).statusCode).toBe(200);
    await server.database.pool.query('delete from auth_session where "userId" = $1', [leaving.accountId]);
    expect((await leaving.get(path)).statusCode).toBe(401);
    for (const token of ['Bearer unknown-unknown-unknown', ''])
      expect(
        (await server.app.inject({ url: `/api/v1/me/parcels${path}`, headers: { authorization: token } })).statusCode,
      ).toBe(401);
  });

  it('is whoever bought it for somebody else, as a gift or not', async () => {
    for (const [index, code] of [
      [15, 'gift'],
      [16, 'recipient_only'],
    ] as const) {
      const stop = stopAt(index);
      await camera.send(await camera.leave(stop), 'full', picture);
      expect((await recipient.view(parcelOf(stop))).photo).toMatchObject({ available: false, because: { code } });
      expect((await recipient.get(`/${parcelOf(stop)}/photo`)).statusCode).toBe(404);
    }
    const ben = await signIn(server, 'ben@example.org');
    for (const index of [15, 16]) expect((await ben.get(`/${parcelOf(stopAt(index))}/photo`)).statusCode).toBe(200);
  });
});

describe('what may not be photographed', () => {
  it('is a confidential parcel: refused with one sentence, nothing on the disk, and the delivery stands', async () => {
    const before = await storedBlobs(server);
    const stop = stopAt(12);
    const photoId = await camera.leave(stop);
    for (const size of ['preview', 'full'] as const) {
      const answer = await camera.put(photoId, size, picture);
      expect([answer.statusCode, answer.json().title]).toEqual([409, 'Kein Foto hier.']);
    }
    expect(await storedBlobs(server)).toEqual(before);
    expect(await photosOf(photoId)).toMatchObject([{ state: 'refused', reason: 'confidential', wrapped_key: null }]);
    const view = await recipient.view(parcelOf(stop));
    expect(view).toMatchObject({ status: { state: 'delivered' }, photo: { because: { code: 'confidential' } } });
  });

  it('is what was handed over', async () => {
    const stop = nextStop();
    const photoId = await camera.leave(stop, { how: 'household' });
    expect(await camera.send(photoId, 'preview', picture)).toBe('409 without_photo');
    expect((await recipient.view(parcelOf(stop))).photo).toMatchObject({ because: { code: 'handed_over' } });
  });

  it('is two recipients’ parcels in one picture; one recipient’s several parcels may be in one', async () => {
    expect(await camera.send(await camera.leave(stopAt(14)), 'full', picture)).toBe('409 without_photo');
    const [first, second] = stopAt(13).parcelIds;
    expect(await camera.send(await camera.leave(stopAt(13)), 'full', picture)).toBe('200 stored');
    const shown = await Promise.all([first, second].map((id) => recipient.get(`/${id}/photo`)));
    expect(shown[0]?.rawPayload.equals(shown[1]?.rawPayload ?? Buffer.alloc(0))).toBe(true);
    // Two of one name at one address are not known to be one person.
    await server.database.pool.query(
      `update consignments set recipient_email = null
        where id in (select consignment_id from parcels where id = any($1))`,
      [stopAt(17).parcelIds],
    );
    expect(await camera.send(await camera.leave(stopAt(17)), 'full', picture)).toBe('409 without_photo');
  });
});
