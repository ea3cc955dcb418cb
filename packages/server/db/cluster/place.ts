import { createHash } from 'node:crypto';
import { access, chmod, constants, mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { prepareRelocationRoot, relocationRoot } from './binaries.ts';
import { exists, namesIn, readIfThere, realOr, writeWhole } from './files.ts';
import { stagingPrefix } from './initialise.ts';
import type { OsUser } from './os-user.ts';
import { ClusterRefused, codeOf, messageOf } from './refusal.ts';
import { canEnter, expectedOwner, firstClosedAncestor, ownerOf } from './run-as.ts';

/** Where a cluster's files are. */
export interface Place {
  /** The folder around the cluster: the wanted data directory, or its stand-in under /var/lib/doorstep. */
  readonly holder: string;
  readonly cluster: string;
  readonly relocated: boolean;
}

const clusterName = 'cluster';
export const lockName = 'open.lock';
const pointerName = 'relocated.json';
/** What file systems and people leave in a folder that is otherwise empty. */
const harmless = new Set(['lost+found', '.DS_Store', '.gitkeep', '.gitignore']);

function isOurs(name: string): boolean {
  if (name === clusterName || harmless.has(name)) return true;
  return [stagingPrefix, lockName, pointerName].some((known) => name.startsWith(known));
}

/** Refuses a folder that holds something else, before anything is written to it. */
export async function refuseForeign(wanted: string): Promise<void> {
  let names: string[];
  try {
    names = await namesIn(wanted);
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') {
      throw new ClusterRefused(`The data directory ${wanted} is not a folder: name another one.`);
    }
    throw await notWritable(wanted, error);
  }
  if (names.includes('PG_VERSION')) throw someoneElses(wanted);
  const foreign = names.find((name) => !isOurs(name));
  if (foreign !== undefined) {
    throw new ClusterRefused(
      `The data directory ${wanted} is not empty and is not a database of Doorstep (it holds "${foreign}"): ` +
        'name an empty or a new folder.',
    );
  }
}

function someoneElses(folder: string): ClusterRefused {
  return new ClusterRefused(
    `The folder ${folder} holds a PostgreSQL database that Doorstep did not make (there is no doorstep-instance.json): ` +
      'name another data directory, or set DATABASE_URL to use that database through its own server.',
  );
}

async function notWritable(folder: string, error: unknown): Promise<ClusterRefused> {
  const owner = await ownerOf(folder).then(
    (name) => `, which belongs to the user ${name}`,
    () => '',
  );
  return new ClusterRefused(
    `Doorstep cannot write to the data directory ${folder}${owner} (${messageOf(error)}): ` +
      'give the user who runs Doorstep write access, or name another data directory.',
  );
}

