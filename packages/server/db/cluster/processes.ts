import { readFile } from 'node:fs/promises';
import { runCommand } from './command.ts';
import { codeOf } from './refusal.ts';

/** Whether a process of this number exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** The command line of a process: null where the platform does not tell, empty where the process is gone or a zombie. */
export async function commandLineOf(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    try {
      return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    } catch (error) {
      return codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH' ? '' : null;
    }
  }
  if (process.platform === 'win32') return null;
  const listed = await runCommand({ file: 'ps', args: ['-ww', '-o', 'command=', '-p', String(pid)] });
  if (listed.code === null) return null;
  return listed.code === 0 ? listed.output : '';
}

/**
 * A mark that tells a process from a later one with the same number (in containers numbers come round at every start):
 * boot and start tick on Linux, empty elsewhere or where the process is gone.
 */
export async function birthMarkOf(pid: number): Promise<string> {
  if (process.platform !== 'linux') return '';
  try {
    const [line, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile('/proc/sys/kernel/random/boot_id', 'utf8'),
    ]);
    // The second field is the program's name in parentheses and may hold spaces; the start tick is field 22.
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    return '';
  }
}
