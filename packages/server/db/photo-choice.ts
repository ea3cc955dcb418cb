import { sql } from 'kysely';

/**
 * The choice of photos that counts for a consignment (`consignments` must be in the query): of several recipients the
 * strictest. One *off* is enough, the door is shown only where all want it, and who chose nothing wants a close-up.
 */
export const strictestPhotoChoice = sql<'off' | 'close_up' | 'with_door'>`(
  select case when bool_or(chosen = 'off') then 'off'
              when bool_and(chosen = 'with_door') then 'with_door'
              else 'close_up' end
    from (select coalesce(preferences.delivery_photos, 'close_up') as chosen
            from consignment_viewers viewer
            left join preferences on preferences.account_id = viewer.account_id
           where viewer.consignment_id = consignments.id and viewer.kind = 'recipient') choices)`;
