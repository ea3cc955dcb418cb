import { type ParcelState, stricterLevel } from '@doorstep/domain';
import { sql } from 'kysely';
import { newId } from '../../../ids.ts';
import { inPortions, type Trx } from './import.store.ts';
import type { JudgedRow } from './judge-rows.ts';
import type { PlannedImportStop } from './plan-route.ts';

interface ParcelsInput {
  readonly routeId: string;
  readonly serviceDate: string;
  readonly judged: readonly JudgedRow[];
  readonly stops: readonly PlannedImportStop[];
  readonly consignmentIdOf: ReadonlyMap<string, string>;
  readonly at: Date;
}

/** Stores parcels, their first events and the stops of a planned route in place of the plan it had. */
export async function writeParcels(trx: Trx, input: ParcelsInput): Promise<void> {
  const parcels = input.judged.map(settle);
  await writeNew(trx, input, parcels);
  await writeKnown(trx, input, parcels);
  await writeKnownShows(trx, parcels);
  await writeEvents(trx, input, parcels);
  await clearPlan(trx, input, parcels);
  await writePlan(trx, input, parcels);
}

interface SettledParcel {
  readonly judged: JudgedRow;
  readonly id: string;
  readonly attempt: number;
  readonly state: ParcelState;
  readonly events: readonly { readonly type: string; readonly state: ParcelState }[];
}

const announced = { type: 'announced', state: 'announced' } as const;
const broughtToDepot = { type: 'brought_to_depot', state: 'at_depot' } as const;

function settle(judged: JudgedRow): SettledParcel {
  const { stored, row, event } = judged;
  const own = row.carrier === null;
  if (stored === null) {
    // Another carrier's parcel never comes to our depot: it stays announced until that carrier says more.
    return {
      judged,
      id: newId('parcel'),
      attempt: 1,
      state: own ? 'at_depot' : 'announced',
      events: own ? [announced, broughtToDepot] : [announced],
    };
  }
  return {
    judged,
    id: stored.id,
    // The stop of a route that was driven belongs to that attempt for good; a new day is a new one.
    attempt: stored.attempt + (own && stored.routePhase === 'finished' ? 1 : 0),
    state: event === null ? stored.state : 'at_depot',
    events: event === null ? [] : [{ type: event, state: 'at_depot' }],
  };
}

async function writeNew(trx: Trx, input: ParcelsInput, parcels: readonly SettledParcel[]): Promise<void> {
  for (const portion of inPortions(parcels.filter(({ judged }) => judged.stored === null))) {
    await trx
      .insertInto('parcels')
      .values(
        portion.map(({ id, judged, state }) => ({
          id,
          consignment_id: consignmentOf(input, judged),
          parcel_number: judged.row.parcelNumber,
          state,
          how: null,
          attempt_reason: null,
          outcome_place: null,
          state_since: input.at,
          // The day of this route is the own fleet's; another carrier has a day of its own.
          service_date: judged.row.carrier === null ? input.serviceDate : null,
          shows: judged.row.shows === null ? null : JSON.stringify(judged.row.shows),
          fits_mailbox: judged.row.fitsMailbox,
          created_at: input.at,
        })),
      )
      .execute();
  }
}

async function writeKnown(trx: Trx, input: ParcelsInput, parcels: readonly SettledParcel[]): Promise<void> {
  const known = parcels.filter(({ judged }) => judged.stored !== null && judged.row.carrier === null);
  for (const portion of inPortions(known)) {
    await sql`
      update parcels set service_date = ${input.serviceDate}, attempt = given.attempt,
        attempt_reason = case when parcels.state = given.state then parcels.attempt_reason end,
        state_since = case when parcels.state = given.state then parcels.state_since else ${input.at} end,
        state = given.state, fits_mailbox = given.fits_mailbox
      from unnest(${portion.map(({ id }) => id)}::text[], ${portion.map(({ attempt }) => attempt)}::int[],
                  ${portion.map(({ state }) => state)}::text[],
                  ${portion.map(({ judged }) => judged.row.fitsMailbox)}::boolean[]) as given (id, attempt, state, fits_mailbox)
      where parcels.id = given.id`.execute(trx);
  }
}

