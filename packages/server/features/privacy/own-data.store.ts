// What is held about one account, read for its owner. How parcels look to it is not read here but seen through the one
// door (compose.ts hands that in); this is what the door does not show: what stands on the envelope, and one's own words.
import type { OwnData, Preferences } from '@doorstep/contract';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';

export interface OwnDataDeps {
  readonly db: Db;
  readonly readPreferences: (accountId: string) => Promise<Preferences>;
}

/** Of consignments: sent to this address, or received by this account and no other. What its erasure would mark. */
const isOnlyHers = (accountId: string, email: string) => sql`
  (consignments.cut_at is null and (lower(consignments.recipient_email) = ${email} or (
     exists (select 1 from consignment_viewers mine
              where mine.consignment_id = consignments.id and mine.kind = 'recipient'
                and mine.account_id = ${accountId})
     and not exists (select 1 from consignment_viewers other
              where other.consignment_id = consignments.id and other.kind = 'recipient'
                and other.account_id <> ${accountId}))))`;

/**
 * Within a query over rows of (account_id, parcel_id): the account's own, and what was said by code, without an account,
 * about parcels that are hers.
 */
const wordsOf = (accountId: string, email: string, table?: RawBuilder<unknown>) => {
  const column = (name: string) => (table ? sql`${table}.${sql.ref(name)}` : sql.ref(name));
  return sql`(${column('account_id')} = ${accountId} or (${column('account_id')} is null and ${column('parcel_id')} in (
     select parcels.id from parcels join consignments on consignments.id = parcels.consignment_id
      where ${isOnlyHers(accountId, email)})))`;
};

/** How the address under this key is written. */
const lineOf = (placeKey: RawBuilder<unknown>) => sql`(
  select concat_ws(', ', concat_ws(' ', street, house_number), concat_ws(' ', postcode, city))
    from addresses where addresses.place_key = ${placeKey} limit 1)`;

