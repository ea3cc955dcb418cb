import { chmod, chown, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readInstance, writeInstance } from './instance.ts';
import { ClusterRefused } from './open-cluster.ts';
import { findOsUser } from './run-as.ts';
import { ask, copyFolder, isRoot, openWorkshop } from './testing.ts';

const workshop = openWorkshop();
afterEach(() => workshop.clear());

/** The sentence with which a data directory is refused. */
async function refusalOf(dataDirectory: string): Promise<string> {
  const outcome: unknown = await workshop.open(dataDirectory).catch((error: unknown) => error);
  if (!(outcome instanceof ClusterRefused)) throw new Error(`Not refused: ${String(outcome)}`);
  return outcome.message;
}

/** A cluster that was made and stopped, and its data directory. */
async function stoppedCluster(): Promise<{ data: string; cluster: string }> {
  const data = join(await workshop.folder(), 'postgres');
  const handle = await workshop.open(data);
  await handle.stop();
  return { data, cluster: handle.dataDirectory };
}

async function changePassword(cluster: string): Promise<void> {
  const instance = await readInstance(cluster);
  if (!instance) throw new Error(`No instance in ${cluster}`);
  await writeInstance(cluster, { ...instance, password: 'of-another-database' }, await findOsUser());
}

describe('A data directory is refused with a sentence that helps', { timeout: 120_000 }, () => {
  it('where it holds a PostgreSQL database that Doorstep did not make', async () => {
    const folder = await workshop.folder();
    await writeFile(join(folder, 'PG_VERSION'), '18\n');
    expect(await refusalOf(folder)).toContain('holds a PostgreSQL database that Doorstep did not make');
  });

  it('where the file that makes a database ours is gone', async () => {
    const { data, cluster } = await stoppedCluster();
    await rm(join(cluster, 'doorstep-instance.json'));
    expect(await refusalOf(data)).toContain('holds a PostgreSQL database that Doorstep did not make');
  });

  it('where it holds other files, and nothing is written among them', async () => {
    const folder = await workshop.folder();
    await writeFile(join(folder, 'holiday.jpg'), 'a picture');
    expect(await refusalOf(folder)).toContain('is not a database of Doorstep (it holds "holiday.jpg")');
    await rm(join(folder, 'holiday.jpg'));
    await mkdir(join(folder, 'cluster'));
    await writeFile(join(folder, 'cluster', 'notes.txt'), 'notes');
    // The ownership is in order here; what is wrong is the content.
    const user = await findOsUser();
    if (user) await chown(join(folder, 'cluster'), user.uid, user.gid);
    expect(await refusalOf(folder)).toContain('is not a PostgreSQL database');
    expect(await readFile(join(folder, 'cluster', 'notes.txt'), 'utf8')).toBe('notes');
  });

  it('where it is a file', async () => {
    const path = join(await workshop.folder(), 'postgres');
    await writeFile(path, 'text');
    expect(await refusalOf(path)).toContain('is not a folder');
  });

  it('where it was copied from a database that still runs, and opens once that one has stopped', async () => {
    const folder = await workshop.folder();
    const original = await workshop.open(join(folder, 'first'));
    await ask(original.url, 'CREATE TABLE parcel (id int)');
    await copyFolder(join(folder, 'first'), join(folder, 'second'));
    expect(await refusalOf(join(folder, 'second'))).toContain(`copied or moved from ${original.dataDirectory}`);
    // A careful copy leaves the process file out; the original is found all the same.
    await rm(join(folder, 'second', 'cluster', 'postmaster.pid'));
    expect(await refusalOf(join(folder, 'second'))).toContain('is still running');
    await original.stop();
    await rm(join(folder, 'second'), { recursive: true });
    await copyFolder(join(folder, 'first'), join(folder, 'second'));
    const copy = await workshop.open(join(folder, 'second'));
    expect(await ask(copy.url, 'SELECT count(*)::int AS found FROM parcel')).toEqual([{ found: 0 }]);
  });

  it('where another PostgreSQL major version made it', async () => {
    const { data, cluster } = await stoppedCluster();
    await writeFile(join(cluster, 'PG_VERSION'), '17\n');
    expect(await refusalOf(data)).toContain('was made by PostgreSQL 17 and Doorstep brings PostgreSQL 18');
  });

  it('where the password is not that of the database, running or not', async () => {
    const { data, cluster } = await stoppedCluster();
    const running = await workshop.open(data);
    await changePassword(cluster);
    expect(await refusalOf(data)).toContain('refuses the password in its doorstep-instance.json');
    await running.stop();
    expect(await refusalOf(data)).toContain('refuses the password in its doorstep-instance.json');
    await expect(readFile(join(cluster, 'postmaster.pid'))).rejects.toThrow('ENOENT');
  });

  it('where the instance file is damaged', async () => {
    const { data, cluster } = await stoppedCluster();
    await writeFile(join(cluster, 'doorstep-instance.json'), '{"instanceId": ');
    expect(await refusalOf(data)).toContain('is damaged');
  });

  it('where the settings do not let PostgreSQL start, with its own reason', async () => {
    const { data, cluster } = await stoppedCluster();
    await writeFile(join(cluster, 'postgresql.auto.conf'), "shared_buffers = 'plenty'\n");
    expect(await refusalOf(data)).toMatch(/could not start on .*(configuration file|shared_buffers)/);
  });
});

describe.skipIf(isRoot)('As an ordinary user (root may write everywhere)', () => {
  it('a folder without write access is refused', async () => {
    const folder = await workshop.folder();
    await chmod(folder, 0o555);
    expect(await refusalOf(join(folder, 'postgres'))).toContain('cannot write to the data directory');
    await chmod(folder, 0o755);
  });
});

describe.skipIf(!isRoot)('As root (only root may give files away)', { timeout: 120_000 }, () => {
  it('a database of another operating-system user is refused', async () => {
    const { data, cluster } = await stoppedCluster();
    await chown(cluster, 65_534, 65_534);
    expect(await refusalOf(data)).toContain('belongs to the operating-system user');
  });

  it('a copy whose pointer leads to the database of the original is refused', async () => {
    const home = await workshop.folder({ closed: true });
    const original = await workshop.open(join(home, 'first'));
    await cp(join(home, 'first'), join(home, 'second'), { recursive: true });
    expect(await refusalOf(join(home, 'second'))).toContain(`is a copy of ${join(home, 'first')}`);
    expect(original.relocated).toBe(true);
  });
});
