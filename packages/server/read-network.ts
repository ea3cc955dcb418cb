import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Declared with the others in config.ts. */
export const networkSettings = {
  DOORSTEP_TLS_CERT: {
    unit: 'file',
    standard: '(none: plain HTTP)',
    why: 'The certificate for HTTPS without a proxy: PEM, followed by what stands between it and its authority. Needs DOORSTEP_TLS_KEY; read again every minute, so that a renewed one needs no restart.',
  },
  DOORSTEP_TLS_KEY: {
    unit: 'file',
    standard: '(none)',
    why: 'The key of that certificate: PEM, without a passphrase.',
  },
  DOORSTEP_TRUST_PROXY: {
    unit: '`loopback`, `none` or addresses',
    standard: 'loopback',
    why: 'From whom X-Forwarded-For and X-Forwarded-Proto are believed: a proxy on the same machine, nobody, or these addresses and networks, parted by commas (`10.0.0.7, 10.1.0.0/16`).',
  },
} as const;

export interface TlsFiles {
  readonly certificate: string;
  readonly key: string;
}

/** Under which address the server is reached, and by what way. */
export interface NetworkConfig {
  readonly publicUrl: string;
  /** Null: plain HTTP. */
  readonly tls: TlsFiles | null;
  /** From whom forwarded headers are believed, as Fastify takes it. */
  readonly trustProxy: false | string[];
}

/** Reads the settings about it; what cannot be used is refused with a sentence that names it. */
export function readNetwork(given: {
  readonly port: number;
  readonly folder: string;
  readonly publicUrl: string | null;
  readonly certificate: string | null;
  readonly key: string | null;
  readonly trust: string;
  readonly refuse: (problem: string) => void;
}): NetworkConfig {
  const { certificate, key, publicUrl, folder, refuse } = given;
  if ((certificate === null) !== (key === null))
    refuse('DOORSTEP_TLS_CERT and DOORSTEP_TLS_KEY belong together: give both files, or none.');
  const tls =
    certificate === null || key === null
      ? null
      : { certificate: resolve(folder, certificate), key: resolve(folder, key) };
  if (tls !== null && publicUrl !== null && new URL(publicUrl).protocol === 'http:')
    refuse('DOORSTEP_PUBLIC_URL begins with http://, but with DOORSTEP_TLS_CERT the server speaks https:// only.');
  return {
    publicUrl: (publicUrl ?? `${tls === null ? 'http' : 'https'}://localhost:${given.port}`).replace(/\/$/, ''),
    tls,
    trustProxy: readTrust(given.trust, refuse),
  };
}

function readTrust(given: string, refuse: (problem: string) => void): NetworkConfig['trustProxy'] {
  if (given === 'none') return false;
  if (given === 'loopback') return ['loopback'];
  const addresses = given.split(',').map((each) => each.trim());
  for (const each of addresses) {
    if (isAddressOrNetwork(each)) continue;
    refuse(
      `DOORSTEP_TRUST_PROXY holds "${each}"; it must be loopback, none, or addresses and networks such as 10.0.0.7, 10.1.0.0/16.`,
    );
  }
  return addresses;
}

function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (isIP(address) === 0 || more.length > 0) return false;
  const most = isIP(address) === 6 ? 128 : 32;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most);
}
