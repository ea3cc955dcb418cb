import { spawn } from 'node:child_process';
import type { OsUser } from './os-user.ts';

export interface CommandResult {
  /** The exit code, or null where the program could not be started or was killed. */
  readonly code: number | null;
  readonly output: string;
}

const passedOn = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'windir', 'TEMP', 'TMP', 'TMPDIR', 'USERPROFILE', 'APPDATA'];

/**
 * The environment of PostgreSQL's programs: only what they need. Doorstep's own settings hold secrets, which would
 * otherwise stay readable in the environment of a process that outlives us; PGPORT and its kin would change what runs.
 */
function environmentFor(extra: Readonly<Record<string, string>>): Record<string, string> {
  const environment: Record<string, string> = { LC_ALL: 'C' };
  for (const name of passedOn) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return { ...environment, ...extra };
}

/** Runs a program to its end without a shell, as `user` where one is given. Never throws: a failed start has code null. */
export async function runCommand(options: {
  file: string;
  args: readonly string[];
  user?: OsUser | null;
  cwd?: string;
  environment?: Readonly<Record<string, string>>;
}): Promise<CommandResult> {
  return new Promise((done) => {
    let output = '';
    try {
      const child = spawn(options.file, [...options.args], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: options.cwd ?? (process.platform === 'win32' ? process.cwd() : '/'),
        env: environmentFor(options.environment ?? {}),
        windowsHide: true,
        ...(options.user ? { uid: options.user.uid, gid: options.user.gid } : {}),
      });
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
      child.on('error', (error) => done({ code: null, output: error.message }));
      child.on('close', (code) => done({ code, output: output.trim() }));
    } catch (error) {
      done({ code: null, output: error instanceof Error ? error.message : String(error) });
    }
  });
}
