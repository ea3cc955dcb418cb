import { sql } from 'kysely';

/** A link of a photo to a parcel is about the parcel's delivery as it stands: no undo and no new attempt came after it. */
export const isPresentDelivery = sql<boolean>`photo_parcels.attempt = parcels.attempt
  and photo_parcels.outcome_version = parcels.outcome_version`;

/** About the very delivery that this link (`photo_parcels`) is of, a report or a dispute is open. */
export const linkHasOpenCase = sql<boolean>`exists (
  select 1 from cases
   where cases.parcel_id = photo_parcels.parcel_id and cases.attempt = photo_parcels.attempt
     and cases.outcome_version = photo_parcels.outcome_version and cases.closed_at is null)`;

/** A photo (`photos`) is kept beyond its time: about a delivery that it proves a report or a dispute is open. */
export const photoIsFrozen = sql<boolean>`exists (
  select 1 from photo_parcels frozen
    join cases on cases.parcel_id = frozen.parcel_id and cases.attempt = frozen.attempt
              and cases.outcome_version = frozen.outcome_version and cases.closed_at is null
   where frozen.photo_id = photos.id)`;
