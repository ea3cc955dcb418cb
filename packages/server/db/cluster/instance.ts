import { join } from 'node:path';
import { readIfThere, writeWhole } from './files.ts';
import type { OsUser } from './os-user.ts';
import { ClusterRefused } from './refusal.ts';

/** What Doorstep knows about a cluster that it made; kept inside it, readable by its owner only. */
export interface Instance {
  readonly instanceId: string;
  readonly password: string;
  /** Where the cluster stood when it was last started; differs after a move or a copy. */
  readonly dataDirectory: string;
  readonly postgresMajor: number;
  /** RFC 3339. */
  readonly createdAt: string;
}

export const instanceFileName = 'doorstep-instance.json';

/** The instance a cluster belongs to, or null where it is not one of ours. */
export async function readInstance(cluster: string): Promise<Instance | null> {
  const path = join(cluster, instanceFileName);
  const text = await readIfThere(path);
  if (text === null) return null;
  const instance = parse(text);
  if (instance) return instance;
  throw new ClusterRefused(
    `The file ${path} is damaged, and without the password in it the database cannot be opened: restore it from a backup.`,
  );
}

export async function writeInstance(cluster: string, instance: Instance, user: OsUser | null): Promise<void> {
  await writeWhole(join(cluster, instanceFileName), `${JSON.stringify(instance, null, 2)}\n`, 0o600, user);
}

function parse(text: string): Instance | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('instanceId' in value && 'password' in value && 'dataDirectory' in value)) return null;
  if (!('postgresMajor' in value && 'createdAt' in value)) return null;
  const { instanceId, password, dataDirectory, postgresMajor, createdAt } = value;
  if (typeof instanceId !== 'string' || !/^[0-9a-f-]{36}$/.test(instanceId)) return null;
  if (typeof password !== 'string' || typeof dataDirectory !== 'string') return null;
  if (typeof postgresMajor !== 'number' || typeof createdAt !== 'string') return null;
  return { instanceId, password, dataDirectory, postgresMajor, createdAt };
}
