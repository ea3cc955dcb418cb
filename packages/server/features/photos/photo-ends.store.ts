import { endOfPhoto, type PhotoEndRule } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { photoIsFrozen } from '../../db/photo-links.ts';

type EndRule = Exclude<PhotoEndRule, 'case_open'>;

/** Why a photo is gone, as its row has it: by a rule, or because a recipient said no before all of it had come. */
export type GoneBecause = 'expired' | 'never_came' | 'undone' | 'deleted_by_recipient' | 'account_erased';

const goneBy: Readonly<Record<EndRule, GoneBecause>> = {
  undone: 'undone',
  account_erased: 'account_erased',
  deleted_and_received: 'deleted_by_recipient',
  deleted_by_recipient: 'deleted_by_recipient',
  merchant_term: 'expired',
  retention: 'expired',
};

/** Appends to the server's own account of what happened to a photo. */
export async function notePhotoEvent(
  db: Db,
  event: { photoId: string; type: 'expected' | 'refused' | 'discarded' | 'hidden'; reason: string | null; at: number },
): Promise<void> {
  await db
    .insertInto('photo_events')
    .values({ photo_id: event.photoId, type: event.type, reason: event.reason, at: new Date(event.at) })
    .execute();
}

/** An expected photo that will not be kept after all: its key goes with the hope. Others stay as they are. */
export async function settleExpected(
  db: Db,
  photoId: string,
  settled: { state: 'refused' | 'discarded'; reason: string; now: number },
): Promise<void> {
  await sql`
    with settled as (
      update photos set state = ${settled.state}, reason = ${settled.reason}, wrapped_key = null, wrapped_by = null
       where id = ${photoId} and state = 'expected' returning id)
    insert into photo_events (photo_id, type, reason, at)
    select id, ${settled.state}, ${settled.reason}, ${new Date(settled.now)} from settled`.execute(db);
}

/**
 * Destroys the keys of photos: from here on their bytes are worthless. `unlessFrozen` leaves those about which a case was
 * opened meanwhile. Answers the ids of the parcels whose photo went.
 */
export async function destroyKeys(
  db: Db,
  which: {
    readonly photoIds: readonly string[];
    readonly reason: string;
    readonly now: number;
    readonly unlessFrozen?: boolean;
  },
): Promise<readonly string[]> {
  if (which.photoIds.length === 0) return [];
  const now = new Date(which.now);
  const mayGo = which.unlessFrozen ? sql`not ${photoIsFrozen}` : sql`true`;
  const { rows } = await sql<{ photo_id: string }>`
    with destroyed as (
      update photos set state = 'deleted', reason = ${which.reason}, wrapped_key = null, wrapped_by = null,
                        deleted_at = ${now}
       where id = any(${which.photoIds}) and wrapped_key is not null and ${mayGo} returning id)
    insert into photo_events (photo_id, type, reason, at)
    select id, 'key_destroyed', ${which.reason}, ${now} from destroyed returning photo_id`.execute(db);
  if (rows.length === 0) return [];
  const parcels = await db
    .selectFrom('photo_parcels')
    .select('parcel_id')
    .where(
      'photo_id',
      'in',
      rows.map(({ photo_id }) => photo_id),
    )
    .execute();
  return parcels.map(({ parcel_id }) => parcel_id);
}

/**
 * Asks the table of ends (domain/proof/photo-retention.ts) what holds for these photos now, and does it: writes the rule
 * and the instant, and destroys at once what is due. Their rows must be locked. Answers which were destroyed.
 */
