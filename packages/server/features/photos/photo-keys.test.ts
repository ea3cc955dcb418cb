import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../config.ts';
import { photosCommand } from '../../photo-keys.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { type Camera, drawnPicture, pairCamera } from './photos.testdata.ts';

let server: TestServer;
let camera: Camera;
let recipient: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  server = await startTestServer({ stops: [0, 1].map(() => ({ parcels: [{ recipientEmail: 'anna@example.org' }] })) });
  camera = await pairCamera(server);
  recipient = await signIn(server, 'anna@example.org');
  await camera.start();
});
afterAll(() => server?.close());

const rotate = () => photosCommand(['rotate-key'], readConfig({ DOORSTEP_DATA: server.dataFolder }, '.'));
const keyFiles = async () =>
  (await readdir(server.dataFolder)).filter((name) => name.startsWith('photo-key')).toSorted();
const marks = async () =>
  new Set((await server.database.db.selectFrom('photos').select('wrapped_by').execute()).map((row) => row.wrapped_by));

describe('the master key of photos', () => {
  it('is rotated by a restart: every photo is still seen, by the new key alone', async () => {
    const [stop, next] = server.route.stops;
    await camera.send(await camera.leave(stop), 'full', await drawnPicture());
    const awaited = await camera.leave(next);
    const before = await marks();
    const formerKey = await readFile(join(server.dataFolder, 'photo-key'), 'utf8');

    expect(await rotate()).toBe(0);
    expect(await keyFiles()).toEqual(['photo-key', 'photo-key.former']);
    await expect(rotate()).rejects.toThrow('was rotated already');
    await server.restart();

    expect(await keyFiles()).toEqual(['photo-key']);
    expect(await readFile(join(server.dataFolder, 'photo-key'), 'utf8')).not.toBe(formerKey);
    expect((await marks()).isDisjointFrom(before)).toBe(true);
    expect((await recipient.get(`/${stop?.parcelIds[0]}/photo`)).statusCode).toBe(200);
    // A picture that was awaited under the former key comes under the new one.
    expect(await camera.send(awaited, 'full', await drawnPicture())).toBe('200 stored');
    expect((await recipient.get(`/${next?.parcelIds[0]}/photo`)).statusCode).toBe(200);
  });

  it('is the operator’s to rotate where it is a setting', async () => {
    const setting = { DOORSTEP_DATA: server.dataFolder, DOORSTEP_PHOTO_KEY: Buffer.alloc(32).toString('base64') };
    await expect(photosCommand(['rotate-key'], readConfig(setting, '.'))).rejects.toThrow('DOORSTEP_PHOTO_KEY_FORMER');
    const both = { ...setting, DOORSTEP_PHOTO_KEY_FORMER: `${Buffer.alloc(32, 1).toString('base64')}, short` };
    expect(() => readConfig(both, '.')).toThrow('not 32 bytes');
  });
});
