import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { keptSecret } from './kept-secret.ts';
import { StartRefused } from './open-instance.ts';

const keyFile = 'photo-key';
const formerFile = 'photo-key.former';
const keyBytes = 32;

/** The master keys of photos: the present one, those before it, and what is done once those are needed no more. */
export async function photoKeys(config: Config): Promise<{
  readonly masterKey: Buffer;
  readonly formerKeys: readonly Buffer[];
  readonly keysRewrapped: () => Promise<void>;
}> {
  const folder = config.dataDirectory;
  const former = join(folder, formerFile);
  const kept = (await isThere(former)) ? [await keptSecret(folder, formerFile, keyBytes)] : [];
  return {
    masterKey: Buffer.from(config.photoKey ?? (await keptSecret(folder, keyFile, keyBytes)), 'base64'),
    formerKeys: [...config.formerPhotoKeys, ...kept].map((key) => Buffer.from(key, 'base64')),
    keysRewrapped: () => rm(former, { force: true }),
  };
}

/**
 * `doorstep photos rotate-key`: from the next start on a new key file counts. The former stays beside it until the server
 * has wrapped every photo's own key anew, and is deleted by it then.
 */
export async function photosCommand(args: readonly string[], config: Config): Promise<number> {
  if (args.join(' ') !== 'rotate-key') {
    process.stderr.write('doorstep photos rotate-key\n');
    return 1;
  }
  if (config.photoKey !== null)
    throw new StartRefused(
      'The key of photos is the setting DOORSTEP_PHOTO_KEY. Move its value to DOORSTEP_PHOTO_KEY_FORMER, set a new one ' +
        '(`openssl rand -base64 32`) and restart the server.',
    );
  const folder = config.dataDirectory;
  if (!(await isThere(join(folder, keyFile))))
    throw new StartRefused('There is no key of photos in the data folder yet: nothing to rotate.');
  if (await isThere(join(folder, formerFile)))
    throw new StartRefused(
      'The key of photos was rotated already, and the server has not taken that up. Start it first, and rotate again then.',
    );
  await rename(join(folder, keyFile), join(folder, formerFile));
  await keptSecret(folder, keyFile, keyBytes);
  process.stdout.write(
    'A new key of photos lies in the data folder. Restart the server: it wraps the keys of all photos anew and deletes ' +
      'photo-key.former. Back up the new key apart from the data.\n',
  );
  return 0;
}

function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
