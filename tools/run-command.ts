import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What to start: a program and its arguments. */
export type Command = readonly [program: string, ...others: string[]];

export interface Ran {
  /** The exit code; 1 where a signal ended it. */
  readonly code: number;
  /** All that it printed, both streams as they came. */
  readonly output: string;
}

/**
 * A program that an npm package brings, run by this very Node: the links in `node_modules/.bin` are shell scripts on
 * Windows, and name whichever Node comes first on PATH elsewhere. Throws where the package has no such program.
 */
export function programOf(packageName: string, program: string, ...others: string[]): Command {
  const folder = join(root, 'node_modules', packageName);
  const { bin }: { bin?: string | Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  const file = typeof bin === 'string' ? bin : bin?.[program];
  if (file === undefined) throw new Error(`The package ${packageName} brings no program named ${program}.`);
  return [process.execPath, join(folder, file), ...others];
}

/** Runs a command and keeps what it prints. */
export function runQuietly([program, ...others]: Command, folder = root): Promise<Ran> {
  const child = spawn(program, others, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part) => parts.push(part));
  child.stderr.on('data', (part) => parts.push(part));
  return ended(child).then((code) => ({ code, output: Buffer.concat(parts).toString('utf8') }));
}

/** Runs a command that speaks to the terminal itself. Returns its exit code. */
export function runOpenly([program, ...others]: Command, folder = root): Promise<number> {
  return ended(spawn(program, others, { cwd: folder, stdio: 'inherit' }));
}

/** Waits for the end, and takes the child along when this process alone is told to end. Throws if it cannot start. */
function ended(child: ChildProcess): Promise<number> {
  const passOn = () => child.kill('SIGTERM');
  process.on('SIGTERM', passOn);
  return new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGTERM', passOn));
}