export async function readOwnData({ db, readPreferences }: OwnDataDeps, accountId: string): Promise<OwnData | null> {
  const account = await db
    .selectFrom('auth_user')
    .select(['name', 'email', sql<Date>`"createdAt"`.as('createdAt')])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (!account) return null;
  const rows = async <T>(query: ReturnType<typeof sql<T>>) => (await query.execute(db)).rows;
  const words = wordsOf(accountId, account.email);
  const newEmails = await rows(sql<{ email: string }>`
    select distinct new_email as email from email_changes where account_id = ${accountId} order by 1`);
  return {
    account: {
      name: account.name,
      email: account.email,
      newEmails: newEmails.map(({ email }) => email),
      since: account.createdAt.toISOString(),
    },
    signIns: await rows(sql<OwnData['signIns'][number]>`
      select "userAgent" as device, "createdAt" as since from auth_session where "userId" = ${accountId}
       order by "createdAt" desc`),
    passkeys: await rows(sql<OwnData['passkeys'][number]>`
      select name, "createdAt" as since from auth_passkey where "userId" = ${accountId} order by "createdAt" desc`),
    pushBrowsers: await rows(sql<OwnData['pushBrowsers'][number]>`
      select service, created_at as since from push_subscriptions where account_id = ${accountId}
       order by created_at desc`),
    choices: await readPreferences(accountId),
    choicesByPlace: await rows(sql<OwnData['choicesByPlace'][number]>`
      select scope, choice, set_at as since,
             coalesce(case when scope = 'address' then ${lineOf(sql.ref('scope_key'))} end, scope_key) as place
        from (select *, scope_key as parcel_id from photo_choices) said
       where account_id = ${accountId} or (scope = 'parcel' and ${words}) order by set_at`),
    closedMaps: await rows(sql<OwnData['closedMaps'][number]>`
      select parcel_id as "parcelId", off_since as since from map_switches where ${words} order by off_since`),
    envelopes: await rows(sql<OwnData['envelopes'][number]>`
      select distinct consignments.recipient_name as name, consignments.recipient_email as email,
             concat_ws(' ', street, house_number) || ', ' || postcode || ' ' || city as address,
             consignments.locker
        from consignment_viewers viewer
        join consignments on consignments.id = viewer.consignment_id
        join addresses on addresses.id = consignments.address_id
       where viewer.account_id = ${accountId} and viewer.kind = 'recipient' and consignments.cut_at is null
       order by 1, 3 limit 200`),
    safePlaces: await rows(sql<OwnData['safePlaces'][number]>`
      select parcel_id as "parcelId", place, note, named_at as at from drop_offs where ${words}
       order by id`),
    standingWishes: await rows(sql<OwnData['standingWishes'][number]>`
      select coalesce(${lineOf(sql.ref('standing_wishes.place_key'))}, place_key) as address,
             taken_back as "takenBack", place, note, mailbox, wish, neighbour, house_number as "houseNumber", set_at as at
        from standing_wishes where account_id = ${accountId} order by id`),
    wishes: await rows(sql<OwnData['wishes'][number]>`
      select parcel_id as "parcelId", wish, neighbour, house_number as "houseNumber", made_at as at
        from delivery_wishes where ${words} order by id`),
    reports: await rows(sql<OwnData['reports'][number]>`
      select parcel_id as "parcelId", kind, note, opened_at as at, closed_at as "closedAt" from cases
       where opened_by = 'recipient' and not erase_asked and ${words}
      union all
      select cases.parcel_id, cases.kind, said.note, cases.opened_at, cases.closed_at
        from (select added.*, of.parcel_id from case_additions added join cases of on of.id = added.case_id) said
        join cases on cases.id = said.case_id
       where not said.erase_asked and ${wordsOf(accountId, account.email, sql.ref('said'))}
       order by at`),
    received: await rows(sql<OwnData['received'][number]>`
      select parcel_id as "parcelId", at from received_parcels where account_id = ${accountId} order by at`),
    looks: await rows(sql<OwnData['looks'][number]>`
      select distinct look.id, look.parcel_id as "parcelId", look.at, look.role, look.reason,
             addresses.time_zone as "timeZone"
        from photo_looks look
        join parcels on parcels.id = look.parcel_id
        join consignments on consignments.id = parcels.consignment_id
        join addresses on addresses.id = consignments.address_id
        join consignment_viewers viewer on viewer.consignment_id = consignments.id
       where viewer.account_id = ${accountId} and viewer.kind = 'recipient'
       order by look.at desc limit 500`),
    caseLooks: await rows(sql<OwnData['caseLooks'][number]>`
      select distinct look.id, look.parcel_id as "parcelId", look.at, look.role, look.reason,
             addresses.time_zone as "timeZone"
        from consignment_viewers viewer
        join parcels on parcels.consignment_id = viewer.consignment_id
        join case_looks look on look.parcel_id = parcels.id
        join consignments on consignments.id = parcels.consignment_id
        join addresses on addresses.id = consignments.address_id
       where viewer.account_id = ${accountId} and viewer.kind = 'recipient'
       order by look.at desc limit 500`),
    links: await rows(sql<OwnData['links'][number]>`
      select distinct link.parcel_id as "parcelId", link.kind, link.name, link.made_at as at,
             link.revoked_at as "revokedAt"
        from parcel_links link
        join parcels on parcels.id = link.parcel_id
        join consignments on consignments.id = parcels.consignment_id
        join consignment_viewers viewer on viewer.consignment_id = parcels.consignment_id
       where viewer.account_id = ${accountId} and viewer.kind = 'recipient'
         and (link.made_by = ${accountId} or (link.made_by is null and (
                link.kind = 'guest' or ${isOnlyHers(accountId, account.email)})))
       order by link.made_at desc limit 500`),
    messages: await rows(sql<OwnData['messages'][number]>`
      select event as about, channel, state, coalesce(sent_at, created_at) as at, title, body as text
        from notifications where account_id = ${accountId} order by created_at desc limit 5000`),
    mails: await rows(sql<OwnData['mails'][number]>`
      select subject, recipient as "to", created_at as at, state from mails
       where lower(recipient) = ${account.email}
          or notification_id in (select id from notifications where account_id = ${accountId})
          or lower(recipient) in (select lower(new_email) from email_changes where account_id = ${accountId})
          or (lower(recipient) in (select lower(recipient_email) from consignments
                                    where ${isOnlyHers(accountId, account.email)})
              and not exists (select 1 from auth_user where email = lower(recipient) and id <> ${accountId}))
       order by created_at desc limit 5000`),
    parcels: Number(
      (
        await rows(sql<{ count: string }>`
          select count(distinct parcels.id) from consignment_viewers viewer
            join parcels on parcels.consignment_id = viewer.consignment_id where viewer.account_id = ${accountId}`)
      )[0]?.count ?? 0,
    ),
  };
}
