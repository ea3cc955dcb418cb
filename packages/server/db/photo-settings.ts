import type { PhotoSettingsByLevel } from '@doorstep/domain';
import { sql } from 'kysely';

/** What each level says of a parcel's photos (`addresses` and `consignments` must be in the query), by level. */
export const photoSettingsOfParcel = sql<PhotoSettingsByLevel | null>`(
  select json_object_agg(level, json_build_object(
           'photos', photos, 'share', share, 'thirdParty', third_party, 'mandatory', mandatory,
           'leaveWithoutPermission', leave_without_permission, 'retentionDays', retention_days, 'purpose', purpose))
    from photo_settings
   where (level = 'instance' and scope_id = 'instance') or (level = 'region' and scope_id = addresses.region_id)
      or (level = 'merchant' and scope_id = (select merchant_id from orders where orders.id = consignments.order_id)))`;
