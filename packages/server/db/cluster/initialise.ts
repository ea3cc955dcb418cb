import { randomBytes, randomUUID } from 'node:crypto';
import { chown, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../sync-folder.ts';
import type { Binaries } from './binaries.ts';
import { runCommand } from './command.ts';
import { namesIn, renameFolder, writeWhole } from './files.ts';
import { type Instance, writeInstance } from './instance.ts';
import type { OsUser } from './os-user.ts';
import { ClusterRefused } from './refusal.ts';
import { settingsFileName } from './settings.ts';

export const stagingPrefix = 'initialising-';
export const databaseUser = 'doorstep';

/**
 * Makes a new cluster in a folder beside its final place and renames it when it is whole, so that the final place
 * never holds half a cluster. Leftovers of an interrupted attempt are removed. Call it under the lock.
 */
export async function initialise(options: {
  holder: string;
  cluster: string;
  binaries: Binaries;
  user: OsUser | null;
}): Promise<Instance> {
  const { holder, cluster, binaries, user } = options;
  await sweepLeftovers(holder);
  const staging = join(holder, `${stagingPrefix}${randomBytes(6).toString('hex')}`);
  const made = join(staging, 'cluster');
  const passwordFile = join(staging, 'password');
  const instance: Instance = {
    instanceId: randomUUID(),
    password: randomBytes(32).toString('base64url'),
    dataDirectory: cluster,
    postgresMajor: binaries.major,
    createdAt: new Date().toISOString(),
  };
  try {
    await mkdir(staging, { mode: 0o700 });
    await writeWhole(passwordFile, `${instance.password}\n`, 0o600, user);
    if (user) await chown(staging, user.uid, user.gid);
    await runInitdb({ binaries, made, passwordFile, user });
    const configuration = join(made, 'postgresql.conf');
    const initial = await readFile(configuration, 'utf8');
    await writeWhole(configuration, `${initial}\ninclude_if_exists = '${settingsFileName}'\n`, 0o600, user);
    await writeInstance(made, instance, user);
    await syncFolder(made);
    // An empty folder may already stand there; Windows does not rename over it.
    if (process.platform === 'win32') await rm(cluster, { recursive: true, force: true });
    await renameFolder(made, cluster);
    await syncFolder(holder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  return instance;
}

async function runInitdb(options: {
  binaries: Binaries;
  made: string;
  passwordFile: string;
  user: OsUser | null;
}): Promise<void> {
  const result = await runCommand({
    file: options.binaries.initdb,
    args: [
      `--pgdata=${options.made}`,
      `--username=${databaseUser}`,
      `--pwfile=${options.passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ],
    user: options.user,
  });
  if (result.code === 0) return;
  const reason = result.output.split('\n').find((line) => /error|fatal/i.test(line)) ?? result.output.slice(-300);
  throw new ClusterRefused(
    `PostgreSQL could not make a new database in ${options.made} (${reason.trim() || 'initdb was interrupted'}): ` +
      'remove the cause, then start again.',
  );
}

async function sweepLeftovers(holder: string): Promise<void> {
  for (const name of await namesIn(holder)) {
    if (!name.startsWith(stagingPrefix)) continue;
    // An initdb whose parent was killed may still write there for a second; what stays goes the next time.
    await rm(join(holder, name), { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}
