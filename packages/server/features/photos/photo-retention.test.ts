import { copyFile, mkdir, rm, rmdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { diskBlobStore } from '../../adapters/blob-store/disk.ts';
import { createTestDatabase } from '../../db/test-database.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { sweepOrphans } from './photo-retention.ts';
import { type Camera, drawnPicture, pairCamera, storedBlobs } from './photos.testdata.ts';

const day = 24 * 3_600_000;
let server: TestServer;
let camera: Camera;
let recipient: Awaited<ReturnType<typeof signIn>>;
let photoId: string;

beforeEach(async () => {
  server = await startTestServer({
    stops: [
      { parcels: [{ recipientEmail: 'anna@example.org' }] },
      {},
      { parcels: [{ recipientEmail: 'anna@example.org' }] },
    ],
    settings: { DOORSTEP_PHOTO_RETENTION_DAYS: '14' },
  });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  await camera.start();
  photoId = await camera.leave(server.route.stops[0]);
  await camera.send(photoId, 'full', await drawnPicture());
});
afterEach(() => server.close());

const parcelId = () => server.route.stops[0]?.parcelIds[0];
const photo = () => server.database.db.selectFrom('photos').selectAll().orderBy('id').executeTakeFirstOrThrow();
const seen = async () => (await recipient.view(parcelId())).photo;

/** As of then nothing but the session may have ended; it is kept alive so that the answer is the photo's. */
async function goTo(at: number) {
  server.clock.set(at);
  await server.database.pool.query(`update auth_session set "expiresAt" = now() + interval '10 years'`);
}

describe('a photo whose time is up', () => {
  it('is gone: the key first, then its bytes, and a receipt stays', async () => {
    const takenAt = server.clock.now();
    await goTo(takenAt + 14 * day - 1);
    await server.keepHouse();
    expect(await seen()).toMatchObject({ available: true, deletedOn: '2026-06-23' });
    await goTo(takenAt + 14 * day);
    expect((await recipient.get(`/${parcelId()}/photo`)).statusCode).toBe(404);
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);
    expect(await photo()).toMatchObject({
      state: 'deleted',
      reason: 'expired',
      deleted_at: new Date(server.clock.now()),
      wrapped_key: null,
      preview_blob: null,
      full_blob: null,
    });
    expect(await seen()).toEqual({
      available: false,
      because: { code: 'photo_expired', sentence: 'Das Foto wurde am 23. Juni gelöscht, 14 Tage nach der Zustellung.' },
    });
    expect(await camera.send(photoId, 'full', await drawnPicture())).toBe('200 discarded');
  });

  it('is gone also where the server ended between key and bytes: the next turn finishes', async () => {
    await server.database.pool.query(
      `update photos set state = 'deleted', reason = 'expired', wrapped_key = null, wrapped_by = null, deleted_at = now()`,
    );
    expect(await storedBlobs(server)).toHaveLength(2);
    await server.restart();
    expect(await storedBlobs(server)).toEqual([]);
    expect(await photo()).toMatchObject({ state: 'deleted', preview_blob: null, full_blob: null });
  });

  it('that never came ends too, and is no receipt of a photo', async () => {
    const awaited = await camera.leave(server.route.stops[1]);
    await goTo(server.clock.now() + 14 * day);
    await server.keepHouse();
    const row = await server.database.db
      .selectFrom('photos')
      .select(['state', 'reason'])
      .where('sender_id', '=', awaited)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ state: 'deleted', reason: 'never_came' });
  });

  it('is nobody’s any more a month after it was taken', async () => {
    await goTo(server.clock.now() + 30 * day);
    await server.keepHouse();
    expect((await photo()).driver_id).toBe(server.route.driverId);
    await goTo(server.clock.now() + 1);
    await server.keepHouse();
    expect((await photo()).driver_id).toBeNull();
  });
});

