import type { DeliveryWish, NamedNeighbour } from '@doorstep/domain';
import { sql } from 'kysely';
import { accountOf } from '../../db/bound-viewer.ts';
import { planChangedChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';

/** How often something was chosen for this parcel. */
export async function countWishes(trx: Db, parcelId: string): Promise<number> {
  const { chosen } = await trx
    .selectFrom('delivery_wishes')
    .select(({ fn }) => fn.countAll<string>().as('chosen'))
    .where('parcel_id', '=', parcelId)
    .executeTakeFirstOrThrow();
  return Number(chosen);
}

export async function appendWish(
  trx: Db,
  chosen: { askerId: string; parcelId: string; wish: DeliveryWish; neighbour: NamedNeighbour | null; at: number },
): Promise<void> {
  await trx
    .insertInto('delivery_wishes')
    .values({
      parcel_id: chosen.parcelId,
      account_id: accountOf(chosen.askerId),
      wish: chosen.wish,
      neighbour: chosen.neighbour?.name ?? null,
      house_number: chosen.neighbour?.houseNumber ?? null,
      made_at: new Date(chosen.at),
    })
    .execute();
}

/** Holds the plan of a route and then the parcel, in the order of imports and drivers' commands: none comes in between. */
export async function holdPlan(trx: Db, routeId: string | null, parcelId: string): Promise<void> {
  if (routeId !== null)
    await trx.selectFrom('routes').select('id').where('id', '=', routeId).forNoKeyUpdate().execute();
  await trx.selectFrom('parcels').select('id').where('id', '=', parcelId).forNoKeyUpdate().execute();
}

/** Takes a parcel off its planned stop and gives it another day, without a place named for the old one; the server looks at that plan anew after the commit. */
export async function moveParcel(
  trx: Db,
  moved: {
    parcelId: string;
    attempt: number;
    stopId: string | null;
    routeId: string | null;
    day: string;
    at: number;
  },
): Promise<void> {
  const { parcelId, stopId, day } = moved;
  const at = new Date(moved.at);
  await trx.deleteFrom('stop_parcels').where('parcel_id', '=', parcelId).where('attempt', '=', moved.attempt).execute();
  if (stopId !== null)
    await sql`delete from stops where id = ${stopId}
                and not exists (select from stop_parcels where stop_parcels.stop_id = stops.id)`.execute(trx);
  const { state } = await trx
    .updateTable('parcels')
    .set({ service_date: day, not_before: day })
    .where('id', '=', parcelId)
    .returning('state')
    .executeTakeFirstOrThrow();
  // A place to leave it was named for its day (rules.md section 3); on another one somebody may be at home. That it is to
  // be left nowhere was said of the parcel: without that word a standing place of anybody who receives it would count.
  await sql`delete from drop_offs where parcel_id = ${parcelId}
              and (place is not null or id < (select max(id) from drop_offs newest where newest.parcel_id = ${parcelId}))`.execute(
    trx,
  );
  const nothing = { how: null, attempt_reason: null, outcome_place: null, lat: null, lon: null };
  await trx
    .insertInto('parcel_events')
    .values({
      ...{ parcel_id: parcelId, type: 'postponed', state, ...nothing, at, recorded_at: at },
      ...{ to_day: day, off_route: moved.routeId },
    })
    .execute();
  if (moved.routeId !== null) await sql`select pg_notify(${planChangedChannel}, ${moved.routeId})`.execute(trx);
}
