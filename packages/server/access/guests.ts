import { linkEndStates, linksDeadMadeBy, linksDeadOfParcelsEndedBy } from '@doorstep/domain';
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db/open-database.ts';
import type { Clock } from '../ports/clock.ts';
import { makeSecretCode, sha256 } from './secret-code.ts';

/** Somebody without an account, in one browser, for one parcel (rules.md section 1). */
export interface Guest {
  readonly guestId: string;
  readonly parcelId: string;
  readonly linkId: string;
  readonly kind: 'guest' | 'verified_guest' | 'neighbour';
  /** This browser's own secret, to which codes are bound. */
  readonly secret: string;
}

/** The guest behind a request's cookies for one parcel, or for the link at which the page stands. */
export type ReadGuest = (headers: Headers, at: { parcelId: string } | { link: string }) => Promise<Guest | null>;

const cookieName = 'doorstep_guest';
/** So many parcels at once; the oldest is let go. */
const mostGuests = 5;
const cookieDays = 30;
const secretShape = /^[A-Za-z0-9_-]{43}$/;

/** Within a query over `parcel_links l` and its `parcels p`: not revoked, and neither too old nor too long past its end. */
export function linkStands(now: number): RawBuilder<boolean> {
  return sql<boolean>`(l.revoked_at is null and l.made_at > ${new Date(linksDeadMadeBy(now))} and not (
    p.state = any(${linkEndStates}) and p.state_since <= ${new Date(linksDeadOfParcelsEndedBy(now))}))`;
}

export function createGuestReader(deps: { db: Db; clock: Clock }): ReadGuest {
  return async (headers, at) => {
    const secrets = secretsOf(headers);
    if (secrets.length === 0) return null;
    const where = 'link' in at ? sql`l.link_sha256 = ${sha256(at.link)}` : sql`p.id = ${at.parcelId}`;
    const { rows } = await sql<{
      id: string;
      code_sha256: Buffer;
      parcel_id: string;
      link_id: string;
      kind: Guest['kind'];
    }>`
      select s.id, s.code_sha256, p.id as parcel_id, l.id as link_id,
             case when l.kind = 'neighbour' then 'neighbour'
                  when s.verified_until > now() then 'verified_guest' else 'guest' end as kind
        from guest_sessions s join parcel_links l on l.id = s.link_id join parcels p on p.id = l.parcel_id
       where s.code_sha256 = any(${secrets.map(sha256)}) and s.expires_at > now()
         and ${linkStands(deps.clock.now())} and ${where}`.execute(deps.db);
    // Two of one parcel in one browser: the one that sees most.
    const found = rows.find(({ kind }) => kind === 'verified_guest') ?? rows[0];
    const secret = found && secrets.find((each) => sha256(each).equals(found.code_sha256));
    if (!found || secret === undefined) return null;
    return { guestId: found.id, parcelId: found.parcel_id, linkId: found.link_id, kind: found.kind, secret };
  };
}

/** Which of these guests' sessions still stand, as `readOpenSessions` answers for accounts. */
export async function readOpenGuests(
  deps: { db: Db; clock: Clock },
  guestIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (guestIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string }>`
    select s.id from guest_sessions s join parcel_links l on l.id = s.link_id join parcels p on p.id = l.parcel_id
     where s.id = any(${guestIds}) and s.expires_at > now() and ${linkStands(deps.clock.now())}`.execute(deps.db);
  return new Map(rows.map(({ id }) => [id, guestRole]));
}

/** What stands for a role where accounts have one. */
export const guestRole = 'guest';

/** A new guest's secret, and the cookie line that keeps it beside those this browser has already. */
export function newGuestCookie(headers: Headers, options: { secure: boolean }): { secret: string; line: string } {
  const secret = makeSecretCode();
  const value = [secret, ...secretsOf(headers)].slice(0, mostGuests).join('.');
  const age = cookieDays * 24 * 3600;
  const secure = options.secure ? '; Secure' : '';
  return { secret, line: `${cookieName}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${secure}` };
}

/** By the machine's time, as accounts' sessions end. */
export function guestExpiresAt(): Date {
  return new Date(Date.now() + cookieDays * 24 * 3_600_000);
}

function secretsOf(headers: Headers): string[] {
  const pairs = (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim().split('='));
  const value = pairs.find(([name]) => name === cookieName)?.[1] ?? '';
  return value.split('.', mostGuests).filter((each) => secretShape.test(each));
}
