// A server that is killed again and again while phones send it pictures, and what is there afterwards: for the test, with
// a few kills, and for the bench, with a hundred.
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { diskBlobStore } from '../adapters/blob-store/disk.ts';
import { openWorkshop } from '../db/cluster/testing.ts';
import { type OpenDatabase, openDatabase } from '../db/open-database.ts';
import { bindConsignments } from '../features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../features/accounts/pairing.ts';
import { createPhotoCipher } from '../features/photos/photo-cipher.ts';
import { keyOf } from '../features/photos/photos.store.ts';
import { importRoutes } from '../features/routes/import/import-routes.ts';
import { systemClock } from '../ports/clock.ts';
import { routeFile, usualStops } from './route-file.ts';

export interface Survived {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged, and not there or not what was stored. */
  readonly lost: number;
  /** Pictures or sizes of which more than one is there. */
  readonly twice: number;
}

interface Upload {
  readonly photoId: string;
  readonly size: 'preview' | 'full';
}

const picturesAtOnce = 2;

/**
 * `random` decides when each kill falls, 0 to 1. Pictures that were not acknowledged are sent again to the next server, as
 * a phone does.
 */
export async function killDuringUploads(input: {
  readonly kills: number;
  readonly picture: Buffer;
  readonly preview: Buffer;
  readonly random: () => number;
}): Promise<Survived> {
  const workshop = openWorkshop();
  let database: OpenDatabase | null = null;
  let server: Served | null = null;
  try {
    const data = await workshop.folder();
    server = await serve(data);
    database = openDatabase((await workshop.open(join(data, 'postgres'))).url, { maximumConnections: 2 });
    const { stopIds, routeId, token } = await pairedRoute(database, input.kills * picturesAtOnce);
    const acknowledged: Upload[] = [];
    let waiting: Upload[] = [];
    await order(server.url, token, 'start_route', { routeId });

    for (let kill = 0; kill <= input.kills; kill += 1) {
      for (const stopId of stopIds.splice(0, picturesAtOnce)) {
        const photoId = randomUUID();
        await order(server.url, token, 'deliver', { stopId, how: 'safe_place', place: 'Carport', photoId });
        waiting.push({ photoId, size: 'preview' }, { photoId, size: 'full' });
      }
      const isLast = kill === input.kills;
      const { child, url } = server;
      const timer = isLast ? null : setTimeout(() => child.kill('SIGKILL'), 20 + input.random() * 900);
      const bytesOf = (upload: Upload) => (upload.size === 'full' ? input.picture : input.preview);
      const sent = await sendAll(waiting, (upload) => put(url, token, upload, bytesOf(upload)));
      acknowledged.push(...sent);
      waiting = waiting.filter((upload) => !sent.includes(upload));
      if (timer === null) break;
      await gone(child);
      clearTimeout(timer);
      server = await serve(data);
    }
    await end(server.child);
    server = null;
    return {
      kills: input.kills,
      acknowledged: acknowledged.length,
      ...(await lookAfter(database, data, acknowledged)),
    };
  } finally {
    if (server) await end(server.child);
    await database?.close();
    await workshop.clear();
  }
}

/** Two at once, each picture's preview before its full size; those that were acknowledged. */
async function sendAll(uploads: readonly Upload[], send: (upload: Upload) => Promise<boolean>): Promise<Upload[]> {
  const acknowledged: Upload[] = [];
  const queue = [...uploads];
  const sendOn = async () => {
    for (let upload = queue.shift(); upload; upload = queue.shift())
      if (await send(upload).catch(() => false)) acknowledged.push(upload);
  };
  await Promise.all(Array.from({ length: picturesAtOnce }, sendOn));
  return acknowledged;
}

async function lookAfter(database: OpenDatabase, data: string, acknowledged: readonly Upload[]) {
  const { db } = database;
  const photos = await db.selectFrom('photos').selectAll().execute();
  const sums = await db.selectFrom('photo_sums').selectAll().execute();
  const store = await diskBlobStore({ folder: join(data, 'photos') });
  const cipher = createPhotoCipher(Buffer.from(await readFile(join(data, 'photo-key'), 'utf8'), 'base64'));
  const isWhole = async ({ photoId, size }: Upload) => {
    const row = photos.find((photo) => photo.sender_id === photoId);
    const key = row ? keyOf(row) : null;
    const blob = size === 'full' ? row?.full_blob : row?.preview_blob;
    const sealed = blob ? await store.get(blob) : null;
    const sum = sums.find((each) => each.photo_id === row?.id && each.size === size)?.stored_sha256;
    if (!key || !sealed || !sum) return false;
    try {
      return createHash('sha256')
        .update(cipher.open(key, size, sealed))
        .digest()
        .equals(sum);
    } catch {
      return false;
    }
  };
  let lost = 0;
  for (const upload of acknowledged) if (!(await isWhole(upload))) lost += 1;
  const more = (names: readonly string[]) => names.length - new Set(names).size;
  return {
    lost,
    twice: more(photos.map((photo) => photo.sender_id)) + more(sums.map((sum) => `${sum.photo_id} ${sum.size}`)),
  };
}

async function pairedRoute(database: OpenDatabase, stops: number) {
  const { db } = database;
  const file = routeFile({ stops: usualStops(stops), plannedStartAt: Date.now() - 600_000 });
  const bytes = new TextEncoder().encode(JSON.stringify(file));
  await importRoutes({ db, clock: systemClock, bindConsignments }, { bytes, fileName: 'route.json', dryRun: false });
  const route = await db.selectFrom('routes').selectAll().executeTakeFirstOrThrow();
  const rows = await db.selectFrom('stops').select('id').orderBy('sequence').execute();
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: Date.now() });
  const paired = await pairDevice(db, { code, deviceName: null, now: Date.now() });
  if (!paired) throw new Error('a fresh code pairs');
  return { stopIds: rows.map(({ id }) => id), routeId: route.id, token: paired.token };
}

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

async function serve(data: string): Promise<Served> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.fixture.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DOORSTEP_DATA: data, DATABASE_URL: '', DOORSTEP_LOG_LEVEL: 'silent' },
  });
  if (!child.stdout) throw new Error('its output is read');
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}

async function gone(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await gone(child);
}

async function order(url: string, token: string, type: string, more: object): Promise<void> {
  const at = new Date().toISOString();
  const answer = await fetch(`${url}/api/v1/driver/commands`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sentAt: at, commands: [{ id: randomUUID(), type, at, ...more }] }),
  });
  const text = await answer.text();
  if (!text.includes('"outcome":"done"')) throw new Error(`${type} was not carried out: ${text.slice(0, 200)}`);
}

async function put(url: string, token: string, { photoId, size }: Upload, bytes: Buffer): Promise<boolean> {
  const answer = await fetch(`${url}/api/v1/driver/photos/${photoId}${size === 'preview' ? '/preview' : ''}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' },
    body: new Uint8Array(bytes),
  });
  return answer.status === 200 && (await answer.text()).includes('"outcome":"stored"');
}
