import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { drawnPicture, metadataIn, pairCamera } from '../photos/photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
let server: TestServer;
let anna: Person;

beforeEach(async () => {
  const gift = { recipientEmail: 'anna@example.org', buyerEmail: 'ben@example.org', gift: true };
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }, gift] }, {}] });
  const camera = await pairCamera(server);
  anna = await signIn(server, 'anna@example.org');
  await camera.start();
  await camera.driveTo(server.route.stops[0] ?? { lat: 0, lon: 0 });
  const photoId = await camera.leave(server.route.stops[0], { place: '<b>Carport & mehr</b>' });
  await camera.send(photoId, 'full', await drawnPicture());
});
afterEach(() => server.close());

const ask = (person: { cookie: string }, method: 'GET' | 'POST', path = '') =>
  server.app.inject({ method, url: `/api/v1/me/export${path}`, headers: { cookie: person.cookie } });

async function untilReady(person: Person) {
  for (;;) {
    const { state } = (await ask(person, 'GET')).json();
    if (state === 'ready' || state === 'failed') return state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

it('a person takes all that is held of her along: a page to read, data, photos; nobody else does; for a day', async () => {
  expect((await ask(anna, 'GET')).json()).toMatchObject({ state: 'none' });
  expect((await ask(anna, 'GET', '/zip')).statusCode).toBe(404);
  const asked = await ask(anna, 'POST');
  expect([asked.statusCode, asked.json().state]).toEqual([202, 'waiting']);
  expect(await untilReady(anna)).toBe('ready');
  const state = (await ask(anna, 'GET')).json();
  expect(state.done).toBe(state.total);

  const zip = await ask(anna, 'GET', '/zip');
  expect([zip.statusCode, zip.headers['content-type'], zip.headers['cache-control']]).toEqual([
    200,
    'application/zip',
    'private, no-store',
  ]);
  expect(zip.rawPayload.length).toBe(state.bytes);
  const files = unzipSync(zip.rawPayload);
  const parcels = server.route.stops[0]?.parcelIds ?? [];
  expect(Object.keys(files).sort()).toEqual(
    ['data.json', 'index.html', ...parcels.map((id) => `photos/${id}.jpg`)].sort(),
  );
  const data = JSON.parse(Buffer.from(files['data.json'] ?? []).toString());
  expect(data.account).toMatchObject({ email: 'anna@example.org', name: 'Wilhelmine Feldhaus' });
  expect(data.envelopes[0]).toMatchObject({ address: 'Heckenrosenweg 1a, 91234 Feldheim' });
  expect(data.parcels).toHaveLength(2);
  // Of a gift the order is not named, here as little as on the page; where a van is now stands nowhere.
  expect(JSON.stringify(data)).not.toContain('O-F-1-1-2');
  expect(JSON.stringify(data)).not.toContain('"map":{');
  const page = Buffer.from(files['index.html'] ?? []).toString();
  expect(page).toContain('&lt;b&gt;Carport &amp; mehr&lt;/b&gt;');
  expect(page).toContain(`photos/${parcels[0]}.jpg`);
  expect(metadataIn(Buffer.from(files[`photos/${parcels[0]}.jpg`] ?? []))).toEqual([]);

  // On the disk nothing of it can be read, and nobody else gets it.
  const folder = join(server.dataFolder, 'exports');
  const [file = ''] = await readdir(folder);
  const sealed = await readFile(join(folder, file));
  for (const text of ['PK\u0003\u0004', 'anna@example.org', 'data.json', 'photos/'])
    expect(sealed.includes(text)).toBe(false);
  const ben = await signIn(server, 'ben@example.org');
  expect((await ask(ben, 'GET')).json().state).toBe('none');
  expect((await ask(ben, 'GET', '/zip')).statusCode).toBe(404);
  expect((await ask({ cookie: '' }, 'GET', '/zip')).statusCode).toBe(401);
  // The buyer of a gift takes along that it arrived, and neither address nor photo.
  await ask(ben, 'POST');
  expect(await untilReady(ben)).toBe('ready');
  const bens = Object.entries(unzipSync((await ask(ben, 'GET', '/zip')).rawPayload));
  expect(bens.map(([name]) => name).sort()).toEqual(['data.json', 'index.html']);
  for (const [, bytes] of bens) expect(Buffer.from(bytes).toString()).not.toContain('Heckenrosenweg');

  server.clock.advance(24 * 3_600_000);
  await server.database.pool.query(`update auth_session set "expiresAt" = now() + interval '10 years'`);
  expect((await ask(anna, 'GET', '/zip')).statusCode).toBe(404);
  await server.keepHouse();
  expect(await readdir(folder)).toEqual([]);
  expect((await server.database.pool.query('select 1 from account_exports')).rows).toEqual([]);
});
