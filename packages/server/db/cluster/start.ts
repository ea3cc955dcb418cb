import { readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { runCommand } from './command.ts';
import { dataDirectoryOf } from './connect.ts';
import { namesIn, readIfThere, realOr } from './files.ts';
import type { Instance } from './instance.ts';
import type { OsUser } from './os-user.ts';
import { judge, readPidFile, releasePidFile, serverNameOf } from './postmaster.ts';
import { ClusterRefused, codeOf, messageOf } from './refusal.ts';
import { logFolderName, writeSettings } from './settings.ts';

export interface Cluster {
  readonly directory: string;
  readonly instance: Instance;
  readonly binaries: Binaries;
  readonly user: OsUser | null;
}

export interface Running {
  readonly pid: number;
  readonly port: number;
}

const startLogName = 'start.log';
/** A server that replays its log after a crash answers late; one that we cannot identify is not worth the wait. */
const patienceMillis = { ours: 120_000, perhaps: 5_000 };
/** The port was taken in between, or children of a killed server have not noticed its end yet. */
const passing = /could not bind|could not create any TCP|pre-existing shared memory block/i;
/** The password or its user is refused. */
const wrongPassword = new Set(['28P01', '28000']);

export function passwordMismatch(cluster: Cluster): ClusterRefused {
  return new ClusterRefused(
    `The database in ${cluster.directory} refuses the password in its doorstep-instance.json: ` +
      'restore that file from a backup of this very database.',
  );
}

/** The server that already runs on this cluster (its Doorstep was killed, or runs beside us), or null where none does. */
export async function attach(cluster: Cluster): Promise<Running | null> {
  const { directory, instance } = cluster;
  const beganAt = Date.now();
  for (;;) {
    const found = await readPidFile(directory);
    if (!found) return null;
    const verdict = await judge(found.pid, instance);
    if (verdict === 'other') {
      await releasePidFile(directory, cluster.user);
      return null;
    }
    if (verdict === 'dead') return null;
    let reason = 'it is still starting';
    if (found.port !== null) {
      try {
        const served = await dataDirectoryOf(found.port, instance.password);
        if ((await realOr(served)) === (await realOr(directory))) return { pid: found.pid, port: found.port };
        if (verdict === 'perhaps') return null;
        reason = `it serves ${served}`;
      } catch (error) {
        if (wrongPassword.has(codeOf(error))) {
          if (verdict === 'ours') throw passwordMismatch(cluster);
          return null;
        }
        reason = messageOf(error);
      }
    }
    if (Date.now() - beganAt > patienceMillis[verdict]) {
      if (verdict === 'perhaps') return null;
      throw new ClusterRefused(
        `PostgreSQL (process ${found.pid}) already runs on ${directory} but cannot be used (${reason}): ` +
          'end that process with "kill -INT" and start again.',
      );
    }
    await pause(100);
  }
}

/** Starts the server on a port that is free now. It outlives this process. */
export async function start(cluster: Cluster): Promise<Running> {
  const { directory, instance, binaries, user } = cluster;
  await writeSettings(directory, user);
  for (let attempt = 1; ; attempt += 1) {
    const beganAt = Date.now();
    await rm(join(directory, startLogName), { force: true });
    const result = await runCommand({
      file: binaries.pgCtl,
      args: [
        ...['start', '--wait', '--timeout=300', '--silent', `--log=${startLogName}`],
        ...['--options', `-c cluster_name=${serverNameOf(instance)} -p ${await freePort()}`],
      ],
      user,
      cwd: directory,
      // pg_ctl hands its arguments to a shell; the environment takes a path with any character in it.
      environment: { PGDATA: directory },
    });
    const running = result.code === 0 ? await readPidFile(directory) : null;
    if (running?.port) return { pid: running.pid, port: running.port };
    const told = await reasonFor(directory, beganAt);
    if (passing.test(told) && attempt < 10) {
      await pause(200);
      continue;
    }
    throw new ClusterRefused(
      `PostgreSQL could not start on ${directory} (${lastProblem(told) || lastProblem(result.output) || 'no reason given'}): ` +
        `remove the cause, which ${join(directory, startLogName)} and ${join(directory, logFolderName)} tell in full.`,
    );
  }
}

/** Ends the server gracefully: open transactions are rolled back, everything committed stays. */
export async function stop(cluster: Cluster, opened: Running): Promise<void> {
  const { directory, instance, binaries, user } = cluster;
  const runs = async () => {
    const found = await readPidFile(directory);
    if (!found) return false;
    const verdict = await judge(found.pid, instance);
    return verdict === 'ours' || (verdict === 'perhaps' && found.pid === opened.pid);
  };
  if (!(await runs())) return;
  const result = await runCommand({
    file: binaries.pgCtl,
    args: ['stop', '--mode=fast', '--wait', '--timeout=120', '--silent'],
    user,
    cwd: directory,
    environment: { PGDATA: directory },
  });
  if (result.code !== 0 && (await runs())) throw new Error(`PostgreSQL did not stop: ${result.output}`);
}

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => done(port));
    });
  });
}

/** What the server wrote since `since`: before its log collector ran into one file, after that into another. */
async function reasonFor(directory: string, since: number): Promise<string> {
  const folder = join(directory, logFolderName);
  let text = (await readIfThere(join(directory, startLogName))) ?? '';
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    // File times may be coarser than the clock.
    if ((await stat(path)).mtimeMs < since - 1_000) continue;
    text += `\n${(await readFile(path, 'utf8')).slice(-4_000)}`;
  }
  return text;
}

function lastProblem(text: string): string {
  const lines = text.split('\n').filter((line) => /FATAL|PANIC|error|could not/i.test(line));
  return (lines.at(-1) ?? '').replace(/^.*?(FATAL|PANIC|LOG|pg_ctl): +/, '').trim();
}
