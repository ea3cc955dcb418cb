// Where copies lie: one encrypted file each (AES-256-GCM: 12 bytes IV, the bytes, 16 bytes tag), written piece by piece so
// that a person with many photos costs no more memory than one with few.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { isId } from '@doorstep/domain';

const ivBytes = 12;
const tagBytes = 16;
const cipherName = 'aes-256-gcm';

export interface ExportFiles {
  /** Begins a file anew. */
  write(exportId: string, salt: Buffer): Promise<ExportWriter>;
  /**
   * The bytes as they were written, and how many; null where the file is not there. The stream fails at its end where they
   * are not what was written.
   */
  read(exportId: string, salt: Buffer): Promise<{ stream: NodeJS.ReadableStream; bytes: number } | null>;
  delete(exportId: string): Promise<void>;
  list(): Promise<readonly string[]>;
}

export interface ExportWriter {
  add(bytes: Uint8Array): Promise<void>;
  /** Whole on the disk; answers how many bytes it holds. */
  end(): Promise<number>;
  /** What was written is deleted. */
  giveUp(): Promise<void>;
}

export async function exportFiles(options: { folder: string; masterKey: Buffer }): Promise<ExportFiles> {
  const { folder, masterKey } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keyOf = (exportId: string, salt: Buffer) =>
    Buffer.from(hkdfSync('sha256', masterKey, salt, `doorstep export ${exportId}`, 32));
  const fileOf = (exportId: string) => {
    if (!isId('export', exportId)) throw new Error('not the id of an export');
    return join(folder, exportId);
  };

  return {
    async write(exportId, salt) {
      const file = fileOf(exportId);
      const handle = await open(file, 'w', 0o600);
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(cipherName, keyOf(exportId, salt), iv, { authTagLength: tagBytes });
      let bytes = 0;
      await handle.write(iv);
      return {
        async add(more) {
          bytes += more.length;
          await handle.write(cipher.update(more));
        },
        async end() {
          await handle.write(Buffer.concat([cipher.final(), cipher.getAuthTag()]));
          await handle.sync();
          await handle.close();
          return bytes;
        },
        async giveUp() {
          await handle.close();
          await rm(file, { force: true });
        },
      };
    },
    async read(exportId, salt) {
      const handle = await open(fileOf(exportId)).catch(nullWhereMissing);
      if (handle === null) return null;
      const { size } = await handle.stat();
      const iv = Buffer.alloc(ivBytes);
      const tag = Buffer.alloc(tagBytes);
      await handle.read(iv, 0, ivBytes, 0);
      await handle.read(tag, 0, tagBytes, size - tagBytes);
      await handle.close();
      const decipher = createDecipheriv(cipherName, keyOf(exportId, salt), iv, { authTagLength: tagBytes });
      decipher.setAuthTag(tag);
      const sealed = createReadStream(fileOf(exportId), { start: ivBytes, end: size - tagBytes - 1 });
      // A fault ends the stream that is read; there is nobody else to tell.
      const stream = pipeline(sealed, decipher, () => undefined);
      return { stream, bytes: size - ivBytes - tagBytes };
    },
    delete: (exportId) => rm(fileOf(exportId), { force: true }),
    list: async () => (await readdir(folder)).filter((name) => isId('export', name)),
  };
}

function nullWhereMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
