import type { AccountServices, ExportState, OwnData } from '@doorstep/contract';
import type { Language } from '@doorstep/domain';
import type { AccountExports } from './account-exports.ts';
import { cutOld } from './cut-consignments.ts';
import { type EraseDeps, type Erased, eraseAccount, finishErasures } from './erase-account.ts';
import { type OwnDataDeps, readOwnData } from './own-data.store.ts';

export interface OwnPrivacyDeps extends Omit<EraseDeps, 'deleteWorthlessBytes'>, OwnDataDeps {
  readonly proveOwner: AccountServices['proveOwner'];
  readonly exports: AccountExports;
  /** Deletes the bytes of photos whose key is gone. */
  readonly deletePhotoBytes: () => Promise<void>;
}

/** What a person may see and do about all that is held of them, and what keeps the promises of that. */
export interface OwnPrivacy {
  ownData(accountId: string): Promise<OwnData | null>;
  exportState(accountId: string): Promise<ExportState>;
  startExport(accountId: string, language: Language): Promise<ExportState | null>;
  openExport: AccountExports['open'];
  erase(
    password: string,
    headers: Headers,
  ): Promise<Erased | { ok: false; code: 'signed_out' | 'wrong_password' | 'too_many_requests' }>;
  keepHouse(): Promise<void>;
}

const hourMillis = 3_600_000;

export function createOwnPrivacy(given: OwnPrivacyDeps): OwnPrivacy {
  const { db, clock, exports, deletePhotoBytes } = given;
  const deps: EraseDeps = {
    ...given,
    async deleteWorthlessBytes() {
      await exports.forgetOld();
      await deletePhotoBytes();
    },
  };
  let lookedForOldAt = Number.NEGATIVE_INFINITY;

  return {
    ownData: (accountId) => readOwnData(given, accountId),
    exportState: exports.state,
    startExport: exports.start,
    openExport: exports.open,
    async erase(password, headers) {
      const owner = await given.proveOwner(password, headers);
      if (typeof owner !== 'string') return eraseAccount(deps, owner.accountId);
      return { ok: false, code: refusals[owner] };
    },
    async keepHouse() {
      // The bytes of photos have a step of their own.
      await finishErasures({ db, clock, deleteWorthlessBytes: exports.forgetOld });
      const now = clock.now();
      if (Math.abs(now - lookedForOldAt) < hourMillis) return;
      lookedForOldAt = now;
      await cutOld(db, now);
    },
  };
}

const refusals = {
  wrong_credentials: 'signed_out',
  wrong_password: 'wrong_password',
  too_many_tries: 'too_many_requests',
} as const;