/** Makes the wanted data directory, and checks that its files are ours to use and that we may write there. */
export async function prepareWanted(wanted: string, user: OsUser | null): Promise<void> {
  await refuseOtherOwner(join(wanted, clusterName), user);
  try {
    const made = await mkdir(wanted, { recursive: true });
    if (made !== undefined && user) await chmod(wanted, 0o755);
    await access(wanted, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw await notWritable(wanted, error);
  }
}

/** PostgreSQL accepts only a folder owned by the user it runs as. */
async function refuseOtherOwner(cluster: string, user: OsUser | null): Promise<void> {
  const found = await stat(cluster).catch(() => null);
  const expected = expectedOwner(user);
  if (!found || expected === null || found.uid === expected) return;
  const owner = await ownerOf(cluster);
  throw new ClusterRefused(
    `The database in ${cluster} belongs to the operating-system user ${owner}, and Doorstep would run it as ` +
      `${user ? `"${user.name}"` : `user number ${expected}`}: start Doorstep as the user who made it ` +
      '(as root if root made it), or name another data directory.',
  );
}

/**
 * Decides where the cluster lies: in the wanted data directory, or, as root where the user `postgres` may not enter
 * that, under /var/lib/doorstep with a pointer left behind. Says so in the second case.
 */
export async function choosePlace(wanted: string, user: OsUser | null, say: (line: string) => void): Promise<Place> {
  const pointed = await readPointer(wanted);
  if (pointed) {
    await followPointer(wanted, pointed);
    await refuseOtherOwner(join(pointed.holder, clusterName), user);
    say(`The database is kept in ${pointed.holder}, as ${join(wanted, pointerName)} says.`);
    return { holder: pointed.holder, cluster: join(pointed.holder, clusterName), relocated: true };
  }
  const inPlace: Place = { holder: wanted, cluster: join(wanted, clusterName), relocated: false };
  if (!user || (await canEnter(user, wanted))) return inPlace;
  const closed = await firstClosedAncestor(user, wanted);
  if (await exists(inPlace.cluster)) {
    throw new ClusterRefused(
      `PostgreSQL runs as the user "${user.name}", which may no longer enter ${closed}, and the database lies in ` +
        `${inPlace.cluster}: give that user the right to enter (chmod o+x ${closed}), or move the data directory.`,
    );
  }
  return relocate(wanted, user, closed, say);
}

async function relocate(wanted: string, user: OsUser, closed: string, say: (line: string) => void): Promise<Place> {
  const base = join(relocationRoot, createHash('sha256').update(wanted).digest('hex').slice(0, 12));
  let holder = base;
  try {
    await prepareRelocationRoot();
    // A database whose pointer is gone belongs to an earlier data directory of this name: deleting that directory
    // asked for a fresh start, so it must not come back by itself.
    for (let next = 2; await exists(join(holder, clusterName)); next += 1) {
      say(`An earlier database of ${wanted} still lies in ${holder}; it is left alone. Delete it if nobody needs it.`);
      holder = `${base}-${next}`;
    }
    await mkdir(holder, { recursive: true });
    await chmod(holder, 0o755);
    await writeWhole(join(wanted, pointerName), `${JSON.stringify({ wanted, holder }, null, 2)}\n`, 0o644, null);
  } catch (error) {
    throw new ClusterRefused(
      `PostgreSQL runs as the user "${user.name}", which may not enter ${closed}, and the data could not be put in ` +
        `${holder} instead (${messageOf(error)}): name a data directory that this user may enter, or set DATABASE_URL.`,
    );
  }
  say(`The database is kept in ${holder}, because the user "${user.name}", whom it runs as, may not enter ${closed}.`);
  return { holder, cluster: join(holder, clusterName), relocated: true };
}

interface Pointer {
  readonly wanted: string;
  readonly holder: string;
}

async function readPointer(wanted: string): Promise<Pointer | null> {
  const path = join(wanted, pointerName);
  const text = await readIfThere(path);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && 'wanted' in value && 'holder' in value) {
      const { wanted: from, holder } = value;
      if (typeof from === 'string' && typeof holder === 'string') return { wanted: from, holder };
    }
  } catch {
    // Told below.
  }
  throw new ClusterRefused(
    `The file ${path}, which says where the database lies, is damaged: restore it from a backup.`,
  );
}

/** A pointer that moved along with its folder is kept; one that was copied would open one database from two places. */
async function followPointer(wanted: string, pointed: Pointer): Promise<void> {
  const path = join(wanted, pointerName);
  if (!(await exists(pointed.holder))) {
    throw new ClusterRefused(
      `The file ${path} says that the database lies in ${pointed.holder}, but nothing is there: ` +
        'restore that folder from a backup, or delete the file to begin with an empty database.',
    );
  }
  if ((await realOr(pointed.wanted)) === (await realOr(wanted))) return;
  const other = await readPointer(resolve(pointed.wanted)).catch(() => null);
  if (other?.holder === pointed.holder) {
    throw new ClusterRefused(
      `The data directory ${wanted} is a copy of ${pointed.wanted}, and both point to the database in ${pointed.holder}: ` +
        `delete ${path} to begin with an empty database here.`,
    );
  }
  await writeWhole(path, `${JSON.stringify({ wanted, holder: pointed.holder }, null, 2)}\n`, 0o644, null);
}

/** Whether a cluster is in place; refuses a folder that is one of somebody else's, or none at all. */
export async function isInitialised(cluster: string, hasInstance: boolean): Promise<boolean> {
  const names = await namesIn(cluster);
  if (names.length === 0) return false;
  if (!names.includes('PG_VERSION')) {
    throw new ClusterRefused(
      `The folder ${cluster} is not empty and is not a PostgreSQL database (there is no PG_VERSION): ` +
        'restore it from a backup, or name another data directory.',
    );
  }
  if (!hasInstance) throw someoneElses(cluster);
  return true;
}
