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
export function dropOffNews(announcer: Announcer) {
  return (trx: Db, named: OfParcels) => announcer.happened(trx, { event: 'drop_off_confirmed', ...named });
}

/** That parcels are expected well after what was promised. */
export function lateNews(announcer: Announcer) {
  return (trx: Db, late: OfParcels) => announcer.happened(trx, { event: 'arrival_changed', ...late });
}
