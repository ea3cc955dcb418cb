import { readdirSync, readFileSync } from 'node:fs';
import exifr from 'exifr';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { hasSharedData, sharedData, withSharedData } from '../../testing/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, cornersOf, metadataIn, pairCamera, storedBlobs } from './photos.testdata.ts';

let server: TestServer;
let camera: Camera;
let recipient: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }, {}] });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  await camera.start();
});
afterAll(() => server?.close());

const filesIn = (folder: string) =>
  readdirSync(sharedData(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .toSorted();
const nameOf = (file: string) => file.split('/').slice(-2).join('/');

/** The delivery that the next picture is of; a refused one leaves it waiting for another. */
let waiting: string | null = null;
let asked = 0;

/** Delivers with this picture as it is, and answers what the recipient then gets of it; the delivery is undone after. */
async function photographed(file: string): Promise<{ answer: string; full: Buffer | null; preview: Buffer | null }> {
  const stop = server.route.stops[0];
  waiting ??= await camera.leave(stop);
  const sent = camera.send(waiting, 'full', readFileSync(file), 'application/octet-stream');
  expect((await server.app.inject({ url: '/healthz' })).statusCode, `beside ${nameOf(file)}`).toBe(200);
  const answer = await sent;
  const shown = async (path: string) => {
    const got = await recipient.get(`/${stop?.parcelIds[0]}/${path}`);
    return got.statusCode === 200 ? got.rawPayload : null;
  };
  const seen = { answer, full: await shown('photo'), preview: await shown('photo/preview') };
  asked += 1;
  for (const picture of [seen.full, seen.preview]) {
    expect(picture !== null, nameOf(file)).toBe(answer === '200 stored');
    if (picture === null) continue;
    // Two readers that took no part in removing it: one that knows where it stands, one that looks for its words.
    expect(await exifr.parse(picture, everything).catch(() => undefined), nameOf(file)).toBeUndefined();
    expect(metadataIn(picture), nameOf(file)).toEqual([]);
    expect((await sharp(picture).metadata()).orientation, nameOf(file)).toBeUndefined();
  }
  expect((await recipient.view(stop?.parcelIds[0])).status.state).toBe('delivered');
  if (answer !== '200 stored') return seen;
  waiting = null;
  await camera.give('undo', { stopId: stop?.stopId });
  return seen;
}

const everything = { tiff: true, exif: true, gps: true, xmp: true, iptc: true, icc: true, ifd1: true, makerNote: true };

describe.skipIf(!hasSharedData)(`pictures ${withSharedData}`, () => {
  it('stand upright at the recipient, however the camera was held', async () => {
    const files = filesIn('photos/orientation');
    expect(files).toHaveLength(8);
    const upright = await photographed(files[0] ?? '');
    for (const file of files) {
      const seen = await photographed(file);
      for (const size of ['full', 'preview'] as const) {
        const [corners, wanted] = await Promise.all(
          [seen, upright].map((each) => cornersOf(each[size] ?? Buffer.alloc(0))),
        );
        for (const [index, corner] of (corners ?? []).entries())
          for (const [channel, value] of corner.entries())
            expect(Math.abs(value - (wanted?.[index]?.[channel] ?? 999)), `${nameOf(file)}, ${size}`).toBeLessThan(12);
      }
    }
  });

  it('of real cameras lose every trace of place, time and camera', async () => {
    const files = filesIn('photos/camera').filter((each) => each.endsWith('.jpg'));
    expect(files.filter((file) => metadataIn(readFileSync(file)).includes('Exif\0\0')).length).toBeGreaterThan(3);
    expect(await exifr.gps(readFileSync(sharedData('photos/camera/DSCN0010.jpg')))).toHaveProperty('latitude');
    for (const file of files) {
      const { answer, preview } = await photographed(file);
      expect(`${nameOf(file)} ${answer}`).toBe(`${nameOf(file)} 200 stored`);
      expect(preview?.length).toBeLessThanOrEqual(48 * 1024);
    }
  });

  it('are taken as JPEG, PNG and WebP, and refused as anything else', async () => {
    const answers = new Map<string, string>();
    for (const file of filesIn('photos/formats')) answers.set(nameOf(file), (await photographed(file)).answer);
    // All six are one portrait: those that can be read are seen to be one.
    expect(Object.fromEntries(answers)).toEqual({
      'formats/hopper.avif': '415 photo_format',
      'formats/hopper.gif': '415 photo_format',
      'formats/hopper.heif': '415 photo_format',
      'formats/hopper.jpg': '422 photo_of_a_person',
      'formats/hopper.png': '422 photo_of_a_person',
      'formats/hopper.webp': '422 photo_of_a_person',
    });
  });

  it('as HEIC are refused by a sentence that says what would be taken', async () => {
    const photoId = await camera.leave(server.route.stops[1]);
    const heic = readFileSync(sharedData('photos/camera/IMG_5195.HEIC'));
    const answer = await camera.put(photoId, 'full', heic, 'image/heic');
    expect([answer.statusCode, answer.json().title]).toEqual([415, expect.stringContaining('JPEG, PNG und WebP')]);
  });

  it('that mean harm are shown without metadata or refused for a reason, and leave the server well', async () => {
    const before = process.memoryUsage.rss();
    const reasons = new Set<string>();
    let most = before;
    for (const file of filesIn('hostile')) {
      reasons.add((await photographed(file)).answer);
      most = Math.max(most, process.memoryUsage.rss());
    }
    expect(asked).toBeGreaterThan(100);
    expect([...reasons].toSorted()).toEqual([
      '200 stored',
      '415 photo_format',
      '422 photo_of_a_person',
      '422 photo_unreadable',
    ]);
    expect((most - before) / 1e6).toBeLessThan(150);
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);
  });
});
