import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { drawnPicture, pairCamera } from '../photos/photos.testdata.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }] });
});
afterAll(() => server.close());

it('customer service can say whether a picture is the one that was sent, and whether the driver was asked for the door', async () => {
  const camera = await pairCamera(server);
  const helper = await signIn(server, 'helper@example.org', 'de', 'support');
  const anna = await signIn(server, 'anna@example.org');
  await camera.start();
  const [stop] = server.route.stops;
  if (!stop) throw new Error('there is a stop');
  const standsAt = { lat: stop.lat + 0.002, lon: stop.lon, accuracyMetres: 8 };
  const photoId = await camera.leave(stop, { standsAt, rightDoor: true });
  const picture = await drawnPicture();
  expect(await camera.send(photoId, 'full', picture)).toBe('200 stored');

  const shown = (await anna.get(`/${stop.parcelIds[0]}/photo`)).rawPayload;
  const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  const { timeline } = await helper.askPage('/support/parcel', { id: stop.parcelIds[0] ?? '' });
  const lineOf = (sentence: string) =>
    timeline.find((line: { sentence: string }) => line.sentence.startsWith(sentence));
  expect(lineOf('Foto gespeichert').checksums).toBe(`SHA-256 gesendet ${sum(picture)}, gespeichert ${sum(shown)}`);
  expect(lineOf('Vorschau des Fotos gespeichert').checksums).toMatch(/^SHA-256 gespeichert [0-9a-f]{64}$/);
  expect(lineOf('Zugestellt').detail).toContain(
    '222 m von der Adresse, auf 8 m genau, nach der Tür gefragt: die richtige',
  );
});
