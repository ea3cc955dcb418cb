import type { Db } from '../../db/open-database.ts';
import type { Announcer } from './announce.ts';

interface OfParcels {
  readonly parcelIds: readonly string[];
  readonly now: number;
}

/** What is told of photos, each in the transaction of what happened; a look of the staff once per case. */
export function photoNews(announcer: Announcer) {
  return {
    photoReady: (trx: Db, ready: OfParcels) => announcer.happened(trx, { event: 'photo_ready', ...ready }),
    photoDeleted: (trx: Db, gone: OfParcels) => announcer.happened(trx, { event: 'photo_deleted', ...gone }),
    photoViewed: (trx: Db, { caseId, ...look }: OfParcels & { readonly caseId: string | null }) =>
      announcer.happened(trx, { event: 'photo_viewed_by_staff', ...look, subjectId: caseId }),
  };
}

/** That a place to leave it was taken down, in the transaction of its naming. */
function dropOffNews(announcer: Announcer) {
  return (trx: Db, named: OfParcels) => announcer.happened(trx, { event: 'drop_off_confirmed', ...named });
}

/**
 * That one who receives a parcel said "not today", to the others who do, in the transaction of the move. Each move is told
 * once; one that nobody heard of yet is not told after the next.
 */
function otherDayNews(announcer: Announcer) {
  return async (trx: Db, moved: { parcelId: string; times: number; except: string | null; now: number }) => {
    const { parcelId, times, except, now } = moved;
    const subjectOf = (time: number) => `${parcelId}.${time}`;
    await trx
      .updateTable('notifications')
      .set({ state: 'dropped' })
      .where('subject_id', '=', subjectOf(times - 1))
      .where('event', '=', 'day_changed')
      .where('state', '=', 'waiting')
      .execute();
    const what = { event: 'day_changed', parcelIds: [parcelId], subjectId: subjectOf(times) } as const;
    await announcer.happened(trx, { ...what, except, now });
  };
}

/** That parcels are expected well after what was promised. */
export function lateNews(announcer: Announcer) {
  return (trx: Db, late: OfParcels) => announcer.happened(trx, { event: 'arrival_changed', ...late });
}

/** What is told of what recipients wish. */
export function wishNewsOf(announcer: Announcer) {
  return { announceDropOff: dropOffNews(announcer), announceOtherDay: otherDayNews(announcer) };
}
