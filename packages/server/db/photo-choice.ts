import { sql } from 'kysely';

/**
 * What each recipient of a parcel chose about photos, one row each: the narrower choice counts, parcel before address
 * before all, and who chose nothing wants a close-up. One row more for what was chosen by code, without an account. `consignments`, `parcels` and `addresses` must be in the query.
 */
const choicesOfRecipients = sql`
  select coalesce(of_parcel.choice, of_address.choice, preferences.delivery_photos, 'close_up') as chosen,
         case when of_parcel.choice is not null then of_parcel.set_at
              when of_address.choice is not null then of_address.set_at
              else preferences.delivery_photos_set_at end as set_at
    from consignment_viewers viewer
    left join preferences on preferences.account_id = viewer.account_id
    left join photo_choices of_address on of_address.account_id = viewer.account_id
          and of_address.scope = 'address' and of_address.scope_key = addresses.place_key
    left join photo_choices of_parcel on of_parcel.account_id = viewer.account_id
          and of_parcel.scope = 'parcel' and of_parcel.scope_key = parcels.id
   where viewer.consignment_id = consignments.id and viewer.kind = 'recipient'
  union all
  select choice, set_at from photo_choices by_code
   where by_code.account_id is null and by_code.scope = 'parcel' and by_code.scope_key = parcels.id`;

/**
 * The choice of photos that counts for a parcel: of several recipients the strictest. One *off* is enough, and the door is
 * shown only where all want it.
 */
export const strictestPhotoChoice = sql<'off' | 'close_up' | 'with_door'>`(
  select case when bool_or(chosen = 'off') then 'off'
              when bool_and(chosen = 'with_door') then 'with_door'
              else 'close_up' end
    from (${choicesOfRecipients}) choices)`;

/** Since when the first of the recipients wants none; null: none of them says no, or it was never any other way. */
export const photosOffSince = sql<Date | null>`(
  select case when bool_and(set_at is not null) then min(set_at) end
    from (${choicesOfRecipients}) choices where chosen = 'off')`;