/** As with the other protections, a file may only make a parcel show less than it did. */
async function writeKnownShows(trx: Trx, parcels: readonly SettledParcel[]): Promise<void> {
  const said = parcels.flatMap(({ id, judged: { row, stored } }) =>
    stored === null || row.shows === null ? [] : [{ id, shows: row.shows }],
  );
  for (const { id, shows } of said) {
    const { shows: before } = await trx
      .selectFrom('parcels')
      .select('shows')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const stricter = JSON.stringify(stricterLevel(before ?? {}, shows));
    await trx.updateTable('parcels').set({ shows: stricter }).where('id', '=', id).execute();
  }
}

async function writeEvents(trx: Trx, input: ParcelsInput, parcels: readonly SettledParcel[]): Promise<void> {
  const events = parcels.flatMap(({ id, events }) =>
    events.map(({ type, state }) => ({
      parcel_id: id,
      type,
      state,
      how: null,
      attempt_reason: null,
      outcome_place: null,
      at: input.at,
      recorded_at: input.at,
      lat: null,
      lon: null,
    })),
  );
  for (const portion of inPortions(events))
    await trx
      .insertInto('parcel_events')
      .values([...portion])
      .execute();
}

/** Takes these parcels off every plan that was not driven yet, and the route's former stops with them. */
async function clearPlan(trx: Trx, input: ParcelsInput, parcels: readonly SettledParcel[]): Promise<void> {
  const kept = parcels.map(({ id }) => id);
  // A parcel that the new plan leaves out waits at the depot without a day.
  await sql`update parcels set service_date = null
            from stop_parcels join stops on stops.id = stop_parcels.stop_id
            where stops.route_id = ${input.routeId} and stop_parcels.parcel_id = parcels.id
              and not parcels.id = any(${kept}::text[])`.execute(trx);
  // Two statements, each by an index: one condition over both tables would read every plan there is.
  await sql`delete from stop_parcels using stops
            where stops.route_id = ${input.routeId} and stop_parcels.stop_id = stops.id`.execute(trx);
  const left = await sql<{ stop_id: string }>`
    delete from stop_parcels using stops, routes
    where stop_parcels.parcel_id = any(${kept}::text[])
      and stops.id = stop_parcels.stop_id and routes.id = stops.route_id and routes.phase = 'planned'
    returning stop_parcels.stop_id`.execute(trx);
  await sql`delete from stops where route_id = ${input.routeId}`.execute(trx);
  await sql`delete from stops where id = any(${left.rows.map((row) => row.stop_id)}::text[])
            and not exists (select from stop_parcels where stop_parcels.stop_id = stops.id)`.execute(trx);
}

async function writePlan(trx: Trx, input: ParcelsInput, parcels: readonly SettledParcel[]): Promise<void> {
  const byNumber = new Map(parcels.map((parcel) => [parcel.judged.row.parcelNumber, parcel]));
  const stops = input.stops.map((stop, index) => ({ stop, id: newId('stop'), sequence: index + 1 }));
  for (const portion of inPortions(stops)) {
    await trx
      .insertInto('stops')
      .values(
        portion.map(({ stop, id, sequence }) => ({
          id,
          route_id: input.routeId,
          sequence,
          lat: stop.lat,
          lon: stop.lon,
          planned_arrival_at: new Date(stop.plannedArrivalAt),
          service_seconds: stop.serviceSeconds,
          confidential: stop.confidential,
        })),
      )
      .execute();
  }
  const served = stops.flatMap(({ stop, id }) =>
    stop.rows.map((row) => {
      const parcel = byNumber.get(row.parcelNumber);
      if (parcel === undefined) throw new Error('a stop serves a parcel that was not stored');
      return { parcel_id: parcel.id, attempt: parcel.attempt, stop_id: id, map_opened_at: null };
    }),
  );
  for (const portion of inPortions(served))
    await trx
      .insertInto('stop_parcels')
      .values([...portion])
      .execute();
}

function consignmentOf(input: ParcelsInput, judged: JudgedRow): string {
  const id = input.consignmentIdOf.get(judged.row.parcelNumber);
  if (id === undefined) throw new Error('a parcel has no consignment');
  return id;
}
