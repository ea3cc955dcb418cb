import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

const minuteMillis = 60_000;
const dayMillis = 24 * 60 * minuteMillis;

/** So long after the word of the route's end has come, a phone's backlog may still need to know when the breaks were. */
const backlogMillis = 15 * minuteMillis;
/** A shift that nobody ended is over all the same. */
const longestShiftMillis = 36 * 60 * minuteMillis;
const driverNamedMillis = 30 * dayMillis;
const routesAtOnce = 500;

/**
 * What rules.md section 9 takes away in time: break and dark events at the end of the shift, the driver's id 30 days
 * after it. Of the shift's commands nothing stays but their ids and answers, which a phone may ask for again: not even
 * which of them there were. `forget` hears of each route that is not any more what a process may have in memory.
 */
export async function cutDriverTraces(
  db: Db,
  now: number,
  forget: readonly ((routeId: string) => void)[],
): Promise<void> {
  const over = await sql<{ id: string; driver_id: string | null }>`
    select routes.id, routes.driver_id from routes
     where routes.pauses_cut_at is null and routes.started_at is not null
       and (routes.planned_start_at < ${new Date(now - longestShiftMillis)}
            or exists (select 1 from route_events
                        where route_events.route_id = routes.id
                          and route_events.event ->> 'type' = 'route_finished'
                          and route_events.recorded_at <= ${new Date(now - backlogMillis)}))
     limit ${routesAtOnce}`.execute(db);
  for (const { id, driver_id } of over.rows) {
    await db.transaction().execute(async (trx) => {
      await trx.selectFrom('routes').select('id').where('id', '=', id).forUpdate().execute();
      await sql`delete from route_events
                 where route_id = ${id} and event ->> 'type' in ('break_started', 'went_dark', 'resumed')`.execute(trx);
      if (driver_id !== null)
        await sql`update commands
                     set type = 'cut', at = date_trunc('day', at), sent_at = date_trunc('day', sent_at),
                         received_at = date_trunc('day', received_at)
                   where driver_id = ${driver_id} and type <> 'cut'
                     and received_at <= ${new Date(now - backlogMillis)}`.execute(trx);
      await trx
        .updateTable('routes')
        .set({ pauses_cut_at: new Date(now) })
        .where('id', '=', id)
        .execute();
    });
  }
  const before = new Date(now - driverNamedMillis);
  await sql`update routes set driver_id = null
             where driver_id is not null and phase <> 'planned'
               and greatest(planned_start_at, finished_at) < ${before}`.execute(db);
  await db.deleteFrom('position_looks').where('looked_at', '<', before).execute();
  for (const { id } of over.rows) for (const heard of forget) heard(id);
}
