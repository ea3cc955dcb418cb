import type { PhotoReport, PhotoScope, PhotoSettingsWish } from '@doorstep/contract';
import { photoSettingLevels } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { photoIsFrozen } from '../../db/photo-links.ts';

export async function readHeld(db: Db): Promise<PhotoReport['held']> {
  const { rows } = await sql<{ rule: string; photos: string; oldest: Date; next_end: Date | null }>`
    select rule, count(*) as photos, min(taken_at) as oldest, min(ends) as next_end
      from (select case when ${photoIsFrozen} then 'case_open' else end_rule end as rule, taken_at,
                   case when ${photoIsFrozen} then null else delete_after end as ends
              from photos where state in ('preview', 'full')) held
     group by rule order by count(*) desc, rule`.execute(db);
  return rows.map((row) => ({
    rule: row.rule,
    photos: Number(row.photos),
    oldestTakenAt: row.oldest.toISOString(),
    nextEndsAt: row.next_end?.toISOString() ?? null,
  }));
}

export async function readDeleted(db: Db, since: Date): Promise<PhotoReport['deleted']> {
  const { rows } = await sql<{ because: string; photos: string; lately: string; bytes_left: string }>`
    select coalesce(reason, '') as because, count(*) as photos, count(*) filter (where deleted_at >= ${since}) as lately,
           count(*) filter (where preview_blob is not null or full_blob is not null) as bytes_left
      from photos where state = 'deleted' group by reason order by count(*) desc, reason`.execute(db);
  return rows.map((row) => ({
    because: row.because,
    photos: Number(row.photos),
    lately: Number(row.lately),
    bytesLeft: Number(row.bytes_left),
  }));
}

export async function readLooks(db: Db, limit: number) {
  return await db
    .selectFrom('photo_looks')
    .innerJoin('parcels', 'parcels.id', 'photo_looks.parcel_id')
    .select(['photo_looks.id', 'photo_looks.at', 'photo_looks.reason', 'photo_looks.name', 'photo_looks.note'])
    .select('parcels.parcel_number')
    .orderBy('photo_looks.id', 'desc')
    .limit(limit)
    .execute();
}

export async function readCaseLooks(db: Db, limit: number) {
  return await db
    .selectFrom('case_looks')
    .innerJoin('parcels', 'parcels.id', 'case_looks.parcel_id')
    .select(['case_looks.id', 'case_looks.at', 'case_looks.reason', 'case_looks.name', 'parcels.parcel_number'])
    .orderBy('case_looks.id', 'desc')
    .limit(limit)
    .execute();
}

/** The instance, every region and every merchant, each with what it says. */
export async function readScopes(db: Db): Promise<readonly PhotoScope[]> {
  const { rows } = await sql<{
    level: PhotoScope['level'];
    id: string;
    name: string;
    photos: boolean | null;
    share: number | null;
    third_party: boolean | null;
    mandatory: boolean | null;
    leave_without_permission: boolean | null;
    retention_days: number | null;
    purpose: string | null;
  }>`
    with scopes as (
      select 'instance' as level, 'instance' as id, '' as name
      union all select 'region', id, name from regions
      union all select 'merchant', id, name from merchants)
    select scopes.*, photos, share, third_party, mandatory, leave_without_permission, retention_days, purpose
      from scopes left join photo_settings said on said.level = scopes.level and said.scope_id = scopes.id
     order by array_position(${[...photoSettingLevels]}::text[], scopes.level), scopes.name`.execute(db);
  return rows.map((row) => ({
    level: row.level,
    id: row.id,
    name: row.name,
    photos: row.photos,
    sharePercent: row.share === null ? null : Math.round(row.share * 100),
    thirdParty: row.third_party,
    mandatory: row.mandatory,
    leaveWithoutPermission: row.leave_without_permission,
    retentionDays: row.retention_days,
    purpose: row.purpose,
  }));
}

export async function writeScope(db: Db, wish: PhotoSettingsWish): Promise<void> {
  const said = {
    photos: wish.photos,
    share: wish.sharePercent === null ? null : wish.sharePercent / 100,
    third_party: wish.thirdParty,
    mandatory: wish.mandatory,
    leave_without_permission: wish.leaveWithoutPermission,
    retention_days: wish.retentionDays,
    purpose: wish.purpose,
  };
  await db
    .insertInto('photo_settings')
    .values({ level: wish.level, scope_id: wish.id, ...said })
    .onConflict((conflict) => conflict.columns(['level', 'scope_id']).doUpdateSet(said))
    .execute();
}
