import { join } from 'node:path';
import { readIfThere, realOr, writeWhole } from './files.ts';
import { type Instance, readInstance } from './instance.ts';
import type { OsUser } from './os-user.ts';
import { commandLineOf, isAlive } from './processes.ts';
import { ClusterRefused } from './refusal.ts';

/** What postmaster.pid says. PostgreSQL fills its lines one after the other while it starts. */
export interface PidFile {
  readonly pid: number;
  readonly directory: string;
  readonly port: number | null;
}

/**
 * The process that a postmaster.pid names: `ours` is a server of this instance, `other` certainly is not (the number
 * came round), `perhaps` cannot be told from outside, `dead` is gone.
 */
export type Judgement = 'ours' | 'perhaps' | 'other' | 'dead';

/** Higher than any process number, so that PostgreSQL finds nobody behind it. */
const numberOfNobody = 2_147_483_646;

const pidFileOf = (cluster: string) => join(cluster, 'postmaster.pid');

/** The name a server carries on its command line, which every user may read, unlike its working directory. */
export const serverNameOf = (instance: Instance) => `doorstep-${instance.instanceId}`;

export async function readPidFile(cluster: string): Promise<PidFile | null> {
  const lines = (await readIfThere(pidFileOf(cluster)))?.split('\n');
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isSafeInteger(pid) || pid <= 0) return null;
  const port = Number(lines[3]);
  return { pid, directory: lines[1] ?? '', port: Number.isSafeInteger(port) && port > 0 ? port : null };
}

export async function judge(pid: number, instance: Instance): Promise<Judgement> {
  if (!isAlive(pid)) return 'dead';
  const commandLine = await commandLineOf(pid);
  if (commandLine === null) return 'perhaps';
  if (commandLine.includes(`cluster_name=${serverNameOf(instance)}`)) return 'ours';
  if (/doorstep-[0-9a-f-]{36}/.test(commandLine)) return 'other';
  return commandLine.includes('postgres') ? 'perhaps' : 'other';
}

/**
 * Lets PostgreSQL start where its old process number now belongs to another program, at which it would otherwise give
 * up. Only the number goes: the rest of the file leads PostgreSQL to shared memory that orphaned children may still use.
 */
export async function releasePidFile(cluster: string, user: OsUser | null): Promise<void> {
  const text = await readIfThere(pidFileOf(cluster));
  if (text === null) return;
  const [, ...others] = text.split('\n');
  await writeWhole(pidFileOf(cluster), [numberOfNobody, ...others].join('\n'), 0o600, user);
}

/** Refuses a data directory that was copied, or moved, from under a server that still runs. */
export async function refuseCopyOfRunning(cluster: string, instance: Instance): Promise<void> {
  const here = await realOr(cluster);
  const recorded = await readPidFile(cluster);
  if (recorded && (await realOr(recorded.directory)) !== here) {
    const verdict = await judge(recorded.pid, instance);
    const original = await readPidFile(recorded.directory).catch(() => null);
    if (verdict === 'ours' || (verdict === 'perhaps' && original?.pid === recorded.pid)) {
      throw copied(cluster, recorded.directory, recorded.pid);
    }
  }
  if ((await realOr(instance.dataDirectory)) === here) return;
  const original = await readInstance(instance.dataDirectory).catch(() => null);
  if (original?.instanceId !== instance.instanceId) return;
  const running = await readPidFile(instance.dataDirectory).catch(() => null);
  if (running && (await judge(running.pid, instance)) === 'ours') {
    throw copied(cluster, instance.dataDirectory, running.pid);
  }
}

function copied(cluster: string, original: string, pid: number): ClusterRefused {
  return new ClusterRefused(
    `The database in ${cluster} belongs to another instance: it was copied or moved from ${original}, whose PostgreSQL ` +
      `(process ${pid}) is still running; stop that one first and copy again, or name another data directory.`,
  );
}
