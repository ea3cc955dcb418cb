import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { lanCertificate } from './lan-certificate.ts';

export interface OpenToLan {
  /** This machine's address in its network, as a phone would type it. */
  readonly address: string;
  /** The server's settings for HTTPS. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Makes (or keeps) a certificate for every address of this machine, and lets the demo's own vans believe it. */
export async function openToLan(dataDirectory: string): Promise<OpenToLan> {
  const addresses = Object.values(networkInterfaces())
    .flat()
    .flatMap((each) => (each?.family === 'IPv4' && !each.internal ? each.address : []));
  const names = ['localhost', '127.0.0.1', ...addresses];
  const files = await lanCertificate(join(dataDirectory, 'lan'), names, Date.now());
  setDefaultCACertificates([...getCACertificates('default'), String(await readFile(files.authority))]);
  return {
    address: addresses[0] ?? 'localhost',
    settings: { DOORSTEP_TLS_CERT: files.certificate, DOORSTEP_TLS_KEY: files.key },
  };
}
