import type { PageSession, PhotoOffice, PhotoSettingsRefusal, PhotoSettingsWish } from '@doorstep/contract';
import { visibleLine } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import { readCaseLooks, readDeleted, readHeld, readLooks, readScopes, writeScope } from './photo-office.store.ts';

const mostLooks = 100;
const latelyMillis = 30 * 24 * 3_600_000;

/** What is held and why, what went, who looked, and what is decided by region and merchant. Never a picture. */
export function createPhotoOffice({ db, clock }: { readonly db: Db; readonly clock: Clock }): PhotoOffice {
  return {
    async report(session) {
      if (!mayRead(session)) return null;
      const [held, deleted, looks, caseLooks] = await Promise.all([
        readHeld(db),
        readDeleted(db, new Date(clock.now() - latelyMillis)),
        readLooks(db, mostLooks),
        readCaseLooks(db, mostLooks),
      ]);
      // No employee's name is for anybody else, an administrator among them.
      const namesShown = session.role === 'privacy_officer';
      return {
        held,
        deleted,
        looks: looks.map((look) => ({
          id: look.id,
          at: look.at.toISOString(),
          parcelNumber: look.parcel_number,
          reason: look.reason,
          name: namesShown ? look.name : null,
          note: namesShown ? look.note : null,
        })),
        caseLooks: caseLooks.map((look) => ({
          id: look.id,
          at: look.at.toISOString(),
          parcelNumber: look.parcel_number,
          reason: look.reason,
          name: namesShown ? look.name : null,
        })),
        namesShown,
      };
    },
    settings: async (session) => (mayRead(session) ? readScopes(db) : null),
    async setSettings(session, wish) {
      if (session.role !== 'administrator') return null;
      const refusal = refusalOf(wish);
      if (refusal) return refusal;
      const known = (await readScopes(db)).some(({ level, id }) => level === wish.level && id === wish.id);
      if (!known) return 'scope_unknown';
      await writeScope(db, { ...wish, purpose: wish.purpose === null ? null : visibleLine(wish.purpose) });
      return 'saved';
    },
  };
}

function mayRead({ role }: PageSession): boolean {
  return role === 'privacy_officer' || role === 'administrator';
}

function refusalOf({ level, sharePercent, retentionDays, purpose }: PhotoSettingsWish): PhotoSettingsRefusal | null {
  const isWhole = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  if (sharePercent !== null && !isWhole(sharePercent, 0, 100)) return 'share_wrong';
  if (retentionDays !== null && (level !== 'merchant' || !isWhole(retentionDays, 1, 3650))) return 'days_wrong';
  const words = visibleLine(purpose ?? '');
  if (retentionDays !== null && (words === '' || words.length > 200)) return 'purpose_missing';
  // A purpose without a term says nothing.
  return retentionDays === null && words !== '' ? 'days_wrong' : null;
}
