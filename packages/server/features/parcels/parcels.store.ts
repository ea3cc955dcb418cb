import {
  type AttemptReason,
  firstNameOf,
  isId,
  type KnownPhoto,
  type LookReason,
  type ParcelFacts,
  type PhonePlace,
  type SettingsOfLevel,
  type ViewerKind,
} from '@doorstep/domain';
import { type RawBuilder, sql } from 'kysely';
import { attemptOfEvent } from '../../db/attempt-of-event.ts';
import { type Asker, boundTo } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { strictestPhotoChoice } from '../../db/photo-choice.ts';
import { isPresentDelivery, photoIsFrozen } from '../../db/photo-links.ts';
import { plannedOnce } from '../../db/planned-once.ts';

/** A parcel as one asker, an account or a guest, may ask for it: the facts a view is made of, and what they are to it. */
export interface SeenParcel {
  readonly facts: ParcelFacts;
  readonly kind: Exclude<ViewerKind, 'stranger'>;
  /** By this account for itself, or by any recipient of the consignment for everybody (rules.md G7). */
  readonly mapSwitchedOff: boolean;
  /** The route of the present attempt, null before there is one. */
  readonly routeId: string | null;
  /** What region, merchant and parcel say of the fields that are shown, the widest first. */
  readonly levels: readonly (SettingsOfLevel | null)[];
}

interface ParcelRow {
  id: string;
  order_id: string;
  merchant: string;
  state: ParcelFacts['state'];
  how: ParcelFacts['how'];
  attempt_reason: AttemptReason | null;
  outcome_place: string | null;
  state_since: Date;
  service_date: string | null;
  time_zone: string;
  confidential: boolean;
  gift: boolean;
  carrier_kind: 'own_fleet' | 'other';
  carrier_name: string;
  carrier_tracking_url: string | null;
  map_tracking: boolean | null;
  lat: number;
  lon: number;
  stop_id: string | null;
  route_id: string | null;
  map_opened_at: Date | null;
  driver: string | null;
  region_shows: SettingsOfLevel | null;
  merchant_shows: SettingsOfLevel | null;
  parcel_shows: SettingsOfLevel | null;
  kind: SeenParcel['kind'];
  map_switched_off: boolean;
  photos_switched_off: boolean;
  photo_opted_out: boolean;
  photo: PhotoColumns | null;
  outcome_point: PhonePlace | null;
  photo_looks: { at: string; reason: LookReason }[];
  events: {
    state: ParcelFacts['state'];
    at: string;
    how: ParcelFacts['how'];
    attemptReason: AttemptReason | null;
    depot: string | null;
    type: string;
    toDay: string | null;
  }[];
}

interface PhotoColumns {
  state: 'expected' | 'preview' | 'full' | 'deleted';
  takenAt: string;
  deleteAfter: string;
  deletedAt: string | null;
  hiddenAt: string | null;
  frozen: boolean;
  reason: string | null;
}

/**
 * The one query behind every view of a parcel. It begins at the asker's own bindings (db/bound-viewer.ts), so a parcel of somebody else
 * and one that does not exist are the same empty answer. A recipient who is the buyer too asks as recipient.
 */
async function readSeen(
  db: Db,
  accountId: string,
  which: { parcelId: string } | { orderId: string } | { before: string | null; limit: number },
): Promise<SeenParcel[]> {
  const filter =
    'parcelId' in which
      ? sql`parcels.id = ${which.parcelId}`
      : 'orderId' in which
        ? sql`consignments.order_id = ${which.orderId}`
        : which.before
          ? sql`parcels.id < ${which.before}`
          : sql`true`;
  const limit = 'limit' in which ? which.limit : 200;
  const asker: Asker = { id: sql`${accountId}`, kind: isId('guest', accountId) ? 'guest' : 'account' };
  const { rows } = await sql<ParcelRow>`${plannedOnce}${seenBy(asker, filter, limit)}`.execute(db);
  return rows.map(seenParcel);
}

