import { type CaseMatter, caseKinds, isLookReason } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

interface Row {
  at: Date;
  kind: CaseMatter['kind'];
  what: string | null;
  by_whom: 'recipient' | 'support' | null;
  note: string | null;
}

export interface DatedMatter {
  readonly at: Date;
  readonly matter: CaseMatter;
  readonly note: string | null;
}

/**
 * What was reported, confirmed, looked at and deleted about a parcel, oldest first. Why a photo was refused is told of what
 * the recipient chose or of a mark that makes it confidential by no word: that is not customer service's to know.
 */
export async function readCaseMatters(db: Db, parcelId: string): Promise<readonly DatedMatter[]> {
  const { rows } = await sql<Row>`
    select opened_at as at, 'opened' as kind, cases.kind as what, opened_by as by_whom, note
      from cases where parcel_id = ${parcelId}
    union all
    select closed_at, 'closed', cases.kind, closed_by, closing_note
      from cases where parcel_id = ${parcelId} and closed_at is not null
    union all
    select at, 'received', null, null, null from received_parcels where parcel_id = ${parcelId}
    union all
    select at, 'photo_looked_at', reason, null, note from photo_looks where parcel_id = ${parcelId}
    union all
    select event.at, case event.type when 'hidden' then 'photo_deleted' when 'key_destroyed' then 'photo_destroyed'
                     else 'photo_refused' end, event.reason, null, null
      from photo_events event
     where event.photo_id in (select photo_id from photo_parcels where parcel_id = ${parcelId})
       and event.type in ('hidden', 'key_destroyed', 'refused', 'discarded')
    order by at`.execute(db);
  return rows.flatMap((row) => {
    const matter = matterOf(row);
    return matter ? [{ at: row.at, matter, note: row.note }] : [];
  });
}

function matterOf({ kind, what, by_whom }: Row): CaseMatter | null {
  const about = caseKinds.find((known) => known === what);
  switch (kind) {
    case 'opened':
      return about ? { kind, about } : null;
    case 'closed':
      return about ? { kind, about, by: by_whom ?? 'support' } : null;
    case 'photo_looked_at':
      return isLookReason(what) ? { kind, reason: what } : null;
    case 'photo_destroyed':
      return { kind, because: what };
    default:
      return { kind };
  }
}