export async function settleEnds(
  trx: Db,
  input: { photoIds: readonly string[]; now: number; undone?: boolean; erased?: boolean },
): Promise<readonly string[]> {
  if (input.photoIds.length === 0) return [];
  const rows = await trx
    .selectFrom('photos')
    .select(['id', 'state', 'end_rule', 'hidden_at', 'delete_after'])
    .select(photoIsFrozen.as('frozen'))
    .select(isReceived.as('received'))
    .where('id', 'in', [...input.photoIds])
    .where('wrapped_key', 'is not', null)
    .execute();
  const destroyed: string[] = [];
  for (const row of rows) {
    const termEndsAt = row.delete_after.getTime();
    const facts = {
      undoneAt: input.undone ? input.now : row.end_rule === 'undone' ? termEndsAt : null,
      erasedAt: input.erased ? input.now : row.end_rule === 'account_erased' ? termEndsAt : null,
      hiddenAt: row.hidden_at?.getTime() ?? null,
      isReceived: row.received,
      termEndsAt,
      isMerchantTerm: row.end_rule === 'merchant_term',
    };
    // What holds once no case is open any more is written down; whether one is open is asked anew each time.
    const end = endOfPhoto({ ...facts, caseIsOpen: false });
    if (end.rule === 'case_open' || end.endsAt === null) throw new Error('without a case every photo ends');
    await trx
      .updateTable('photos')
      .set({ end_rule: end.rule, delete_after: new Date(end.endsAt) })
      .where('id', '=', row.id)
      .execute();
    if (endOfPhoto({ ...facts, caseIsOpen: row.frozen }).endsAt === null || end.endsAt > input.now) continue;
    const reason = row.state === 'expected' ? 'never_came' : goneBy[end.rule];
    await destroyKeys(trx, { photoIds: [row.id], reason: end.rule === 'undone' ? 'undone' : reason, now: input.now });
    destroyed.push(row.id);
  }
  return destroyed;
}

/** All parcels that it proves were said to be received, each as it was delivered then. */
const isReceived = sql<boolean>`exists (select 1 from photo_parcels where photo_parcels.photo_id = photos.id)
  and not exists (
    select 1 from photo_parcels link
      left join received_parcels received on received.parcel_id = link.parcel_id
            and received.attempt = link.attempt and received.outcome_version = link.outcome_version
     where link.photo_id = photos.id and received.parcel_id is null)`;

/** Photos whose time is up and that no case keeps, oldest first. */
export async function readExpired(
  db: Db,
  now: number,
  limit: number,
): Promise<readonly { id: string; because: GoneBecause }[]> {
  const rows = await db
    .selectFrom('photos')
    .select(['id', 'state', 'end_rule'])
    .where('state', 'in', ['expected', 'preview', 'full'])
    .where('delete_after', '<=', new Date(now))
    .where((eb) => eb.not(photoIsFrozen))
    .orderBy('delete_after')
    .limit(limit)
    .execute();
  return rows.map(({ id, state, end_rule }) => ({
    id,
    because: state === 'expected' && end_rule !== 'undone' ? 'never_came' : goneBy[end_rule],
  }));
}

/** Blobs whose key is destroyed, of photos whose id comes after this one, in the order of ids. */
export async function readWorthlessBlobs(
  db: Db,
  after: string,
  limit: number,
): Promise<readonly { id: string; blobs: string[] }[]> {
  const rows = await db
    .selectFrom('photos')
    .select(['id', 'preview_blob', 'full_blob'])
    .where('wrapped_key', 'is', null)
    .where('id', '>', after)
    .where((eb) => eb.or([eb('preview_blob', 'is not', null), eb('full_blob', 'is not', null)]))
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ id: row.id, blobs: [row.preview_blob, row.full_blob].filter((blob) => blob !== null) }));
}

/** The bytes are gone: nothing of the picture is left but its receipt. */
export async function forgetBlobs(db: Db, photoId: string, now: number): Promise<void> {
  await sql`
    with forgotten as (
      update photos set preview_blob = null, full_blob = null
       where id = ${photoId} and (preview_blob is not null or full_blob is not null) returning id)
    insert into photo_events (photo_id, type, reason, at)
    select id, 'bytes_deleted', null, ${new Date(now)} from forgotten`.execute(db);
}

/** Which of these photos exist, each with the blobs that it still points at. */
export async function readBlobsOf(db: Db, photoIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (photoIds.length === 0) return new Set();
  const rows = await db
    .selectFrom('photos')
    .select(['preview_blob', 'full_blob'])
    .where('id', 'in', [...photoIds])
    .execute();
  return new Set(rows.flatMap((row) => [row.preview_blob, row.full_blob].filter((blob) => blob !== null)));
}

/** The id that this database was given when it was made. */
export async function readInstanceId(db: Db): Promise<string> {
  return (await db.selectFrom('instance').select('id').executeTakeFirstOrThrow()).id;
}

/** Cuts the driver from all photos that were taken before this. */
export async function cutDrivers(db: Db, before: number): Promise<void> {
  await sql`update photos set driver_id = null
             where driver_id is not null and taken_at < ${new Date(before)}`.execute(db);
}