/** Each account's parcel as above, for many at once, in the order asked. */
export async function readSeenTogether(
  db: Db,
  asked: readonly { readonly accountId: string; readonly parcelId: string }[],
): Promise<(SeenParcel | null)[]> {
  const accounts = asked.map(({ accountId }) => accountId);
  const parcels = asked.map(({ parcelId }) => parcelId);
  const asker: Asker = {
    id: sql`asked.account_id`,
    kind: 'account',
    onlyConsignment: sql`(select consignment_id from parcels where id = asked.parcel_id)`,
  };
  const { rows } = await sql<ParcelRow & { place: string }>`${plannedOnce}
    select asked.place, seen.*
      from unnest(${accounts}::text[], ${parcels}::text[]) with ordinality as asked (account_id, parcel_id, place)
     cross join lateral (${seenBy(asker, sql`parcels.id = asked.parcel_id`, 1)}) seen`.execute(db);
  const answers = asked.map((): SeenParcel | null => null);
  for (const row of rows) answers[Number(row.place) - 1] = seenParcel(row);
  return answers;
}

function seenBy(asker: Asker, filter: RawBuilder<unknown>, limit: number): RawBuilder<ParcelRow> {
  const ofBinding = asker.kind === 'guest' ? sql`parcels.id = bound.parcel_id` : sql`true`;
  return sql<ParcelRow>`
    with bound as (${boundTo(asker)})
    select parcels.id, consignments.order_id, merchants.name as merchant, parcels.state, parcels.how,
           parcels.attempt_reason, parcels.outcome_place, parcels.state_since, parcels.service_date,
           addresses.time_zone, consignments.confidential or addresses.confidential as confidential, consignments.gift,
           carriers.kind as carrier_kind, carriers.name as carrier_name, consignments.carrier_tracking_url,
           regions.map_tracking, addresses.lat, addresses.lon, stop_parcels.stop_id, stops.route_id,
           stop_parcels.map_opened_at, drivers.name as driver, bound.kind,
           regions.shows as region_shows, merchants.shows as merchant_shows, parcels.shows as parcel_shows,
           exists (select 1 from preferences off
                    where not off.map and (off.account_id = ${asker.id} or off.account_id in (
                      select account_id from consignment_viewers
                       where consignment_id = bound.consignment_id and kind = 'recipient')))
             or exists (select 1 from map_switches off where off.parcel_id = parcels.id) as map_switched_off,
           ${strictestPhotoChoice} = 'off' as photos_switched_off,
           coalesce(parcels.photo_reason, '') = 'opted_out'
             or exists (select 1 from photo_parcels join photos p on p.id = photo_parcels.photo_id
                         where photo_parcels.parcel_id = parcels.id and ${isPresentDelivery}
                           and p.reason = 'opted_out') as photo_opted_out,
           (select json_build_object('state', photos.state, 'takenAt', taken_at, 'deleteAfter', delete_after,
                                     'deletedAt', deleted_at, 'reason', reason, 'hiddenAt', hidden_at,
                                     'frozen', ${photoIsFrozen})
              from photo_parcels join photos on photos.id = photo_parcels.photo_id
             where photo_parcels.parcel_id = parcels.id and ${isPresentDelivery}
               and (photos.state in ('preview', 'full') or (photos.state = 'expected' and photos.reason is null)
                    or (photos.state = 'deleted' and photos.reason in ('expired', 'deleted_by_recipient')))
             order by photos.id desc limit 1) as photo,
           (select json_build_object('lat', e.lat, 'lon', e.lon, 'accuracyMetres', e.accuracy_metres) from parcel_events e
             where e.parcel_id = parcels.id and e.type = 'delivered' and e.lat is not null
               and parcels.state = 'delivered' and e.at = parcels.state_since
             order by e.id desc limit 1) as outcome_point,
           (select coalesce(json_agg(json_build_object('at', look.at, 'reason', look.reason) order by look.at), '[]')
              from photo_parcels join photo_looks look on look.photo_id = photo_parcels.photo_id
             where photo_parcels.parcel_id = parcels.id and ${isPresentDelivery}) as photo_looks,
           (select coalesce(json_agg(json_build_object('state', e.state, 'at', e.at, 'how', e.how,
                                                       'attemptReason', e.attempt_reason, 'depot', d.name,
                                                       'type', e.type, 'toDay', e.to_day) order by e.id), '[]')
              from (select parcel_events.*, ${attemptOfEvent} as attempt
                      from parcel_events
                     where parcel_events.parcel_id = parcels.id) e
              left join stop_parcels sp on sp.parcel_id = e.parcel_id and sp.attempt = e.attempt
              left join stops s on s.id = sp.stop_id
              left join routes r on r.id = s.route_id
              left join depots d on d.id = r.depot_id) as events
      from bound
      join consignments on consignments.id = bound.consignment_id
      join parcels on parcels.consignment_id = consignments.id
      join orders on orders.id = consignments.order_id
      join merchants on merchants.id = orders.merchant_id
      join addresses on addresses.id = consignments.address_id
      join carriers on carriers.id = consignments.carrier_id
      left join regions on regions.id = addresses.region_id
      left join stop_parcels on stop_parcels.parcel_id = parcels.id and stop_parcels.attempt = parcels.attempt
      left join stops on stops.id = stop_parcels.stop_id
      left join routes on routes.id = stops.route_id
      left join drivers on drivers.id = routes.driver_id
     where ${filter} and ${ofBinding}
     order by parcels.id desc
     limit ${limit}`;
}

