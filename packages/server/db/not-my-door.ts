import { sql } from 'kysely';

/** Within a query over `parcels`: a recipient said of the delivery as it stands that it is not their door. */
export const notMyDoorReported = sql<boolean>`exists (
  select 1 from cases
   where cases.parcel_id = parcels.id and cases.attempt = parcels.attempt and cases.kind = 'not_my_door'
     and cases.outcome_version = parcels.outcome_version and cases.closed_at is null)`;
