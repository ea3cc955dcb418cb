import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Server as HttpServer, RequestListener } from 'node:http';
import { createServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { SettingRefused } from './config.ts';
import type { TlsFiles } from './read-network.ts';

export interface Tls {
  /** Makes the server that Fastify stands on. */
  serverFor(listener: RequestListener, timeouts: TlsTimeouts): HttpServer;
  /** Reads the files again; a pair that does not fit leaves the former one in use. Returns whether it was changed. */
  readAgain(): Promise<boolean>;
}

export interface TlsTimeouts {
  readonly requestTimeout: number;
  readonly headersTimeout: number;
  readonly keepAliveTimeout: number;
}

/** Reads the certificate (with what comes between it and its authority) and its key. Throws SettingRefused. */
export async function openTls(files: TlsFiles): Promise<Tls> {
  let pair = await readPair(files);
  const servers: ReturnType<typeof createServer>[] = [];
  return {
    serverFor(listener, timeouts) {
      const server = createServer({ ...pair, ...timeouts, minVersion: 'TLSv1.2' }, listener);
      servers.push(server);
      return server;
    },
    async readAgain() {
      const found = await readPair(files);
      if (found.cert.equals(pair.cert) && found.key.equals(pair.key)) return false;
      pair = found;
      for (const server of servers) server.setSecureContext({ ...pair, minVersion: 'TLSv1.2' });
      return true;
    },
  };
}

async function readPair(files: TlsFiles): Promise<{ readonly cert: Buffer; readonly key: Buffer }> {
  const [cert, key] = await Promise.all([
    read('DOORSTEP_TLS_CERT', files.certificate),
    read('DOORSTEP_TLS_KEY', files.key),
  ]);
  try {
    createSecureContext({ cert, key });
    new X509Certificate(cert);
  } catch {
    // Its own text may quote what stands in the files.
    throw new SettingRefused(
      'DOORSTEP_TLS_CERT and DOORSTEP_TLS_KEY: both must be PEM files, the key without a passphrase, and belong together.',
    );
  }
  return { cert, key };
}

async function read(setting: string, file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new SettingRefused(
      `${setting} is ${file}, which cannot be read: it must be a PEM file that the server may read.`,
    );
  }
}
