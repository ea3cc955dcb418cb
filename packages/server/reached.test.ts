// How the server is reached: over HTTPS of its own, and through a proxy in front of it.
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lanCertificate } from '../../demo/lan-certificate.ts';
import { readConfig, SettingRefused } from './config.ts';
import { usualStops } from './testing/route-file.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';
import { openTls } from './tls.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-reached-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const refusalsOf = (environment: Record<string, string>) => {
  try {
    readConfig(environment, folder);
    return '';
  } catch (error) {
    if (error instanceof SettingRefused) return error.message;
    throw error;
  }
};

describe('HTTPS without a proxy', () => {
  let server: TestServer;
  let ca: Buffer;
  beforeAll(async () => {
    const files = await lanCertificate(folder, ['localhost', '127.0.0.1'], Date.now());
    ca = await readFile(files.authority);
    server = await startTestServer({
      stops: usualStops(1),
      settings: {
        DOORSTEP_TLS_CERT: files.certificate,
        DOORSTEP_TLS_KEY: files.key,
        DOORSTEP_PUBLIC_URL: 'https://127.0.0.1',
      },
    });
  });
  afterAll(() => server.close());

  const ask = async (path: string) => {
    const { port } = new URL(await server.listen());
    return new Promise<number | undefined>((resolve, reject) => {
      get({ host: '127.0.0.1', port, path, ca, agent: false }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      }).once('error', reject);
    });
  };

  it('is spoken with the certificate and key of the settings, and nothing else on that port', async () => {
    expect(await ask('/healthz')).toBe(200);
    expect(await ask('/in/osmand?id=unknown')).toBe(400);
    const { port } = new URL(await server.listen());
    const plain = new Promise((resolve) => {
      httpRequest({ host: '127.0.0.1', port, path: '/healthz' }, () => resolve('answered'))
        .once('error', () => resolve('not heard'))
        .end();
    });
    expect(await plain).toBe('not heard');
  });

  it('goes on with a renewed certificate without a restart, and with the former one where the new files do not fit', async () => {
    const files = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
    const tls = await openTls(files);
    expect(await tls.readAgain()).toBe(false);
    await lanCertificate(folder, ['localhost', '127.0.0.1', '10.0.0.5'], Date.now());
    expect(await tls.readAgain()).toBe(true);
    const good = await readFile(files.key);
    await writeFile(files.key, 'no key');
    await expect(tls.readAgain()).rejects.toThrow('belong together');
    await writeFile(files.key, good);
  });

  it('is refused at the start with a sentence where a file is missing, or the settings do not agree', async () => {
    const missing = { certificate: join(folder, 'none.pem'), key: join(folder, 'key.pem') };
    await expect(openTls(missing)).rejects.toThrow('DOORSTEP_TLS_CERT');
    expect(refusalsOf({ DOORSTEP_TLS_CERT: 'a.pem' })).toContain('belong together');
    expect(
      refusalsOf({ DOORSTEP_TLS_CERT: 'a.pem', DOORSTEP_TLS_KEY: 'b.pem', DOORSTEP_PUBLIC_URL: 'http://a.example' }),
    ).toContain('https://');
    expect(readConfig({ DOORSTEP_TLS_CERT: 'a.pem', DOORSTEP_TLS_KEY: 'b.pem' }, folder).publicUrl).toMatch(/^https:/);
  });
});

/** A small proxy that does what docs/operating.md asks of one. */
async function openProxy(target: string, forwarded: (from: IncomingHttpHeaders) => Record<string, string>) {
  const proxy = createServer((request, response) => {
    const { hostname, port } = new URL(target);
    const headers = { ...request.headers, ...forwarded(request.headers) };
    const onward = httpRequest(
      { host: hostname, port, path: request.url, method: request.method, headers, agent: false },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const address = proxy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      proxy.closeAllConnections();
      proxy.close();
    },
  };
}

describe('a proxy in front', () => {
  const forged = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };
  const seenBy = async (trust: string, headers: Record<string, string>) => {
    const server = await startTestServer({ stops: usualStops(1), settings: { DOORSTEP_TRUST_PROXY: trust } });
    try {
      const url = await server.listen();
      const proxy = await openProxy(url, () => headers);
      const answer = await fetch(`${proxy.url}/seen`);
      const seen: { address?: string; protocol?: string } = await answer.json();
      proxy.close();
      return [seen.address, seen.protocol];
    } finally {
      await server.close();
    }
  };

  it('on the same machine is believed by default, and another machine or nobody only as configured', async () => {
    expect(await seenBy('loopback', forged)).toEqual(['203.0.113.9', 'https']);
    expect(await seenBy('none', forged)).toEqual(['127.0.0.1', 'http']);
    expect(await seenBy('10.0.0.7, 10.1.0.0/16', forged)).toEqual(['127.0.0.1', 'http']);
    expect(await seenBy('127.0.0.0/8', forged)).toEqual(['203.0.113.9', 'https']);
  });

  it('that nobody could mean is refused with a sentence', () => {
    for (const wrong of ['proxy.example', '10.0.0.7/40', '10.0.0.7/8/8', 'true', '10.0.0.1,'])
      expect(refusalsOf({ DOORSTEP_TRUST_PROXY: wrong })).toContain('DOORSTEP_TRUST_PROXY');
  });
});
