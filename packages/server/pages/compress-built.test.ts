import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { usualStops } from '../testing/route-file.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { compressBuilt } from './compress-built.ts';

const script = `export const words = ${JSON.stringify(Array.from({ length: 400 }, (_, place) => `word ${place % 7}`))};`;
const path = '/_app/immutable/chunks/Zg3xFP8K.js';
let built: string;
let server: TestServer;

/** Pages as a build lays them down, with one script. */
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'doorstep-built-'));
  await mkdir(join(built, 'client/_app/immutable/chunks'), { recursive: true });
  await writeFile(join(built, 'client', path), script);
  await writeFile(join(built, 'handler.mjs'), 'export const handler = (request, response, next) => next();');
  server = await startTestServer({
    stops: usualStops(1),
    pages: { webHandler: join(built, 'handler.mjs'), widgetFolder: join(built, 'widget') },
  });
});
afterAll(async () => {
  await server.close();
  await rm(built, { recursive: true, force: true });
});

const ask = (encodings: string, url = path) =>
  server.app.inject({ method: 'GET', url, headers: { 'accept-encoding': encodings } });

describe('what was built for browsers', () => {
  it('is served before it is compressed, and kept by a browser for good', async () => {
    const answer = await ask('gzip, br');
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(answer.headers['content-type']).toMatch('javascript');
    expect(answer.body).toBe(script);
  });

  it('is served compressed from then on, in the form that a browser asks for', async () => {
    await compressBuilt(join(built, 'client'), { largeQuality: 9, atLeisure: false });
    const brotli = await ask('gzip, br');
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotli.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(script);
    expect(gunzipSync((await ask('gzip')).rawPayload).toString()).toBe(script);
    expect((await ask('identity')).body).toBe(script);
    expect((await readFile(join(built, 'client', path), 'utf8')).length).toBeGreaterThan(brotli.rawPayload.length * 4);
  });

  it('ends where its folder does', async () => {
    const outside = ['/_app/../handler.mjs', '/_app/%2e%2e/handler.mjs', '/_app/immutable/chunks/nothing.js'];
    for (const url of outside) expect((await ask('br', url)).statusCode, url).toBe(404);
  });
});

it('a folder that is not there cannot be compressed, and its name is said', async () => {
  const nowhere = join(built, 'nowhere');
  await expect(compressBuilt(nowhere, { largeQuality: 9, atLeisure: false })).rejects.toThrow(nowhere);
});
