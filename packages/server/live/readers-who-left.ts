import type { Language } from '@doorstep/domain';
import { addTo, removeFrom } from './sets-by-key.ts';
import type { Watcher } from './watcher.ts';

const keptMillis = 120_000;
const mostKept = 20_000;

/**
 * What was known of the parcels of those who left a moment ago, in the order in which they left. After a network was gone
 * thousands come back at once, and whoever does finds what they would have gone on seeing: it is kept as long as nothing
 * was heard of the parcel or the account, just as an open stream is told nothing new until then. Whether their session
 * stands is asked of the database all the same.
 */
export function createReadersWhoLeft(now: () => number) {
  const kept = new Map<string, { readonly watcher: Watcher; readonly leftAt: number }>();
  const ofParcel = new Map<string, Set<string>>();
  const ofAccount = new Map<string, Set<string>>();

  function forget(key: string): void {
    const known = kept.get(key);
    if (!known) return;
    kept.delete(key);
    const { accountId, facts } = known.watcher;
    removeFrom(ofParcel, facts.parcelId, key);
    removeFrom(ofAccount, accountId, key);
  }

  function forgetOld(): void {
    const since = now() - keptMillis;
    for (const [key, { leftAt }] of kept) {
      // A clock that was set back keeps nobody longer.
      if (kept.size <= mostKept && leftAt >= since && leftAt <= now()) return;
      forget(key);
    }
  }

  return {
    note(watcher: Watcher): void {
      const key = keyOf(watcher.accountId, watcher.facts.parcelId, watcher.viewer.language);
      forget(key);
      kept.set(key, { watcher: { ...watcher, isKept: true }, leftAt: now() });
      addTo(ofParcel, watcher.facts.parcelId, key);
      addTo(ofAccount, watcher.accountId, key);
      forgetOld();
    },
    find(accountId: string, parcelId: string, language: Language): Watcher | null {
      forgetOld();
      return kept.get(keyOf(accountId, parcelId, language))?.watcher ?? null;
    },
    parcelChanged(parcelId: string): void {
      for (const key of [...(ofParcel.get(parcelId) ?? [])]) forget(key);
    },
    accountChanged(accountId: string): void {
      for (const key of [...(ofAccount.get(accountId) ?? [])]) forget(key);
    },
    forgetAll(): void {
      for (const key of [...kept.keys()]) forget(key);
    },
  };
}

const keyOf = (accountId: string, parcelId: string, language: Language) => `${accountId} ${parcelId} ${language}`;
