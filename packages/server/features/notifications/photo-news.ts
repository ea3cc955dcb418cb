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
