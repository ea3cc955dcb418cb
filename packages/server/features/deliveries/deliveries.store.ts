import type { CommandAnswer } from '@doorstep/contract';
import { foldRoute, type PhonePlace, planRoute, type WishReason, wishAtDoor, wishInForce } from '@doorstep/domain';
import { sql, type Transaction } from 'kysely';
import { notMyDoorReported } from '../../db/not-my-door.ts';
import type { Db } from '../../db/open-database.ts';
import { rowsPlannedOnce } from '../../db/planned-once.ts';
import type { Database } from '../../db/schema.ts';
import { wishesFrom, wishesOfPeople } from '../../db/standing-wishes.ts';
import { readPlannedRoute } from '../../live/route-book.store.ts';
import type { Decision, RouteAtCommand, RouteParcel } from './decide.ts';
import { metresFarOff } from './delivery-place.ts';

type Trx = Transaction<Database>;

/**
 * Claims a command's id for this driver. Null: it is ours to carry out. Else the answer it got the first time, with the
 * route it changed; where the first is being carried out at this moment, this waits for it.
 */
export async function claimCommand(
  trx: Trx,
  command: { driverId: string; id: string; type: string; at: number; sentAt: number; receivedAt: number },
): Promise<{ answer: CommandAnswer; routeId: string | null } | null> {
  const claimed = await trx
    .insertInto('commands')
    .values({
      driver_id: command.driverId,
      id: command.id,
      type: command.type,
      at: new Date(command.at),
      sent_at: new Date(command.sentAt),
      received_at: new Date(command.receivedAt),
      answer: '{}',
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (claimed) return null;
  const first = await trx
    .selectFrom('commands')
    .select('answer')
    .where('driver_id', '=', command.driverId)
    .where('id', '=', command.id)
    .executeTakeFirstOrThrow();
  const { routeId, ...answer } = first.answer as CommandAnswer & { routeId?: string };
  return { answer, routeId: routeId ?? null };
}

/** Keeps the answer, and beside it, not for the phone, the route that the command changed. */
export async function keepAnswer(
  trx: Trx,
  driverId: string,
  answer: CommandAnswer,
  routeId: string | null,
): Promise<void> {
  await trx
    .updateTable('commands')
    .set({ answer: JSON.stringify(routeId === null ? answer : { ...answer, routeId }) })
    .where('driver_id', '=', driverId)
    .where('id', '=', answer.id)
    .execute();
}

/**
 * Lets one command of this driver after the other start a route: each must see what the one before it started. Other
 * tables may go on to point at the driver meanwhile.
 */
export async function lockDriver(trx: Trx, driverId: string): Promise<void> {
  await trx.selectFrom('drivers').select('id').where('id', '=', driverId).forNoKeyUpdate().execute();
}

/** The route a command is about, among this driver's own: by its id, by one of its stops, or the one that runs. */
export async function lockRoute(
  trx: Trx,
  driverId: string,
  which: { routeId: string } | { stopId: string } | { running: true },
): Promise<string | null> {
  const ofDriver = trx.selectFrom('routes').select('routes.id').where('routes.driver_id', '=', driverId);
  const query =
    'routeId' in which
      ? ofDriver.where('routes.id', '=', which.routeId)
      : 'stopId' in which
        ? ofDriver.where('routes.id', '=', (eb) =>
            eb.selectFrom('stops').select('route_id').where('stops.id', '=', which.stopId),
          )
        : ofDriver
            .where('routes.started_at', 'is not', null)
            .orderBy(sql`routes.phase = 'started'`, 'desc')
            .orderBy('routes.started_at', 'desc')
            .limit(1);
  return (await query.forUpdate().executeTakeFirst())?.id ?? null;
}

/** Holds a route that a dispatcher changes; false where there is none. */
export async function lockRouteOfDepot(trx: Trx, routeId: string): Promise<boolean> {
  const held = await trx.selectFrom('routes').select('id').where('id', '=', routeId).forUpdate().executeTakeFirst();
  return held !== undefined;
}

/** Another van of the route's depot takes over; one that was never heard of is written down first. */
export async function exchangeVan(trx: Trx, routeId: string, to: { van: string; newVanId: string }): Promise<void> {
  await sql`
    with written as (
      insert into vans (id, depot_id, label)
      select ${to.newVanId}, depot_id, ${to.van} from routes where id = ${routeId}
      on conflict (depot_id, label) do update set label = excluded.label
      returning id
    )
    update routes set van_id = written.id from written where routes.id = ${routeId}`.execute(trx);
}

/** Everything `decide` needs to know of a locked route. */
export async function readRouteAtCommand(trx: Trx, routeId: string, at: number): Promise<RouteAtCommand> {
  const planned = await readPlannedRoute(trx, routeId);
  if (!planned) throw new Error('a locked route is there');
  const row = await trx
    .selectFrom('routes')
    .select(['time_zone', 'service_date', 'driver_id'])
    .where('id', '=', routeId)
    .executeTakeFirstOrThrow();
  const ofParcels = trx
    .selectFrom('stop_parcels')
    .innerJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .innerJoin('parcels', 'parcels.id', 'stop_parcels.parcel_id')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['parcels.id', 'stops.id as stop_id', 'parcels.state', 'parcels.how', 'parcels.state_since'])
    .select('consignments.hand_over_only')
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .select(notMyDoorReported.as('not_my_door'))
    .select(wishesOfPeople.as('wishes'))
    .where('stops.route_id', '=', routeId)
    .where(sql<boolean>`parcels.attempt = stop_parcels.attempt`)
    .orderBy('stops.sequence')
    .orderBy('parcels.id');
  const parcels = await rowsPlannedOnce(trx, ofParcels);
  const other = await trx
    .selectFrom('routes')
    .select('id')
    .where('driver_id', '=', row.driver_id)
    .where('phase', '=', 'started')
    .where('id', '!=', routeId)
    .executeTakeFirst();
  return {
    state: foldRoute(planRoute(planned.plan), planned.events),
    isOfToday: dateAt(at, row.time_zone) === row.service_date,
    otherRouteRuns: other !== undefined,
    parcels: parcels.map((parcel) => ({
      ...wishesOf(parcel, at),
      parcelId: parcel.id,
      stopId: parcel.stop_id,
      state: parcel.state,
      how: parcel.how,
      since: parcel.state_since.getTime(),
      notMyDoorReported: parcel.not_my_door,
    })),
  };
}

/** What is wished of a parcel now, and what was when the command was given. */
function wishesOf(
  parcel: { wishes: Parameters<typeof wishesFrom>[0]; confidential: boolean; hand_over_only: boolean },
  at: number,
): Pick<RouteParcel, 'wish' | 'wishThen'> {
  const goods = { confidential: parcel.confidential, merchantRequiresHandOver: parcel.hand_over_only };
  const wishOf = (wishes: ReturnType<typeof wishesFrom>) => wishAtDoor(wishInForce(wishes), goods).wish;
  return { wish: wishOf(wishesFrom(parcel.wishes)), wishThen: wishOf(wishesFrom(parcel.wishes, at)) };
}

function dateAt(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** Whoever's parcel is on this route. */
export async function readParcelIds(db: Db, routeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('stop_parcels')
    .innerJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .select('stop_parcels.parcel_id')
    .distinct()
    .where('stops.route_id', '=', routeId)
    .execute();
  return rows.map((row) => row.parcel_id);
}

/** Writes a decision: route events, parcel events and the present state of both, in the caller's transaction. */
export async function writeDecision(
  trx: Trx,
  routeId: string,
  decision: Extract<Decision, { ok: true }>,
  when: {
    readonly at: number;
    readonly recordedAt: number;
    readonly place: PhonePlace | null;
    /** The driver was asked whether this is the right door, and said yes. */
    readonly rightDoor: boolean;
    /** Of parcels delivered otherwise than was wished: which wish it was. */
    readonly againstWish: ReadonlyMap<string, WishReason>;
  },
): Promise<void> {
  const at = new Date(when.at);
  const recordedAt = new Date(when.recordedAt);
  if (decision.phase === 'started')
    await trx.updateTable('routes').set({ phase: 'started', started_at: at }).where('id', '=', routeId).execute();
  if (decision.phase === 'finished')
    await trx.updateTable('routes').set({ phase: 'finished', finished_at: at }).where('id', '=', routeId).execute();
  for (const event of decision.routeEvents)
    await trx
      .insertInto('route_events')
      .values({ route_id: routeId, event: JSON.stringify(event), at, recorded_at: recordedAt })
      .execute();

  const delivered = decision.parcelChanges.filter(({ event }) => event === 'delivered');
  const far = await metresFarOff(
    trx,
    delivered.map(({ parcelId }) => parcelId),
    when.place,
  );
  for (const change of decision.parcelChanges) {
    await trx
      .updateTable('parcels')
      .set((eb) => ({
        state: change.state,
        how: change.how,
        attempt_reason: change.attemptReason,
        outcome_place: change.outcomePlace,
        state_since: at,
        attempt: eb('attempt', '+', change.startsNewAttempt ? 1 : 0),
        outcome_version: eb('outcome_version', '+', change.raisesOutcomeVersion ? 1 : 0),
      }))
      .where('id', '=', change.parcelId)
      .execute();
    if (change.startsNewAttempt) await beginAttempt(trx, change.parcelId);
    // What a route left undone when it ended happened at no door.
    const isOutcome = change.state === 'delivered' || change.state === 'attempted';
    const atDoor = isOutcome && change.attemptReason !== 'out_of_time';
    await trx
      .insertInto('parcel_events')
      .values({
        parcel_id: change.parcelId,
        type: change.event,
        state: change.state,
        how: change.how,
        attempt_reason: change.attemptReason,
        outcome_place: change.outcomePlace,
        at,
        recorded_at: recordedAt,
        lat: atDoor ? (when.place?.lat ?? null) : null,
        lon: atDoor ? (when.place?.lon ?? null) : null,
        accuracy_metres: atDoor ? (when.place?.accuracyMetres ?? null) : null,
        far_metres: change.event === 'delivered' ? (far.get(change.parcelId) ?? null) : null,
        right_door: change.event === 'delivered' && when.rightDoor ? true : null,
        against_wish: when.againstWish.get(change.parcelId) ?? null,
      })
      .execute();
  }
}

/** The same stop serves the next attempt; its map opens anew. */
async function beginAttempt(trx: Trx, parcelId: string): Promise<void> {
  await sql`insert into stop_parcels (parcel_id, attempt, stop_id)
            select parcels.id, parcels.attempt, previous.stop_id
              from parcels join stop_parcels previous
                on previous.parcel_id = parcels.id and previous.attempt = parcels.attempt - 1
             where parcels.id = ${parcelId}`.execute(trx);
}

const commandsKeptMillis = 30 * 24 * 3_600_000;

/** The same id gets the same answer for 30 days; after that no event names its driver (rules.md section 9). */
export async function forgetOldCommands(db: Db, now: number): Promise<void> {
  await db
    .deleteFrom('commands')
    .where('received_at', '<', new Date(now - commandsKeptMillis))
    .execute();
}
