import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { webPusher } from '../../adapters/notifier/web-pusher.ts';
import { openPushService } from '../../testing/push-service.ts';
import { readZip } from '../../testing/read-zip.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { drawnPicture, metadataIn, pairCamera } from '../photos/photos.testdata.ts';

type Person = Awaited<ReturnType<typeof signIn>>;
const pushKey = Buffer.alloc(32, 7).toString('base64url');
let server: TestServer;
let anna: Person;

beforeEach(async () => {
  const gift = {
    recipientEmail: 'anna@example.org',
    buyerEmail: 'ben@example.org',
    gift: true,
    merchant: 'Juwelier Opal',
  };
  server = await startTestServer({
    stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }, gift] }, {}],
    settings: { DOORSTEP_PUSH_ANYWHERE: 'true', DOORSTEP_PUSH_KEY: pushKey },
  });
  const camera = await pairCamera(server);
  anna = await signIn(server, 'anna@example.org');
  const pass = await post(`/parcels/${server.route.stops[0]?.parcelIds[0]}/passes`, { name: 'Familie Yıldız' });
  expect(pass.statusCode).toBe(201);
  await camera.start();
  await camera.driveTo(server.route.stops[0] ?? { lat: 0, lon: 0 });
  const photoId = await camera.leave(server.route.stops[0], { place: '<b>Carport & mehr</b>' });
  await camera.send(photoId, 'full', await drawnPicture());
});
afterEach(() => server.close());

const ask = (person: { cookie: string }, method: 'GET' | 'POST', path = '') =>
  server.app.inject({ method, url: `/api/v1/me/export${path}`, headers: { cookie: person.cookie } });

const post = (path: string, payload: object) =>
  server.app.inject({ method: 'POST', url: `/api/v1/me${path}`, headers: { cookie: anna.cookie }, payload });

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
  const files = readZip(zip.rawPayload);
  const parcels = server.route.stops[0]?.parcelIds ?? [];
  expect([...files.keys()].sort()).toEqual(
    ['data.json', 'index.html', ...parcels.map((id) => `photos/${id}.jpg`)].sort(),
  );
  const data = JSON.parse(String(files.get('data.json')));
  expect(data.account).toMatchObject({ email: 'anna@example.org', name: 'Wilhelmine Feldhaus' });
  expect(data.envelopes[0]).toMatchObject({ address: 'Heckenrosenweg 1a, 91234 Feldheim' });
  expect(data.parcels).toHaveLength(2);
  // Of a gift neither order nor merchant is named, here as little as on the page; where a van is now stands nowhere.
  for (const [, bytes] of files) expect(String(bytes)).not.toContain('Opal');
  expect(JSON.stringify(data)).not.toContain('O-F-1-1-2');
  expect(JSON.stringify(data)).not.toContain('"map":{');
  const page = String(files.get('index.html'));
  expect(page).toContain('&lt;b&gt;Carport &amp; mehr&lt;/b&gt;');
  expect(page).toContain(`photos/${parcels[0]}.jpg`);
  expect(metadataIn(files.get(`photos/${parcels[0]}.jpg`) ?? Buffer.of())).toEqual([]);

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
  const bens = [...readZip((await ask(ben, 'GET', '/zip')).rawPayload)];
  expect(bens.map(([name]) => name).sort()).toEqual(['data.json', 'index.html']);
  for (const [, bytes] of bens) expect(String(bytes)).not.toContain('Heckenrosenweg');

  server.clock.advance(24 * 3_600_000);
  await server.database.pool.query(`update auth_session set "expiresAt" = now() + interval '10 years'`);
  expect((await ask(anna, 'GET', '/zip')).statusCode).toBe(404);
  await server.keepHouse();
  expect(await readdir(folder)).toEqual([]);
  expect((await server.database.pool.query('select 1 from account_exports')).rows).toEqual([]);
});

it('says in the reader’s words what she chose, whom she let see it, and where she gets pushes', async () => {
  const service = await openPushService();
  const [parcelId = ''] = server.route.stops[0]?.parcelIds ?? [];
  const { publicKey } = webPusher({ privateKey: pushKey, subject: 'mailto:x@example.org', anywhere: true });
  const subscribed = await post('/push-subscriptions', service.subscribe(publicKey));
  const report = await post(`/parcels/${parcelId}/reports`, { kind: 'wrong_place', note: 'stand im Regen' });
  const choices = { notifications: { next_stop: { push: true } }, quietHours: { from: '21:30', to: '06:15' } };
  const chosen = await anna.put('/preferences', { ...choices, language: 'de', photoInMail: 'on' });
  const forAddress = await anna.put(`/parcels/${parcelId}/delivery-photos`, { for: 'address', choice: 'with_door' });
  const standing = { place: 'Gartenhaus', note: 'Bitte klopfen', wish: 'neighbour', neighbour: { name: 'Weber' } };
  expect((await anna.put('/standing-wishes', { parcelId, wish: standing })).statusCode).toBe(200);
  expect([subscribed, report, chosen, forAddress].map(({ statusCode }) => statusCode)).toEqual([201, 201, 200, 200]);

  const read = async (language: string) => {
    const headers = { cookie: anna.cookie, 'accept-language': language };
    await server.app.inject({ method: 'POST', url: '/api/v1/me/export', headers });
    expect(await untilReady(anna)).toBe('ready');
    const files = readZip((await ask(anna, 'GET', '/zip')).rawPayload);
    return { page: String(files.get('index.html')), data: JSON.parse(String(files.get('data.json'))) };
  };
  const { page, data } = await read('de');
  expect(data.choices).toMatchObject(choices);
  expect(data.pushBrowsers).toMatchObject([{ service: expect.stringContaining('127.0.0.1') }]);
  expect(data.links).toMatchObject([{ kind: 'neighbour', name: 'Familie Yıldız', revokedAt: null }]);
  for (const words of [
    'Der Stopp ist der nächste: Push',
    'Ruhezeit: 21:30 bis 06:15 Uhr',
    'Foto in E-Mails: ja',
    'Heckenrosenweg 1a, 91234 Feldheim · Lieferfotos: mit der Tür',
    'Heckenrosenweg 1a, 91234 Feldheim · Dauerhaft gewünscht: Ablageort Gartenhaus; bei jemandem in der Nachbarschaft · Weber · Bitte klopfen',
    'Pass für Familie Yıldız',
    'Meldung: Am falschen Platz · stand im Regen',
    'Push in einem Browser, über',
    'Mitteleuropäische Zeit',
  ])
    expect(page).toContain(words);
  // What a program would call it stands in data.json alone.
  for (const code of ['wrong_place', 'with_door', 'next_stop', 'out_for_delivery', '{', 'guest', '2026-06'])
    expect(page.replace(/<style>.*<\/style>/s, '')).not.toContain(code);
  const english = await read('en');
  for (const words of ['The stop is next: Push', 'Quiet hours: 21:30 to 06:15', 'Report: In the wrong place'])
    expect(english.page).toContain(words);
  await service.close();
});
