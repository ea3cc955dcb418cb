import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { runCommand } from './command.ts';
import type { OsUser } from './os-user.ts';
import { ClusterRefused } from './refusal.ts';

const userName = 'postgres';

/** Ways to make the user: shadow-utils (most Linuxes), then busybox (Alpine). */
const waysToCreate: readonly (readonly (readonly string[])[])[] = [
  [['useradd', '--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', userName]],
  [
    ['groupadd', '--system', userName],
    ['useradd', '--system', '--gid', userName, '--no-create-home', '--home-dir', '/nonexistent', userName],
  ],
  [
    ['addgroup', '-S', userName],
    ['adduser', '-S', '-D', '-H', '-h', '/nonexistent', '-s', '/sbin/nologin', '-G', userName, userName],
  ],
];

/**
 * The user to start PostgreSQL as: null where we are an ordinary user (or on Windows) and it simply runs as us;
 * `postgres` where we are root, because PostgreSQL refuses to run as root.
 */
export async function findOsUser(): Promise<OsUser | null> {
  if (process.getuid?.() !== 0) return null;
  const user = (await lookUp()) ?? (await create());
  const probe = await runCommand({ file: '/bin/sh', args: ['-c', 'exit 0'], user });
  if (probe.code !== 0) {
    throw new ClusterRefused(
      `Doorstep runs as root here but may not start programs as the user "${userName}" (${probe.output || 'refused'}): ` +
        'start Doorstep as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return user;
}

async function lookUp(): Promise<OsUser | null> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => runCommand({ file: 'id', args: [flag, userName] })));
  if (uid?.code !== 0 || gid?.code !== 0) return null;
  return { name: userName, uid: Number(uid.output), gid: Number(gid.output) };
}

async function create(): Promise<OsUser> {
  for (const way of waysToCreate) {
    for (const [file = '', ...args] of way) await runCommand({ file, args });
    const user = await lookUp();
    if (user) return user;
  }
  throw new ClusterRefused(
    `PostgreSQL refuses to run as root and the operating-system user "${userName}" is missing and could not be created: ` +
      'create it, start Doorstep as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** Whether `user` may enter `folder`, asked of the kernel, so that every ancestor, mount option and ACL counts. */
export async function canEnter(user: OsUser, folder: string): Promise<boolean> {
  const probe = await runCommand({ file: '/bin/sh', args: ['-c', 'cd "$1" && test -x .', 'sh', folder], user });
  return probe.code === 0;
}

/** Whether `user` may read every one of `files`. */
export async function canRead(user: OsUser, files: readonly string[]): Promise<boolean> {
  const script = 'for file; do test -r "$file" || exit 1; done';
  const probe = await runCommand({ file: '/bin/sh', args: ['-c', script, 'sh', ...files], user });
  return probe.code === 0;
}

/** The topmost folder on the way to `folder` that `user` may not enter, for a sentence that helps. */
export async function firstClosedAncestor(user: OsUser, folder: string): Promise<string> {
  const way = [folder];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) way.unshift(dirname(at));
  for (const step of way) if (!(await canEnter(user, step))) return step;
  return folder;
}

/** The uid that the cluster's files must have, or null where the platform has none (Windows). */
export function expectedOwner(user: OsUser | null): number | null {
  return user?.uid ?? process.getuid?.() ?? null;
}

/** The owner of a file as "name" or "user number n". */
export async function ownerOf(path: string): Promise<string> {
  const { uid } = await stat(path);
  const name = await runCommand({ file: 'id', args: ['-un', String(uid)] });
  return name.code === 0 ? `"${name.output}"` : `number ${uid}`;
}
