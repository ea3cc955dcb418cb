import { join, resolve } from 'node:path';
import { binariesFor, findBinaries } from './binaries.ts';
import { adminDatabase, databaseName, dataDirectoryOf, ensureDatabase, urlOf } from './connect.ts';
import { readIfThere, realOr } from './files.ts';
import { initialise } from './initialise.ts';
import { readInstance, writeInstance } from './instance.ts';
import { withLock } from './lock.ts';
import { choosePlace, isInitialised, lockName, prepareWanted, refuseForeign } from './place.ts';
import { refuseCopyOfRunning } from './postmaster.ts';
import { ClusterRefused, codeOf } from './refusal.ts';
import { findOsUser } from './run-as.ts';
import { attach, type Cluster, passwordMismatch, type Running, start, stop } from './start.ts';

export { ClusterRefused } from './refusal.ts';

/** A running PostgreSQL of our own. It outlives this process unless `stop` is called. */
export interface ClusterHandle {
  /** postgres://… of the database "doorstep", with its password: never log it. */
  readonly url: string;
  /** The same for the database "postgres", from which databases are created. */
  readonly adminUrl: string;
  /** Where the cluster's files really are. */
  readonly dataDirectory: string;
  /** Whether they lie elsewhere than asked, because PostgreSQL's user may not enter that place. */
  readonly relocated: boolean;
  /** False where a server that already ran was found. */
  readonly startedHere: boolean;
  /** Ends the server gracefully, also one that was found running. May be called again. */
  stop(): Promise<void>;
}

/**
 * Opens the PostgreSQL cluster that belongs to a data directory: makes it at first use, starts it, or attaches to the
 * server that a killed or a neighbouring process left running. `say` receives lines for the operator.
 * Throws ClusterRefused where the operator has to do something.
 */
export async function openCluster(options: { dataDirectory: string; say(line: string): void }): Promise<ClusterHandle> {
  const wanted = resolve(options.dataDirectory);
  const say = (line: string) => options.say(line);
  await refuseForeign(wanted);
  const installed = await findBinaries();
  const user = await findOsUser();
  await prepareWanted(wanted, user);
  return withLock(join(wanted, lockName), async () => {
    const place = await choosePlace(wanted, user, say);
    const binaries = user ? await binariesFor(user, installed) : installed;
    const known = await readInstance(place.cluster);
    const initialised = await isInitialised(place.cluster, known !== null);
    const instance = initialised && known ? known : await initialise({ ...place, binaries, user });
    const cluster: Cluster = { directory: place.cluster, instance, binaries, user };
    await refuseOtherMajor(cluster);
    await refuseCopyOfRunning(place.cluster, instance);
    const attached = await attach(cluster);
    const running = attached ?? (await start(cluster));
    await verify(cluster, running, attached === null);
    if (instance.dataDirectory !== place.cluster) {
      await writeInstance(place.cluster, { ...instance, dataDirectory: place.cluster }, user);
    }
    return handleOf(cluster, running, { relocated: place.relocated, startedHere: attached === null });
  });
}

async function refuseOtherMajor(cluster: Cluster): Promise<void> {
  const made = ((await readIfThere(join(cluster.directory, 'PG_VERSION'))) ?? '').trim();
  if (made === String(cluster.binaries.major)) return;
  throw new ClusterRefused(
    `The database in ${cluster.directory} was made by PostgreSQL ${made || 'of an unknown version'} and Doorstep brings ` +
      `PostgreSQL ${cluster.binaries.major}, which cannot read it: restore a backup into a new data directory, ` +
      'or use the Doorstep release that made it.',
  );
}

/** Checks that the server takes our password and serves our folder, and that the database is there. */
async function verify(cluster: Cluster, running: Running, startedHere: boolean): Promise<void> {
  const { password } = cluster.instance;
  try {
    const served = await dataDirectoryOf(running.port, password);
    if ((await realOr(served)) !== (await realOr(cluster.directory))) {
      throw new Error(`PostgreSQL on port ${running.port} serves ${served}, not ${cluster.directory}`);
    }
    await ensureDatabase(running.port, password);
  } catch (error) {
    if (startedHere) await stop(cluster, running);
    if (codeOf(error) === '28P01' || codeOf(error) === '28000') throw passwordMismatch(cluster);
    throw error;
  }
}

function handleOf(
  cluster: Cluster,
  running: Running,
  told: { relocated: boolean; startedHere: boolean },
): ClusterHandle {
  const { password } = cluster.instance;
  let stopping: Promise<void> | null = null;
  return {
    url: urlOf(running.port, password, databaseName),
    adminUrl: urlOf(running.port, password, adminDatabase),
    dataDirectory: cluster.directory,
    ...told,
    stop() {
      stopping ??= stop(cluster, running).catch((error: unknown) => {
        stopping = null;
        throw error;
      });
      return stopping;
    },
  };
}