describe('bytes that no row points at', () => {
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  const folder = () => join(server.dataFolder, 'photos');
  async function sweep(db = server.database.db) {
    const faults: unknown[] = [];
    const blobs = await diskBlobStore({ folder: folder() });
    const swept = await sweepOrphans({ db, blobs, reportFault: (fault) => faults.push(fault) }, Date.now());
    return { swept, faults };
  }

  it('are swept when they are a day old; those of a photo and fresh ones stay', async () => {
    const kept = await storedBlobs(server);
    const store = await diskBlobStore({ folder: folder() });
    await store.put('pho_00000000000000000000000000.full.old', Buffer.from('orphan'));
    const old = (await storedBlobs(server)).filter((file) => !kept.includes(file));
    await store.put('pho_00000000000000000000000001.full.fresh', Buffer.from('orphan'));
    const fresh = (await storedBlobs(server)).filter((file) => ![...kept, ...old].includes(file));
    expect([old.length, fresh.length]).toEqual([1, 1]);
    for (const file of [...old, ...kept]) await utimes(file, yesterday, yesterday);
    expect(await sweep()).toEqual({ swept: 'swept', faults: [] });
    const left = (await storedBlobs(server)).filter((file) => !file.endsWith('/instance'));
    expect(left.toSorted()).toEqual([...kept, ...fresh].toSorted());
  });

  it('are all left where the folder is another database’s, whether it bears its id yet or not', async () => {
    const fresh = await createTestDatabase();
    // Tests' databases are copies of one; others are each of their own.
    await fresh.pool.query('update instance set id = gen_random_uuid()');
    try {
      for (const file of await storedBlobs(server)) await utimes(file, yesterday, yesterday);
      expect((await sweep(fresh.db)).swept).toBe('mostly_orphans');
      expect((await sweep()).swept).toBe('swept');
      const before = await storedBlobs(server);
      expect((await sweep(fresh.db)).swept).toBe('of_another_database');
      expect(await storedBlobs(server)).toEqual(before);
    } finally {
      await fresh.close();
    }
  });
});

describe('bytes that cannot be deleted', () => {
  it('keep no others from being deleted, and are tried again', async () => {
    const stuck = (await storedBlobs(server))[0] ?? '';
    const next = await camera.leave(server.route.stops[1]);
    await camera.send(next, 'full', await drawnPicture());
    // A folder stands where the file was.
    await rm(stuck);
    await mkdir(stuck);
    await goTo(server.clock.now() + 15 * day);
    await server.keepHouse();
    expect(await storedBlobs(server)).toHaveLength(stuck.includes('.preview.') ? 1 : 0);
    expect(server.log.join('')).toContain('deleting bytes of photos failed');
    await rmdir(stuck);
    await server.keepHouse();
    expect(await storedBlobs(server)).toEqual([]);
  });
});

describe('a photo whose master key is lost', () => {
  it('gets a fresh key where its bytes have not come yet, and the operator is told', async () => {
    const awaited = await camera.leave(server.route.stops[1]);
    const previewed = await camera.leave(server.route.stops[2]);
    await camera.send(previewed, 'preview', await drawnPicture());
    await rm(join(server.dataFolder, 'photo-key'));
    await server.restart();
    expect(server.log.join('')).toContain('The master key of photos is not the one that 3');
    for (const [id, size] of [
      [awaited, 'preview'],
      [awaited, 'full'],
      [previewed, 'preview'],
      [previewed, 'full'],
    ] as const)
      expect(await camera.send(id, size, await drawnPicture())).toBe('200 stored');
    expect(await seen()).toMatchObject({ available: true });
    expect((await recipient.get(`/${server.route.stops[2]?.parcelIds[0]}/photo/preview`)).statusCode).toBe(200);
    expect((await recipient.get(`/${parcelId()}/photo`)).json().code).toBe('photo_damaged');
  });
});

describe('bytes that were swapped for others on the disk', () => {
  it('are not shown; the answer says that the photo is damaged', async () => {
    const full = (await storedBlobs(server)).find((blob) => blob.includes('.full.')) ?? '';
    const preview = (await storedBlobs(server)).find((blob) => blob.includes('.preview.')) ?? '';
    await copyFile(full, preview);
    const answer = await recipient.get(`/${parcelId()}/photo/preview`);
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'photo_damaged']);
    expect((await recipient.get(`/${parcelId()}/photo`)).statusCode).toBe(200);
  });
});
