import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { namesIn } from './files.ts';
import { ask, isRoot, openWorkshop } from './testing.ts';

const workshop = openWorkshop();
const children: ChildProcess[] = [];

function openInAnotherProcess(dataDirectory: string): ChildProcess {
  const script = join(import.meta.dirname, 'hold-open.fixture.ts');
  const child = spawn(process.execPath, [script, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

async function firstLineOf(child: ChildProcess): Promise<{ startedHere: boolean; url: string }> {
  const [line] = child.stdout ? await once(child.stdout, 'data') : [];
  return JSON.parse(String(line));
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null && child.signalCode === null) await kill(child);
  await workshop.clear();
});

describe('A cluster of our own', { timeout: 120_000 }, () => {
  it('is made at first use, and its data is there at the next start', async () => {
    const data = join(await workshop.folder(), 'data', 'postgres');
    const first = await workshop.open(data);
    expect(first).toMatchObject({ startedHere: true, relocated: false });
    await ask(first.url, "CREATE TABLE parcel AS SELECT 'Grüße' AS note");
    await first.stop();
    await first.stop();
    await expect(ask(first.url, 'SELECT 1')).rejects.toThrow();
    const second = await workshop.open(data);
    expect(second.startedHere).toBe(true);
    expect(await ask(second.url, 'SELECT note FROM parcel')).toEqual([{ note: 'Grüße' }]);
  });

  it('commits durably, listens on loopback only, and asks for a password', async () => {
    const handle = await workshop.open(join(await workshop.folder(), 'postgres'));
    const settings = await ask(
      handle.adminUrl,
      `SELECT name, setting FROM pg_settings WHERE name IN
       ('fsync', 'synchronous_commit', 'listen_addresses', 'unix_socket_directories', 'server_encoding') ORDER BY name`,
    );
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const wrong = new URL(handle.url);
    wrong.password = 'guessed';
    await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps what a statement said out of its log, also where the statement fails', async () => {
    const handle = await workshop.open(join(await workshop.folder(), 'postgres'));
    await ask(handle.url, 'CREATE TABLE recipient (email text UNIQUE)');
    await ask(handle.url, "INSERT INTO recipient VALUES ('erika@example.org')");
    await expect(ask(handle.url, "INSERT INTO recipient VALUES ('erika@example.org')")).rejects.toThrow(
      'duplicate key',
    );
    await expect(ask(handle.url, "SELECT 'erika@example.org'::int")).rejects.toThrow('invalid input syntax');
    await handle.stop();
    const folder = join(handle.dataDirectory, 'log');
    const logs = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    expect(logs.join('')).toContain('database system is shut down');
    expect(logs.join('')).not.toContain('erika');
  });

  it('lives in a path with spaces, umlauts and shell characters, beside a second one', async () => {
    const folder = await workshop.folder();
    const [one, other] = [
      await workshop.open(join(folder, 'Büro $HOME "Süd" `x`', 'postgres')),
      await workshop.open(join(folder, 'zweites Büro', 'postgres')),
    ];
    await ask(one.url, 'CREATE TABLE only_here (id int)');
    expect(await ask(other.url, "SELECT to_regclass('only_here') AS found")).toEqual([{ found: null }]);
    expect(new URL(one.url).port).not.toBe(new URL(other.url).port);
  });

  it('survives the kill of the process that opened it, and the next one attaches', async () => {
    const data = join(await workshop.folder(), 'postgres');
    const child = openInAnotherProcess(data);
    const theirs = await firstLineOf(child);
    await kill(child);
    const ours = await workshop.open(data);
    expect(ours.startedHere).toBe(false);
    expect(ours.url).toBe(theirs.url);
    expect(await ask(ours.url, 'SELECT status FROM parcel')).toEqual([{ status: 'on its way' }]);
    await ours.stop();
    await expect(ask(ours.url, 'SELECT 1')).rejects.toThrow();
  });

  it('is made once where two processes and a third caller open it at the same moment', async () => {
    const data = join(await workshop.folder(), 'postgres');
    const opened = await Promise.all([
      firstLineOf(openInAnotherProcess(data)),
      firstLineOf(openInAnotherProcess(data)),
      workshop.open(data),
    ]);
    expect(opened.filter((one) => one.startedHere)).toHaveLength(1);
    expect(new Set(opened.map((one) => one.url)).size).toBe(1);
  });

  it('starts where a process was killed in the middle of making it', async () => {
    const data = join(await workshop.folder(), 'postgres');
    const child = openInAnotherProcess(data);
    const staged = async () => {
      const staging = (await namesIn(data)).find((name) => name.startsWith('initialising-'));
      return staging ? (await namesIn(join(data, staging, 'cluster'))).includes('PG_VERSION') : false;
    };
    while (!(await staged())) await pause(5);
    await kill(child);
    expect(await namesIn(data)).not.toContain('cluster');
    const handle = await workshop.open(data);
    expect(handle.startedHere).toBe(true);
    expect(await ask(handle.url, 'SELECT 1 AS answer')).toEqual([{ answer: 1 }]);
  });

  it('starts after a crash whose process number now belongs to another program', async () => {
    const data = join(await workshop.folder(), 'postgres');
    const first = await workshop.open(data);
    await ask(first.url, 'CREATE TABLE parcel (id int)');
    const pidFile = join(first.dataDirectory, 'postmaster.pid');
    const written = await readFile(pidFile, 'utf8');
    await first.stop();
    await writeFile(pidFile, written.replace(/^\d+/, String(process.pid)));
    const second = await workshop.open(data);
    expect(second.startedHere).toBe(true);
    expect(await ask(second.url, 'SELECT count(*)::int AS found FROM parcel')).toEqual([{ found: 0 }]);
  });

  it('moves with its folder once it is stopped', async () => {
    const folder = await workshop.folder();
    const first = await workshop.open(join(folder, 'old', 'postgres'));
    await ask(first.url, 'CREATE TABLE parcel (id int)');
    await first.stop();
    await rename(join(folder, 'old'), join(folder, 'new'));
    const second = await workshop.open(join(folder, 'new', 'postgres'));
    expect(second.dataDirectory).toBe(join(folder, 'new', 'postgres', 'cluster'));
    expect(await ask(second.url, 'SELECT count(*)::int AS found FROM parcel')).toEqual([{ found: 0 }]);
  });
});

describe.skipIf(!isRoot)('As root, below a folder that only root may enter', { timeout: 120_000 }, () => {
  it('the data is kept elsewhere, this is said, and the next start finds it', async () => {
    const home = await workshop.folder({ closed: true });
    const said: string[] = [];
    const first = await workshop.open(join(home, 'data', 'postgres'), said);
    expect(first.relocated).toBe(true);
    expect(said.join('\n')).toContain(dirname(first.dataDirectory));
    expect(said.join('\n')).toContain(`may not enter ${home}`);
    await ask(first.url, 'CREATE TABLE parcel (id int)');
    await first.stop();
    const second = await workshop.open(join(home, 'data', 'postgres'));
    expect(second.dataDirectory).toBe(first.dataDirectory);
    expect(await ask(second.url, 'SELECT count(*)::int AS found FROM parcel')).toEqual([{ found: 0 }]);
  });
});
