import { comparablePostcode } from '@doorstep/domain';
import { sql } from 'kysely';
import { clientNetworkOf } from '../../access/client-address.ts';
import { guestExpiresAt, linkStands, newGuestCookie } from '../../access/guests.ts';
import { sha256 } from '../../access/secret-code.ts';
import { tryLimiter } from '../../access/try-limiter.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { Clock } from '../../ports/clock.ts';

export interface OpenLinkDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly publicUrl: string;
}

export type OpenLinkAnswer =
  | { readonly ok: true; readonly parcelId: string; readonly setCookies: readonly string[] }
  | { readonly ok: false; readonly code: 'no_such_link' | 'too_many_tries' };

export type OpenLink = (form: { link: string; postcode: string }, headers: Headers) => Promise<OpenLinkAnswer>;

/**
 * Opens a link with the postcode of its parcel's address, for this browser. A link that never was, one that is over, was
 * revoked or had too many wrong postcodes, and a wrong postcode are one and the same answer. Wrong tries of one network
 * are counted whatever the link: guessing links is then no way in either.
 */
export function createLinkOpener(deps: OpenLinkDeps): OpenLink {
  const perNetwork = tryLimiter({ tries: 30, windowSeconds: 15 * 60 });
  const secure = new URL(deps.publicUrl).protocol === 'https:';
  return async ({ link, postcode }, headers) => {
    const network = clientNetworkOf(headers);
    const keys = network === null ? [] : [network];
    // Real time, even where the clock of the day runs faster.
    if (!perNetwork.take(keys, Date.now())) return { ok: false, code: 'too_many_tries' };
    const found = await tryPostcode(deps, link, comparablePostcode(postcode));
    if (!found) return { ok: false, code: 'no_such_link' };
    perNetwork.giveBack(keys);
    const { secret, line } = newGuestCookie(headers, { secure });
    await deps.db
      .insertInto('guest_sessions')
      .values({
        id: newId('guest'),
        code_sha256: sha256(secret),
        link_id: found.linkId,
        expires_at: guestExpiresAt(),
        verified_until: null,
      })
      .execute();
    return { ok: true, parcelId: found.parcelId, setCookies: [line] };
  };
}

/** One statement, so that many at once share the same five tries. */
async function tryPostcode(
  { db, clock }: OpenLinkDeps,
  link: string,
  postcode: string,
): Promise<{ linkId: string; parcelId: string } | null> {
  const isRight = sql<boolean>`upper(regexp_replace(a.postcode, '[[:space:]-]', '', 'g')) = ${postcode}`;
  const { rows } = await sql<{ id: string; parcel_id: string; is_right: boolean }>`
    update parcel_links l set tries_left = l.tries_left - case when ${isRight} then 0 else 1 end
      from parcels p
      join consignments c on c.id = p.consignment_id
      join addresses a on a.id = c.address_id
     where l.link_sha256 = ${sha256(link)} and p.id = l.parcel_id and l.tries_left > 0
       and ${linkStands(clock.now())}
       and not (l.kind = 'neighbour' and (c.confidential or a.confidential))
    returning l.id, l.parcel_id, ${isRight} as is_right`.execute(db);
  const [row] = rows;
  return row?.is_right ? { linkId: row.id, parcelId: row.parcel_id } : null;
}
