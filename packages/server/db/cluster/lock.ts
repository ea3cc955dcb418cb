import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { readIfThere } from './files.ts';
import { birthMarkOf, isAlive } from './processes.ts';
import { ClusterRefused, codeOf } from './refusal.ts';

interface Holder {
  readonly pid: number;
  readonly token: string;
  readonly birthMark: string;
}

/** Longer than an initdb on a slow card; a start after a crash may replay much, so this is generous. */
const patienceMillis = 5 * 60_000;
/** A lock without text is being written right now, unless it is older than this. */
const emptyLockMillis = 5_000;

/** Tokens of this very process: a lock with our number but without our token was left by an earlier process. */
const tokensHeld = new Set<string>();

/** Runs `work` while no other process that opens the same folder does. A lock whose process is gone is taken over. */
export async function withLock<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  const token = randomUUID();
  tokensHeld.add(token);
  try {
    await acquire(path, token);
    try {
      return await work();
    } finally {
      if (parseHolder(await readIfThere(path))?.token === token) await rm(path, { force: true });
    }
  } finally {
    tokensHeld.delete(token);
  }
}

async function acquire(path: string, token: string): Promise<void> {
  const birthMark = await birthMarkOf(process.pid);
  const text = JSON.stringify({ pid: process.pid, token, birthMark } satisfies Holder);
  const giveUpAt = Date.now() + patienceMillis;
  for (;;) {
    try {
      const file = await open(path, 'wx', 0o644);
      try {
        await file.writeFile(text);
      } finally {
        await file.close();
      }
      return;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const found = await readIfThere(path);
    if (found !== null && (await isAbandoned(path, found))) await takeAway(path, found);
    else if (Date.now() > giveUpAt) {
      throw new ClusterRefused(
        `Another Doorstep process (number ${parseHolder(found)?.pid ?? 'unknown'}) has been opening this data directory ` +
          `for five minutes: end that process, or remove the file ${path} if there is none.`,
      );
    } else await pause(50);
  }
}

async function isAbandoned(path: string, text: string): Promise<boolean> {
  const holder = parseHolder(text);
  if (!holder) {
    const modifiedAt = (await stat(path).catch(() => null))?.mtimeMs ?? Date.now();
    return Date.now() - modifiedAt > emptyLockMillis;
  }
  if (holder.pid === process.pid) return !tokensHeld.has(holder.token);
  if (!isAlive(holder.pid)) return true;
  return holder.birthMark !== '' && holder.birthMark !== (await birthMarkOf(holder.pid));
}

/** Removes an abandoned lock, and puts it back where another process had already replaced it in between. */
async function takeAway(path: string, abandoned: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readIfThere(aside)) === abandoned) await rm(aside, { force: true });
  else await rename(aside, path);
}

function parseHolder(text: string | null): Holder | null {
  try {
    const value: unknown = JSON.parse(text ?? '');
    if (typeof value !== 'object' || value === null) return null;
    if (!('pid' in value && 'token' in value && 'birthMark' in value)) return null;
    const { pid, token, birthMark } = value;
    if (typeof pid !== 'number' || typeof token !== 'string' || typeof birthMark !== 'string') return null;
    return { pid, token, birthMark };
  } catch {
    return null;
  }
}
