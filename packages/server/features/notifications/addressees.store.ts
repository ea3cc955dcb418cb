import {
  type EventChoices,
  type Language,
  type NotificationAddressee,
  type NotificationChoices,
  type QuietHours,
  usualQuietHours,
} from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { plannedOnce } from '../../db/planned-once.ts';

/** What one account is to one parcel, now. */
export interface ParcelAddressee extends NotificationAddressee {
  readonly accountId: string;
  readonly parcelId: string;
  /** The stop of the present attempt, null where the parcel is on no route. */
  readonly stopId: string | null;
  readonly attempt: number;
  readonly outcomeVersion: number;
  readonly timeZone: string;
  readonly language: Language;
  readonly choices: NotificationChoices;
  /** Chose that a photo goes along in an e-mail. */
  readonly photoInMail: boolean;
}

interface Row {
  account_id: string;
  parcel_id: string;
  stop_id: string | null;
  attempt: number;
  outcome_version: number;
  kind: NotificationAddressee['kind'];
  gift: boolean;
  confidential: boolean;
  contact_basis: NotificationAddressee['contactBasis'];
  time_zone: string;
  language: string | null;
  by_mail: boolean;
  by_push: boolean;
  events: EventChoices | null;
  quiet_from_minute: number | null;
  quiet_to_minute: number | null;
  photo_in_mail: boolean | null;
}

/** Of whom pushes are made: of those whose browser we know, or, where they are kept to be looked at, of all. */
export type PushesTo = 'browsers' | 'all';

/** Every account bound to one of these parcels, or just one of them; a recipient who bought too is a recipient. */
export async function readAddressees(
  db: Db,
  which: { parcelIds: readonly string[]; pushesTo: PushesTo; accountId?: string },
): Promise<ParcelAddressee[]> {
  const ofAccount = which.accountId === undefined ? sql`true` : sql`account_id = ${which.accountId}`;
  const hasBrowser =
    which.pushesTo === 'all'
      ? sql`true`
      : sql`exists (select from push_subscriptions browser where browser.account_id = bound.account_id)`;
  const { rows } = await sql<Row>`${plannedOnce}
    select bound.account_id, parcels.id as parcel_id, stop_parcels.stop_id, parcels.attempt, parcels.outcome_version,
           bound.kind, consignments.gift, consignments.confidential or addresses.confidential as confidential,
           consignments.contact_basis, addresses.time_zone, preferences.language,
           coalesce(preferences.notify_by_mail, true) as by_mail,
           coalesce(preferences.notify_by_push, true) and ${hasBrowser} as by_push,
           preferences.message_choices as events, preferences.photo_in_mail,
           case when preferences.account_id is null then ${usualQuietHours.fromMinute}::smallint
                else preferences.quiet_from_minute end as quiet_from_minute,
           case when preferences.account_id is null then ${usualQuietHours.toMinute}::smallint
                else preferences.quiet_to_minute end as quiet_to_minute
      from parcels
      join consignments on consignments.id = parcels.consignment_id
      join addresses on addresses.id = consignments.address_id
      join lateral (
        select account_id, max(kind) as kind from consignment_viewers
         where consignment_id = consignments.id and ${ofAccount} group by account_id
      ) bound on true
      left join stop_parcels on stop_parcels.parcel_id = parcels.id and stop_parcels.attempt = parcels.attempt
      left join preferences on preferences.account_id = bound.account_id
     where parcels.id = any(${which.parcelIds})
     order by bound.account_id, parcels.id`.execute(db);
  return rows.map((row) => ({
    accountId: row.account_id,
    parcelId: row.parcel_id,
    stopId: row.stop_id,
    attempt: row.attempt,
    outcomeVersion: row.outcome_version,
    kind: row.kind,
    gift: row.gift,
    confidential: row.confidential,
    contactBasis: row.contact_basis,
    timeZone: row.time_zone,
    language: row.language === 'en' ? 'en' : 'de',
    choices: {
      channels: { mail: row.by_mail, push: row.by_push },
      events: row.events ?? {},
      quietHours: quietHoursOf(row.quiet_from_minute, row.quiet_to_minute),
    },
    photoInMail: row.photo_in_mail ?? false,
  }));
}

function quietHoursOf(fromMinute: number | null, toMinute: number | null): QuietHours | null {
  return fromMinute === null || toMinute === null ? null : { fromMinute, toMinute };
}

/** The routes that the views of these parcels are made of: of those that are under way. */
export async function readLiveRouteIds(db: Db, parcelIds: readonly string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('parcels')
    .innerJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').onRef('stop_parcels.attempt', '=', 'parcels.attempt'),
    )
    .innerJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .select('stops.route_id')
    .distinct()
    .where('parcels.id', '=', sql<string>`any(${parcelIds})`)
    .where('parcels.state', 'in', ['on_its_way', 'arriving'])
    .execute();
  return rows.map((row) => row.route_id);
}