export async function readSeenParcel(db: Db, accountId: string, parcelId: string): Promise<SeenParcel | null> {
  return (await readSeen(db, accountId, { parcelId }))[0] ?? null;
}

export function readSeenParcels(
  db: Db,
  accountId: string,
  page: { before: string | null; limit: number },
): Promise<SeenParcel[]> {
  return readSeen(db, accountId, page);
}

export function readSeenParcelsOfOrder(db: Db, accountId: string, orderId: string): Promise<SeenParcel[]> {
  return readSeen(db, accountId, { orderId });
}

function seenParcel(row: ParcelRow): SeenParcel {
  return {
    kind: row.kind,
    mapSwitchedOff: row.map_switched_off,
    routeId: row.route_id,
    levels: [row.region_shows, row.merchant_shows, row.parcel_shows],
    facts: {
      parcelId: row.id,
      orderId: row.order_id,
      merchant: row.merchant,
      state: row.state,
      how: row.how,
      attemptReason: row.attempt_reason,
      outcomePlace: row.outcome_place,
      stateSince: row.state_since.getTime(),
      serviceDate: row.service_date,
      timeZone: row.time_zone,
      confidential: row.confidential,
      gift: row.gift,
      carrier: { kind: row.carrier_kind, label: row.carrier_name, trackingUrl: row.carrier_tracking_url },
      regionHasMapTracking: row.map_tracking === true,
      home: { lat: row.lat, lon: row.lon },
      stopId: row.stop_id,
      driverFirstName: row.driver === null ? null : firstNameOf(row.driver),
      mapOpenedAt: row.map_opened_at?.getTime() ?? null,
      photo: row.photo && knownPhoto(row.photo),
      outcomePoint: row.outcome_point,
      photoLooks: row.photo_looks.map(({ at, reason }) => ({ at: Date.parse(at), reason })),
      photosSwitchedOff: row.photos_switched_off,
      photoOptedOut: row.photo_opted_out,
      events: row.events.map((event) => ({
        state: event.state,
        at: Date.parse(event.at),
        how: event.how,
        attemptReason: event.attemptReason,
        depot: event.depot,
        postponed: event.type === 'postponed' ? { toDay: event.toDay } : null,
      })),
    },
  };
}

function knownPhoto(photo: PhotoColumns): KnownPhoto {
  const takenAt = Date.parse(photo.takenAt);
  switch (photo.state) {
    case 'expected':
      return { kind: 'expected', takenAt };
    case 'deleted': {
      const why = photo.reason === 'deleted_by_recipient' ? 'by_recipient' : 'expired';
      return { kind: 'deleted', takenAt, deletedAt: Date.parse(photo.deletedAt ?? photo.deleteAfter), why };
    }
    default: {
      const deleteAfter = Date.parse(photo.deleteAfter);
      const isFrozen = photo.frozen;
      if (photo.hiddenAt !== null)
        return { kind: 'hidden', takenAt, hiddenAt: Date.parse(photo.hiddenAt), keyEndsAt: deleteAfter, isFrozen };
      return { kind: 'kept', takenAt, deleteAfter, isFull: photo.state === 'full', isFrozen };
    }
  }
}
