import type { LookReason } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { photoIsFrozen } from '../../db/photo-links.ts';
import type { PhotoSize } from './decode/decode-messages.ts';
import type { WrappedKey } from './photo-cipher.ts';
import { keyOf } from './photos.store.ts';

/** A photo as customer service may ask for it. */
export interface AskedPhoto {
  readonly id: string;
  readonly parcelId: string;
  readonly confidential: boolean;
  readonly isKept: boolean;
  readonly isHidden: boolean;
  readonly reportIsOpen: boolean;
  /** Of the delivery that it proves, the one opened last; null where there is none. */
  readonly openCaseId: string | null;
  readonly key: WrappedKey | null;
  readonly blobs: Readonly<Record<PhotoSize, string | null>>;
}

type Which = { readonly parcelId: string } | { readonly caseId: string } | { readonly lookId: string };

/**
 * The photo of a parcel's delivery as it stands, of the delivery that a case is about, or the one that a look was at. Null
 * where no photo was ever taken, or the parcel, case or look does not exist.
 */
export async function readAskedPhoto(db: Db, which: Which, now: number): Promise<AskedPhoto | null> {
  const isThis =
    'parcelId' in which
      ? sql<boolean>`link.parcel_id = ${which.parcelId} and link.attempt = parcels.attempt
          and link.outcome_version = parcels.outcome_version and parcels.state = 'delivered'`
      : 'caseId' in which
        ? sql<boolean>`(link.parcel_id, link.attempt, link.outcome_version) in (
            select parcel_id, attempt, outcome_version from cases where id = ${which.caseId})`
        : sql<boolean>`(link.photo_id, link.parcel_id) in (
            select photo_id, parcel_id from photo_looks where id = ${which.lookId})`;
  const openCase = (kinds: ReturnType<typeof sql<boolean>>) => sql<string | null>`(
    select cases.id from cases
     where cases.parcel_id = link.parcel_id and cases.attempt = link.attempt
       and cases.outcome_version = link.outcome_version and cases.closed_at is null and ${kinds}
     order by cases.id desc limit 1)`;
  const row = await db
    .selectFrom('photo_parcels as link')
    .innerJoin('photos', 'photos.id', 'link.photo_id')
    .innerJoin('parcels', 'parcels.id', 'link.parcel_id')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select([
      'photos.id',
      'photos.wrapped_key',
      'photos.wrapped_by',
      'photos.preview_blob',
      'photos.full_blob',
      'photos.hidden_at',
      'photos.delete_after',
      'photos.state',
      'link.parcel_id',
    ])
    .select(photoIsFrozen.as('frozen'))
    .select(openCase(sql<boolean>`true`).as('open_case'))
    .select(openCase(sql<boolean>`cases.opened_by = 'recipient'`).as('open_report'))
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .where(isThis)
    .orderBy(sql`photos.wrapped_key is null`)
    .orderBy('photos.id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const hasCome = row.state === 'preview' || row.state === 'full';
  return {
    id: row.id,
    parcelId: row.parcel_id,
    confidential: row.confidential,
    isKept: hasCome && (row.frozen || row.delete_after.getTime() > now),
    isHidden: row.hidden_at !== null,
    reportIsOpen: row.open_report !== null,
    openCaseId: row.open_case,
    key: keyOf(row),
    blobs: { preview: row.preview_blob, full: row.full_blob },
  };
}

export async function writeLook(
  trx: Db,
  look: {
    id: string;
    photoId: string;
    parcelId: string;
    caseId: string | null;
    accountId: string;
    reason: LookReason;
    note: string | null;
    at: number;
  },
): Promise<void> {
  const { name } = await trx
    .selectFrom('auth_user')
    .select('name')
    .where('id', '=', look.accountId)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('photo_looks')
    .values({
      id: look.id,
      photo_id: look.photoId,
      parcel_id: look.parcelId,
      case_id: look.caseId,
      account_id: look.accountId,
      name,
      role: 'support',
      reason: look.reason,
      note: look.note,
      at: new Date(look.at),
    })
    .execute();
}

/** A look of this account, or null: somebody else's is not there. */
export async function readOwnLook(
  db: Db,
  accountId: string,
  lookId: string,
): Promise<{ at: number; reason: LookReason; note: string | null } | null> {
  const row = await db
    .selectFrom('photo_looks')
    .select(['at', 'reason', 'note'])
    .where('id', '=', lookId)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  return row ? { at: row.at.getTime(), reason: row.reason, note: row.note } : null;
}

export async function parcelExists(db: Db, parcelId: string): Promise<boolean> {
  return (await db.selectFrom('parcels').select('id').where('id', '=', parcelId).executeTakeFirst()) !== undefined;
}

/** The parcels that this photo stands under: whoever watches one of them is told of the look. */
export async function readParcelsOfPhoto(db: Db, photoId: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('photo_parcels').select('parcel_id').where('photo_id', '=', photoId).execute();
  return rows.map(({ parcel_id }) => parcel_id);
}

/** Cuts who it was from looks that are older than this. */
export async function cutLookers(db: Db, before: number): Promise<void> {
  await sql`update photo_looks set account_id = null, name = null, note = null
             where at < ${new Date(before)} and (account_id is not null or name is not null or note is not null)`.execute(
    db,
  );
}
