import { sql } from 'kysely';

/**
 * The attempt that each of a parcel's events belongs to, over the rows of `parcel_events` of one parcel: two events begin
 * another one (domain/delivery/advance.ts; an import that plans another day).
 */
export const attemptOfEvent = sql<string>`1 + count(*) filter (where type in ('tried_again', 'back_at_depot')) over (order by id)`;
