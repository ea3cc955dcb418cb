// `npm run dev`: the server, its pages and its live element, each renewed after a change. Pages and element are rebuilt
// while the old server still answers; then it starts again (a second or so). One Ctrl-C ends all.
import { type ChildProcess, spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import { buildPagesIfStale } from '../packages/server/pages/build-if-stale.ts';
import { root } from './run-command.ts';

const packages = join(root, 'packages');
const generatedFolders = new Set(['node_modules', 'build', 'dist', '.svelte-kit']);
/** Editors save in several steps, and a change of branch touches many files. */
const settleMillis = 200;

const say = (line: string) => console.error(line);
let server: ChildProcess | null = null;
let isEnding = false;
let settling: NodeJS.Timeout | null = null;
let renewing = false;
let changedMeanwhile = false;

function startServer(): void {
  const child = spawn(process.execPath, [join(packages, 'server', 'main.ts'), 'serve'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // A group of its own: the terminal's Ctrl-C would otherwise reach it twice, which means "stop at once".
    detached: process.platform !== 'win32',
  });
  server = child;
  child.on('exit', (code) => {
    if (server !== child) return;
    server = null;
    if (!isEnding) say(`The server ended (${code ?? 'killed'}). It starts again after the next change.`);
  });
}

async function stopServer(): Promise<void> {
  const child = server;
  server = null;
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill('SIGTERM');
  });
}

async function renew(): Promise<void> {
  if (renewing) {
    changedMeanwhile = true;
    return;
  }
  renewing = true;
  do {
    changedMeanwhile = false;
    try {
      await buildPagesIfStale(say);
      await stopServer();
      if (!isEnding) startServer();
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
      say('The server stays as it was; waiting for the next change.');
    }
  } while (changedMeanwhile && !isEnding);
  renewing = false;
}

const watcher = watch(packages, { recursive: true }, (_event, path) => {
  if (path === null || /\.test\.ts$|~$|\.sw.$/.test(path)) return;
  if (path.split(sep).some((folder) => generatedFolders.has(folder))) return;
  if (settling) clearTimeout(settling);
  settling = setTimeout(renew, settleMillis);
});

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  watcher.close();
  if (settling) clearTimeout(settling);
  await stopServer();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);

startServer();
