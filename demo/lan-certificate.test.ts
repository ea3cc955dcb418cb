import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lanCertificate } from './lan-certificate.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-lan-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const names = ['localhost', '127.0.0.1', '192.168.178.20'];
const day = 86_400_000;

it('a phone that trusts the demo’s authority reaches it over HTTPS, by name and by address', async () => {
  const files = await lanCertificate(folder, names, Date.now());
  const [cert, key, ca] = await Promise.all(
    [files.certificate, files.key, files.authority].map((file) => readFile(file)),
  );
  const server = createServer({ cert, key }, (_request, response) => response.end('reached')).listen(0);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const reach = (host: string, trusted: Buffer | undefined, servername?: string) =>
    new Promise<string>((resolve, reject) => {
      get({ host, port, ca: trusted, agent: false, ...(servername ? { servername } : {}) }, (answer) => {
        answer.setEncoding('utf8').once('data', resolve);
      }).once('error', reject);
    });
  try {
    expect(await reach('127.0.0.1', ca)).toBe('reached');
    expect(await reach('127.0.0.1', ca, 'localhost')).toBe('reached');
    await expect(reach('127.0.0.1', ca, 'elsewhere.example')).rejects.toThrow('elsewhere.example');
    await expect(reach('127.0.0.1', undefined)).rejects.toThrow();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

it('what is there is kept while it serves; another address or the end of its time makes a new one of the same authority', async () => {
  const now = Date.now();
  const read = async () => ({
    certificate: String(await readFile(join(folder, 'certificate.pem'))),
    authority: String(await readFile(join(folder, 'authority.pem'))),
  });
  const files = await lanCertificate(folder, names, now);
  const first = await read();
  await lanCertificate(folder, names, now + 100 * day);
  expect(await read()).toEqual(first);
  await lanCertificate(folder, [...names, '10.0.0.5'], now);
  const moved = await read();
  expect(moved.authority).toBe(first.authority);
  expect(new X509Certificate(moved.certificate).checkIP('10.0.0.5')).toBe('10.0.0.5');
  await lanCertificate(folder, names, now + 385 * day);
  expect((await read()).certificate).not.toBe(moved.certificate);
  for (const file of [files.key, join(folder, 'authority-key.pem')]) expect((await stat(file)).mode & 0o077).toBe(0);
});
