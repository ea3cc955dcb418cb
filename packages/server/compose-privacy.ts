// What a person may see, take along and erase: put together from what other rooms offer.
import { join } from 'node:path';
import type { AccountServices } from '@doorstep/contract';
import type { TaskList } from 'graphile-worker';
import type { Auth } from './access/auth.ts';
import type { Config } from './config.ts';
import { listParcels, type SeeParcelsDeps, seeParcel } from './features/parcels/see-parcels.ts';
import type { OpenPhotos } from './features/photos/open-photos.ts';
import { readPreferences } from './features/preferences/preferences.store.ts';
import { createAccountExports, makeExportTask } from './features/privacy/account-exports.ts';
import { exportFiles } from './features/privacy/export-files.ts';
import { makeExportJob } from './features/privacy/make-export.job.ts';
import { createOwnPrivacy, type OwnPrivacy } from './features/privacy/own-privacy.ts';
import type { Bus } from './ports/bus.ts';

export interface ComposePrivacyInput {
  readonly config: Config;
  readonly seeing: SeeParcelsDeps;
  readonly bus: Bus;
  readonly photos: OpenPhotos;
  /** 32 bytes: the photos' own, of which keys of copies are made. */
  readonly masterKey: Buffer;
  readonly auth: Pick<Auth, 'forgetGuesses'>;
  readonly accounts: Pick<AccountServices, 'proveOwner'>;
}

export async function composePrivacy(
  input: ComposePrivacyInput,
): Promise<{ readonly privacy: OwnPrivacy; readonly tasks: TaskList }> {
  const { config, seeing, photos, masterKey } = input;
  const { db, clock } = seeing;
  const reading = { db, readPreferences: (accountId: string) => readPreferences(db, accountId) };
  const files = await exportFiles({ folder: join(config.dataDirectory, 'exports'), masterKey });
  const privacy = createOwnPrivacy({
    ...reading,
    clock,
    bus: input.bus,
    erasePhotos: photos.erase,
    deletePhotoBytes: photos.keepHouse,
    forgetGuesses: input.auth.forgetGuesses,
    proveOwner: input.accounts.proveOwner,
    exports: createAccountExports({ db, clock, files }),
  });
  const makeExport = makeExportJob({
    ...reading,
    clock,
    files,
    instanceName: config.name,
    listParcels: (accountId, language, cursor) => listParcels(seeing, { accountId, language }, cursor),
    seeParcel: (accountId, language, parcelId) => seeParcel(seeing, { accountId, language }, parcelId),
    seePhoto: async (accountId, parcelId) =>
      (await photos.see(accountId, parcelId, 'full')) ?? photos.see(accountId, parcelId, 'preview'),
  });
  return { privacy, tasks: { [makeExportTask]: makeExport } };
}
