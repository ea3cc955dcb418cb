import type { NewPass, ParcelLinks } from '@doorstep/contract';
import { isId, linkRules, passRefusal, visibleLine } from '@doorstep/domain';
import { sql } from 'kysely';
import { makeLinkCode, sha256 } from '../../access/secret-code.ts';
import { accountOf, hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';

export interface PassesDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly publicUrl: string;
}

export type PassAnswer =
  | { readonly ok: true; readonly pass: NewPass }
  | {
      readonly ok: false;
      readonly code: 'not_found' | 'confidential' | 'over' | 'too_many' | 'name_empty' | 'name_too_long';
    };

/** By whoever has the recipient's rights: an account, or a guest who proved by a code to be the contact. */
interface Asked {
  readonly askerId: string;
  readonly parcelId: string;
}

/** Makes a pass for one neighbour (rules.md section 1). Its link is answered here and kept nowhere. */
export async function makePass(deps: PassesDeps, wish: Asked & { name: string }): Promise<PassAnswer> {
  const name = visibleLine(wish.name);
  if (name === '') return { ok: false, code: 'name_empty' };
  if ([...name].length > 60) return { ok: false, code: 'name_too_long' };
  return await deps.db.transaction().execute(async (trx): Promise<PassAnswer> => {
    const parcel = await readOwnParcel(trx, wish, 'lock');
    if (!parcel) return { ok: false, code: 'not_found' };
    const refusal = passRefusal(parcel);
    if (refusal) return { ok: false, code: refusal };
    if ((await countPasses(trx, wish.parcelId)) >= linkRules.mostPasses) return { ok: false, code: 'too_many' };
    const code = makeLinkCode();
    const id = newId('link');
    const madeAt = new Date(deps.clock.now());
    await trx
      .insertInto('parcel_links')
      .values({
        id,
        link_sha256: sha256(code),
        parcel_id: wish.parcelId,
        kind: 'neighbour',
        made_by: accountOf(wish.askerId),
        name,
        tries_left: linkRules.postcodeTries,
        made_at: madeAt,
        revoked_at: null,
      })
      .execute();
    return { ok: true, pass: { id, name, madeAt: madeAt.toISOString(), link: `${deps.publicUrl}/t/${code}` } };
  });
}

/** Own passes, and the link that went to the contact; null where this asker is not the parcel's recipient. */
export async function listLinks(deps: Pick<PassesDeps, 'db'>, asked: Asked): Promise<ParcelLinks | null> {
  const parcel = await readOwnParcel(deps.db, asked, 'look');
  if (!parcel) return null;
  const rows = await deps.db
    .selectFrom('parcel_links')
    .select(['id', 'kind', 'name', 'made_at', 'revoked_at'])
    .where('parcel_id', '=', asked.parcelId)
    .where(isOwnOrMailed(asked.askerId))
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  const links = rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    name: row.name,
    madeAt: row.made_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
  }));
  const made = await countPasses(deps.db, asked.parcelId);
  return { links, canMakePass: passRefusal(parcel) === null && made < linkRules.mostPasses };
}

/** From here on the link opens for nobody, and whoever looks by it now sees no more. False: there is no such link. */
export async function revokeLink(deps: PassesDeps, asked: Asked & { linkId: string }): Promise<boolean> {
  if (!isId('link', asked.linkId) || !(await readOwnParcel(deps.db, asked, 'look'))) return false;
  const revoked = await deps.db
    .updateTable('parcel_links')
    .set({ revoked_at: sql<Date>`coalesce(revoked_at, ${new Date(deps.clock.now())})` })
    .where('id', '=', asked.linkId)
    .where('parcel_id', '=', asked.parcelId)
    .where(isOwnOrMailed(asked.askerId))
    .returning('id')
    .executeTakeFirst();
  if (!revoked) return false;
  const guests = await deps.db.selectFrom('guest_sessions').select('id').where('link_id', '=', revoked.id).execute();
  for (const { id } of guests) deps.bus.publish('account_changed', { accountId: id });
  return true;
}

/** The link that was mailed to the contact, and the asker's own passes: those of others are nobody else's to know. */
function isOwnOrMailed(askerId: string) {
  return sql<boolean>`(kind = 'guest' or made_by is not distinct from ${accountOf(askerId)})`;
}

async function readOwnParcel(db: Db, { askerId, parcelId }: Asked, how: 'look' | 'lock') {
  if (!isId('parcel', parcelId)) return null;
  const query = db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select('parcels.state')
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .where('parcels.id', '=', parcelId)
    .where(hasRecipientsRights(askerId));
  // Two at once count each other's passes.
  const row = await (how === 'lock' ? query.forNoKeyUpdate('parcels') : query).executeTakeFirst();
  return row ?? null;
}

/** Those that open still. */
async function countPasses(db: Db, parcelId: string): Promise<number> {
  const { made } = await db
    .selectFrom('parcel_links')
    .select(({ fn }) => fn.countAll<string>().as('made'))
    .where('parcel_id', '=', parcelId)
    .where('kind', '=', 'neighbour')
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(made);
}
