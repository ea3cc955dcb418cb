import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera, storedBlobs } from './photos.testdata.ts';

let server: TestServer;
let camera: Camera;

beforeAll(async () => {
  const anna = { recipientEmail: 'anna@example.org' };
  server = await startTestServer({ stops: [{ parcels: [{ ...anna, confidential: true }] }, { parcels: [anna] }] });
  camera = await pairCamera(server);
  await camera.start();
});
afterAll(() => server?.close());

const planted = 'dcK7-planted-2fQ9';

/** A phone's picture: its place in EXIF, words in a comment of it, and something more behind its end. */
async function tellingPicture(): Promise<Buffer> {
  const picture = await sharp(await drawnPicture())
    .withExif({
      IFD0: { Make: 'Telltale', ImageDescription: planted },
      IFD3: { GPSLatitude: '47/1 33/1 2113/100', GPSLatitudeRef: 'N', GPSLongitude: '7/1 35/1 1777/100' },
    })
    .jpeg()
    .toBuffer();
  return Buffer.concat([picture, Buffer.from(`ftypmp42${planted}`)]);
}

/** Everything that stands in the database, table by table, as text; bytes as hexadecimal digits. */
async function everythingStored(): Promise<string> {
  const { pool } = server.database;
  const { rows } = await pool.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const tables = await Promise.all(
    rows.map(async ({ name }) => (await pool.query(`select each::text as line from ${name} each`)).rows),
  );
  return tables.flatMap((lines) => lines.map(({ line }) => line)).join('\n');
}

/** What PostgreSQL itself has on the disk of this database, its write-ahead log too: what was written and taken back. */
async function filesOfDatabase(): Promise<readonly Buffer[]> {
  const { pool } = server.database;
  await pool.query('checkpoint');
  const { rows } = await pool.query<{ folder: string; oid: string }>(
    `select current_setting('data_directory') as folder, oid from pg_database where datname = current_database()`,
  );
  const [{ folder, oid } = { folder: '', oid: '' }] = rows;
  const folders = [join(folder, 'pg_wal'), join(folder, 'base', String(oid))];
  const names = await Promise.all(folders.map((each) => readdir(each, { withFileTypes: true })));
  const files = names.flat().filter((entry) => entry.isFile());
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
}

it('leaves no trace of where and by what it was taken, nor of a picture that was refused', async () => {
  const recipient = await signIn(server, 'anna@example.org');
  const helper = await signIn(server, 'helper@example.org', 'de', 'support');
  const picture = await tellingPicture();
  // As PostgreSQL, a log, a file and an answer would hold it: bytes, their hexadecimal digits, and numbers in words.
  const rational = Buffer.from([47, 0, 0, 0, 1, 0, 0, 0, 33, 0, 0, 0, 1, 0, 0, 0]);
  const bytes = [Buffer.from(planted), Buffer.from('Telltale'), rational];
  expect(bytes.map((each) => picture.includes(each))).toEqual([true, true, true]);
  const words = [
    planted,
    'Telltale',
    '47.5558',
    '47,5558',
    '47/1',
    "47° 33'",
    ...bytes.map((each) => each.toString('hex')),
  ];

  const answers: Buffer[] = [];
  const [confidential, usual] = server.route.stops;
  const told: string[] = [];
  for (const stop of [confidential, usual]) {
    const stream = await recipient.watch(stop?.parcelIds[0]);
    const photoId = await camera.leave(stop);
    for (const size of ['preview', 'full'] as const)
      answers.push((await camera.put(photoId, size, picture)).rawPayload);
    for (const path of ['', '/photo', '/photo/preview'])
      answers.push((await recipient.get(`/${stop?.parcelIds[0]}${path}`)).rawPayload);
    await stream.until(({ event, data }) => event === 'view' && data.status.state === 'delivered');
    stream.close();
    told.push(
      JSON.stringify(stream.seen),
      JSON.stringify(await helper.askPage('/support/parcel', { id: stop?.parcelIds[0] ?? '' })),
      JSON.stringify(await camera.route()),
    );
  }
  expect(answers.map((answer) => answer.includes(Buffer.from('"stored"'))).filter(Boolean)).toHaveLength(2);

  const stored = await everythingStored();
  expect(stored).toContain('anna@example.org');
  const files = await storedBlobs(server, '.');
  expect(files.length).toBeGreaterThan(2);
  const texts = [stored, server.log.join('\n'), ...told, ...answers.map((answer) => answer.toString('latin1'))];
  for (const word of words) for (const text of texts) expect(text.includes(word), word).toBe(false);
  for (const held of [...answers, ...(await Promise.all(files.map((file) => readFile(file))))])
    for (const each of bytes) expect(held.includes(each)).toBe(false);
  const ofDatabase = await filesOfDatabase();
  expect(
    ofDatabase.some((held) => held.includes(Buffer.from('anna@example.org'))),
    'what is searched',
  ).toBe(true);
  for (const held of ofDatabase)
    for (const each of [planted, Buffer.from(planted).toString('hex'), 'Telltale'])
      expect(held.includes(each)).toBe(false);
});
