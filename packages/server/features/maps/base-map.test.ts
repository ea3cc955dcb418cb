import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualStops } from '../../testing/route-file.ts';
import { hasSharedData, sharedData, withSharedData } from '../../testing/shared-data.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { BaseMapRefused, checkBaseMap } from './base-map.ts';

const florence = sharedData('tiles/firenze_protomaps_2023-01.pmtiles');
const sizeOfFlorence = 3_959_979;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-map-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The sentence with which a map is refused, without the file's name. */
async function refusalOf(file: string): Promise<string> {
  const answer = await checkBaseMap(file).catch((error: unknown) => error);
  if (!(answer instanceof BaseMapRefused)) throw new Error(`not refused: ${JSON.stringify(answer)}`);
  expect(answer.message).toContain(file);
  return answer.message.replace(file, 'FILE');
}

describe.skipIf(!hasSharedData)(`a real base map, ${withSharedData}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ stops: usualStops(1), settings: { DOORSTEP_MAP_FILE: florence } });
  });
  afterAll(() => server.close());

  async function bytesOfFlorence(from: number, length: number): Promise<Buffer> {
    await using file = await open(florence);
    return (await file.read(Buffer.alloc(length), 0, length, from)).buffer;
  }
  const ask = (range: string, headers = {}) =>
    server.app.inject({ method: 'GET', url: '/map/base.pmtiles', headers: { range, ...headers } });

  it('is accepted and attributed', async () => {
    expect(await checkBaseMap(florence)).toEqual({
      path: '/map/base.pmtiles',
      attribution: 'Protomaps © OpenStreetMap',
    });
  });

  it.each([
    ['bytes=0-126', 0, 127],
    ['bytes=1000000-1016383', 1_000_000, 16_384],
    [`bytes=${sizeOfFlorence - 10}-`, sizeOfFlorence - 10, 10],
    ['bytes=-7', sizeOfFlorence - 7, 7],
  ])('answers the range %s with just these bytes', async (range, from, length) => {
    const answer = await ask(range);
    expect(answer.statusCode).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${from}-${from + length - 1}/${sizeOfFlorence}`);
    expect(answer.headers['content-type']).toBe('application/vnd.pmtiles');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.rawPayload.equals(await bytesOfFlorence(from, length))).toBe(true);
  });

  it('says that it takes ranges, and refuses one that lies outside', async () => {
    const head = await server.app.inject({ method: 'HEAD', url: '/map/base.pmtiles' });
    expect(head.statusCode).toBe(200);
    expect(head.headers).toMatchObject({ 'accept-ranges': 'bytes', 'content-length': String(sizeOfFlorence) });
    expect(head.headers.etag).toBeDefined();
    const outside = await ask(`bytes=${sizeOfFlorence}-`);
    expect(outside.statusCode).toBe(416);
    expect(outside.headers['content-range']).toBe(`bytes */${sizeOfFlorence}`);
    expect(outside.json()).toMatchObject({
      code: 'range_not_satisfiable',
      title: 'Diesen Teil der Datei gibt es nicht.',
    });
  });

  it('that is cut off in its tiles, its directories or its header is refused', async () => {
    const whole = await readFile(florence);
    for (const [length, why] of [
      [sizeOfFlorence - 1, `it is cut off: ${sizeOfFlorence} bytes are promised, ${sizeOfFlorence - 1} are there.`],
      [127, `it is cut off: ${sizeOfFlorence} bytes are promised, 127 are there.`],
      [100, 'it is cut off within its header.'],
    ] as const) {
      const file = join(folder, `cut-${length}.pmtiles`);
      await writeFile(file, whole.subarray(0, length));
      expect(await refusalOf(file)).toBe(`The base map FILE cannot be used: ${why}`);
    }
    const damaged = join(folder, 'damaged.pmtiles');
    await writeFile(damaged, whole.fill(7, 127, 5_000));
    expect(await refusalOf(damaged)).toMatch(/^The base map FILE cannot be used: it is damaged \(\w.+\)\.$/);
  });

  it.each([
    ['empty.pmtiles', 'the file is empty.'],
    ['invalid.pmtiles', 'it is not a PMTiles archive.'],
    ['invalid_v4.pmtiles', 'it is PMTiles of version 4; version 3 is needed.'],
  ])('%s is refused with a sentence', async (name, why) => {
    expect(await refusalOf(sharedData(`tiles/invalid/${name}`))).toBe(`The base map FILE cannot be used: ${why}`);
  });

  it.each(['test_fixture_1.pmtiles', 'test_fixture_2.pmtiles'])('%s is a small map and accepted', async (name) => {
    expect(await checkBaseMap(sharedData(`tiles/invalid/${name}`))).toMatchObject({ path: '/map/base.pmtiles' });
  });

  it('that is broken keeps the server from starting', async () => {
    const settings = { DOORSTEP_MAP_FILE: sharedData('tiles/invalid/invalid_v4.pmtiles') };
    await expect(startTestServer({ stops: usualStops(1), settings })).rejects.toThrow(BaseMapRefused);
  });
});

describe('a file that is no map', () => {
  it('is refused: not there, a folder, or something else', async () => {
    expect(await refusalOf(join(folder, 'nothing.pmtiles'))).toBe(
      'The base map FILE cannot be used: there is no such file.',
    );
    expect(await refusalOf(folder)).toMatch(/^The base map FILE cannot be used: it is a folder\.$/);
    const text = join(folder, 'text.pmtiles');
    await writeFile(text, 'not a map, but longer than a header '.repeat(10));
    expect(await refusalOf(text)).toBe('The base map FILE cannot be used: it is not a PMTiles archive.');
  });
});

describe('a server without a map', () => {
  it('has none to fetch', async () => {
    const server = await startTestServer({ stops: usualStops(1) });
    const answer = await server.app.inject({ method: 'GET', url: '/map/base.pmtiles' });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'not_found']);
    await server.close();
  });
});
