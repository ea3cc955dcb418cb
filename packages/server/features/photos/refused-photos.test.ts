import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera, storedBlobs } from './photos.testdata.ts';

let server: TestServer;
let camera: Camera;
let recipient: Awaited<ReturnType<typeof signIn>>;
let picture: Buffer;

let served = 0;
// Every test serves a stop of its own.
const nextStop = () => {
  const stop = server.route.stops[served++];
  if (!stop) throw new Error('there are not so many stops');
  return stop;
};
const parcelOf = (stop: { parcelIds: readonly string[] }) => stop.parcelIds[0] ?? '';

beforeAll(async () => {
  const anna = { recipientEmail: 'anna@example.org' };
  server = await startTestServer({ stops: Array.from({ length: 4 }, () => ({ parcels: [anna] })) });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  picture = await drawnPicture();
  await camera.start();
});
afterAll(() => server?.close());

/** A PNG that promises so many pixels and holds none. */
function emptyPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync('')), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

describe('the bytes of a picture', () => {
  const offer = async (photoId: string) => {
    const offered = request(`${await server.listen()}/api/v1/driver/photos/${photoId}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${camera.token}`, 'content-type': 'image/jpeg', 'content-length': 10_000_000 },
    });
    offered.on('error', () => undefined);
    offered.flushHeaders();
    return offered;
  };

  it('are not waited for where none are welcome', async () => {
    const unknown = await offer(randomUUID());
    const [answer] = await once(unknown, 'response');
    expect(answer.statusCode).toBe(409);
    unknown.destroy();
    const whole = await fetch(`${await server.listen()}/api/v1/driver/photos/${randomUUID()}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${camera.token}`, 'content-type': 'image/jpeg' },
      body: new Uint8Array(10_000_000),
    });
    expect([whole.status, (await whole.json()).code]).toEqual([409, 'delivery_not_known_yet']);
  });
});

describe('what is no picture', () => {
  it('is refused with a sentence that says what is accepted, and the delivery stands', async () => {
    const stop = nextStop();
    const photoId = await camera.leave(stop);
    const before = await storedBlobs(server);
    const text = await camera.put(photoId, 'full', Buffer.from('Dies ist nur ein Text. '.repeat(100)));
    expect(text.statusCode).toBe(415);
    expect(text.json()).toMatchObject({ code: 'photo_format', title: expect.stringContaining('JPEG, PNG und WebP') });
    expect(await camera.send(photoId, 'full', picture.subarray(0, 3_000))).toBe('422 photo_unreadable');
    expect(await camera.send(photoId, 'full', Buffer.alloc(0))).toBe('415 photo_format');
    expect(await camera.send(photoId, 'preview', Buffer.alloc(257 * 1024))).toBe('413 too_large');
    expect(await camera.send(photoId, 'full', picture, 'text/plain')).toBe('415 unsupported_media_type');
    expect(await storedBlobs(server)).toEqual(before);
    const view = await recipient.view(parcelOf(stop));
    expect(view.status.state).toBe('delivered');
    expect(view.photo).toMatchObject({ available: false, because: { code: 'not_photographed' } });
    // Another picture under the same id is still welcome.
    expect(await camera.send(photoId, 'full', picture)).toBe('200 stored');
    expect((await recipient.view(parcelOf(stop))).photo).toMatchObject({ available: true });
  });

  it('is refused by its size in pixels before it is read', async () => {
    const photoId = await camera.leave(nextStop());
    for (const bomb of [emptyPng(60_000, 60_000), emptyPng(5_001, 5_000)]) {
      expect(bomb.length).toBeLessThan(100);
      expect(await camera.send(photoId, 'full', bomb)).toBe('422 photo_too_many_pixels');
    }
  });
});
