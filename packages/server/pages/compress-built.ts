import { execFile } from 'node:child_process';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { setPriority, constants as system } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

interface CompressOptions {
  /** Of files from 100 kB on. One step below the highest costs a tenth of the time and a twentieth more bytes. */
  readonly largeQuality: number;
  /** With what others leave of the machine. */
  readonly atLeisure: boolean;
}

const large = 100_000;
const atOnce = 16;

/**
 * Beside each script and style of a folder that was built its compressed forms, so that a server has nothing to
 * compress. In a process of its own, which ends with this one. Throws where a file cannot be read or written.
 */
export function compressBuilt(folder: string, { largeQuality, atLeisure }: CompressOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [fileURLToPath(import.meta.url), folder, String(largeQuality)];
    const child = execFile(process.execPath, args, (fault) => {
      process.off('exit', end);
      if (fault) reject(new Error(`What was built in ${folder} could not be compressed.`, { cause: fault }));
      else resolve();
    });
    const end = () => child.kill();
    process.once('exit', end);
    if (atLeisure && child.pid !== undefined) yieldToOthers(child.pid);
  });
}

/** Where the system does not let us, it is done at the usual priority. */
function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, system.priority.PRIORITY_BELOW_NORMAL);
  } catch {}
}

async function compressHere(folder: string, largeQuality: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(m?js|css|json|svg)$/.test(entry.name));
  const compressNext = async (): Promise<void> => {
    for (let next = files.pop(); next; next = files.pop()) await compressFile(join(next.parentPath, next.name));
  };
  await Promise.all(Array.from({ length: atOnce }, compressNext));

  async function compressFile(path: string): Promise<void> {
    const bytes = await readFile(path);
    const quality = bytes.length < large ? constants.BROTLI_MAX_QUALITY : largeQuality;
    const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const [brotli, zipped] = await Promise.all([
      promisify(brotliCompress)(bytes, { params }),
      promisify(gzip)(bytes, { level: 9 }),
    ]);
    await writeWhole(`${path}.br`, brotli);
    await writeWhole(`${path}.gz`, zipped);
  }
}

/** A server may look for it at any moment, and browsers keep for a year what they got. */
async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  await writeFile(`${path}.new`, bytes);
  await rename(`${path}.new`, path);
}

const [, , folder, quality] = process.argv;
if (import.meta.main && folder !== undefined) await compressHere(folder, Number(quality));
