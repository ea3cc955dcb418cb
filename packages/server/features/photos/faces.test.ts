import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { hasSharedData, sharedData, withSharedData } from '../../testing/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type FaceNetwork, openFaceNetwork } from './decode/face-network.ts';
import { findFaces } from './decode/find-faces.ts';
import { suspiciousFrom } from './decode/hide-faces.ts';
import { asPixels } from './decode/pixels.ts';
import { type Camera, pairCamera, storedBlobs } from './photos.testdata.ts';

let server: TestServer;
let camera: Camera;
let recipient: Awaited<ReturnType<typeof signIn>>;
let network: FaceNetwork;

beforeAll(async () => {
  server = await startTestServer({
    stops: Array.from({ length: 5 }, () => ({ parcels: [{ recipientEmail: 'anna@example.org' }] })),
  });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  network = await openFaceNetwork();
  await camera.start();
});
afterAll(() => server?.close());

const facesIn = async (picture: Buffer) => findFaces(network, await asPixels(sharp(picture).flatten()), suspiciousFrom);
const officer = 'photos/faces/pillow_hopper_128.png';
const astronaut = 'photos/faces/skimage_astronaut.png';

/** A front with a door, a window and a parcel; into it, portraits are set: how wide, and where their left upper corner is. */
async function doorway(people: readonly { portrait: string; width: number; left: number; top: number }[]) {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200">
    <rect width="1600" height="1200" fill="#cfc6b4"/><rect y="1000" width="1600" height="200" fill="#8d8a84"/>
    <rect x="560" y="160" width="480" height="840" fill="#5b4632"/><circle cx="990" cy="600" r="18" fill="#e8d9a0"/>
    <rect x="1180" y="260" width="280" height="360" fill="#31414f" stroke="#f4f1ea" stroke-width="18"/>
    <rect x="640" y="880" width="260" height="180" fill="#b98a56"/><rect x="755" y="880" width="30" height="180" fill="#d9c29a"/>
  </svg>`;
  const inputs = await Promise.all(
    people.map(async ({ portrait, width, left, top }) => ({
      input: await sharp(sharedData(portrait)).resize({ width }).toBuffer(),
      left,
      top,
    })),
  );
  return sharp(Buffer.from(drawn)).composite(inputs).jpeg({ quality: 90 }).toBuffer();
}

describe.skipIf(!hasSharedData)(`people in a picture ${withSharedData}`, () => {
  it('are not what is photographed: a portrait is refused, the delivery stands, and another picture is welcome', async () => {
    const stop = server.route.stops[0];
    const photoId = await camera.leave(stop);
    for (const portrait of [officer, astronaut])
      for (const size of ['preview', 'full'] as const) {
        const bytes = await sharp(sharedData(portrait)).jpeg().toBuffer();
        const answer = await camera.put(photoId, size, bytes);
        expect([answer.statusCode, answer.json().code]).toEqual([422, 'photo_of_a_person']);
        expect(answer.json().title).toContain('fotografieren Sie nur das Paket');
      }
    expect(await storedBlobs(server)).toEqual([]);
    expect((await recipient.view(stop?.parcelIds[0])).status.state).toBe('delivered');
    expect(await camera.send(photoId, 'full', await doorway([]))).toBe('200 stored');
    expect(await facesIn((await recipient.get(`/${stop?.parcelIds[0]}/photo`)).rawPayload)).toEqual([]);
  });

  const widths = [160, 220, 380];
  it.for(widths)('who stand in a doorway, %i pixels wide, are blurred until no face is found', async (width) => {
    const stop = server.route.stops[1 + widths.indexOf(width)];
    const picture = await doorway([
      { portrait: officer, width, left: 640, top: 230 },
      { portrait: astronaut, width, left: 1100, top: 640 },
    ]);
    expect((await facesIn(picture)).length).toBeGreaterThanOrEqual(2);
    const before = (await storedBlobs(server)).length;
    const photoId = await camera.leave(stop);
    const preview = await sharp(picture).resize({ width: 480 }).jpeg({ quality: 74 }).toBuffer();
    expect(await camera.send(photoId, 'preview', preview)).toBe('200 stored');
    const previewAlone = (await recipient.get(`/${stop?.parcelIds[0]}/photo/preview`)).rawPayload;
    expect(await camera.send(photoId, 'full', picture)).toBe('200 stored');
    for (const path of ['photo', 'photo/preview']) {
      const shown = (await recipient.get(`/${stop?.parcelIds[0]}/${path}`)).rawPayload;
      expect(await facesIn(shown), `${path} of portraits ${width} wide`).toEqual([]);
    }
    expect(await facesIn(previewAlone), `the preview that came first, ${width} wide`).toEqual([]);
    expect(await storedBlobs(server)).toHaveLength(before + 2);
  });

  it('who are seen only in the full picture take the preview with them', async () => {
    const stop = server.route.stops[4];
    const photoId = await camera.leave(stop);
    const before = (await storedBlobs(server)).length;
    const preview = await sharp(await doorway([]))
      .resize({ width: 480 })
      .jpeg()
      .toBuffer();
    expect(await camera.send(photoId, 'preview', preview)).toBe('200 stored');
    const portrait = readFileSync(sharedData(astronaut));
    expect(await camera.send(photoId, 'full', portrait)).toBe('422 photo_of_a_person');
    expect((await storedBlobs(server)).length).toBe(before);
    expect((await recipient.view(stop?.parcelIds[0])).photo).toMatchObject({ available: false });
    expect(await camera.send(randomUUID(), 'full', portrait)).toBe('409 delivery_not_known_yet');
    expect(await camera.send(photoId, 'full', await doorway([]))).toBe('200 stored');
  });
});
