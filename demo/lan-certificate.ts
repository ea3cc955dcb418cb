// HTTPS for phones in the same network: browsers open camera and position, and keep an app for later, only over HTTPS. The
// demo is its own authority for that: a phone that is told once to trust it needs no exception at each start.
import { createPrivateKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { makeCertificate } from './x509.ts';

export interface LanCertificate {
  /** Files, as the server's settings name them. */
  readonly certificate: string;
  readonly key: string;
  /** What a phone may be told to trust. */
  readonly authority: string;
}

const dayMillis = 86_400_000;
const authorityDays = 730;
/** Phones believe no certificate that lasts longer. */
const certificateDays = 390;

/** In this folder, for these names and addresses; what is there is kept as long as it serves. */
export async function lanCertificate(
  folder: string,
  addresses: readonly string[],
  now: number,
): Promise<LanCertificate> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = {
    authority: join(folder, 'authority.pem'),
    authorityKey: join(folder, 'authority-key.pem'),
    certificate: join(folder, 'certificate.pem'),
    key: join(folder, 'key.pem'),
  };
  let authority = await readPair(files.authority, files.authorityKey);
  if (authority === null || isNearlyOver(authority.certificate, now)) {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = makeCertificate({
      ...keys,
      subject: 'Doorstep demo authority',
      from: now - dayMillis,
      until: now + authorityDays * dayMillis,
      names: null,
      issuer: null,
    });
    await write(files.authority, pem);
    await write(files.authorityKey, pemOf(keys.privateKey));
    authority = { certificate: new X509Certificate(pem), key: keys.privateKey };
  }
  const present = await readPair(files.certificate, files.key);
  if (present === null || !serves(present.certificate, authority.certificate, addresses, now)) {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = makeCertificate({
      ...keys,
      subject: 'Doorstep demo',
      from: now - dayMillis,
      until: Math.min(now + certificateDays * dayMillis, Date.parse(authority.certificate.validTo)),
      names: addresses,
      issuer: authority,
    });
    await write(files.certificate, pem);
    await write(files.key, pemOf(keys.privateKey));
  }
  return files;
}

async function readPair(certificateFile: string, keyFile: string) {
  try {
    const certificate = new X509Certificate(await readFile(certificateFile));
    const key = createPrivateKey(await readFile(keyFile));
    return certificate.checkPrivateKey(key) ? { certificate, key } : null;
  } catch {
    return null;
  }
}

function serves(
  certificate: X509Certificate,
  authority: X509Certificate,
  addresses: readonly string[],
  now: number,
): boolean {
  const names = (each: string) =>
    isIP(each) === 0 ? certificate.checkHost(each) !== undefined : certificate.checkIP(each) !== undefined;
  return certificate.verify(authority.publicKey) && !isNearlyOver(certificate, now) && addresses.every(names);
}

function isNearlyOver(certificate: X509Certificate, now: number): boolean {
  return Date.parse(certificate.validTo) < now + 7 * dayMillis;
}

function pemOf(key: KeyObject): string {
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
}
