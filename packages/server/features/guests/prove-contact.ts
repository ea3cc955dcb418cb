// A guest proves to be whom the consignment was sent to (rules.md section 1): by a code that goes to the contact of the
// consignment, wherever the guest says to be. Nothing tells a guest what that contact is.
import { randomInt, timingSafeEqual } from 'node:crypto';
import { codeRules, type Language } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Guest } from '../../access/guests.ts';
import { sha256 } from '../../access/secret-code.ts';
import type { Db } from '../../db/open-database.ts';
import { readRunningRouteIds } from '../../db/running-routes.ts';
import { takeOverWords } from '../../db/without-account.ts';
import type { Bus } from '../../ports/bus.ts';
import type { Clock } from '../../ports/clock.ts';
import { codeMail } from './guest-mails.ts';

export interface ProveContactDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: Clock;
  readonly instanceName: string;
  readonly sendMail: SendGuestMail;
}

/** Puts a mail into the outbox, its text for the addressee alone. */
export type SendGuestMail = (
  trx: Db,
  mail: {
    readonly to: string;
    readonly subject: string;
    readonly text: string;
    readonly language: Language;
    readonly now: number;
    readonly kind: 'delivery';
    /** Of a mail that nobody asked for: how to end such mails. */
    readonly mail?: { readonly html: string; readonly unsubscribeUrl: string };
  },
) => Promise<void>;

const hourMillis = 3_600_000;

/** Sends a code to the contact; the one sent before is void. */
export async function askForCode(
  deps: ProveContactDeps,
  guest: Guest,
  language: Language,
): Promise<'sent' | 'no_contact' | 'too_often'> {
  if (guest.kind === 'neighbour') return 'no_contact';
  const now = deps.clock.now();
  return await deps.db.transaction().execute(async (trx) => {
    // Two at once count each other.
    await trx.selectFrom('parcel_links').select('id').where('id', '=', guest.linkId).forUpdate().execute();
    const contact = await readContact(trx, guest.parcelId);
    if (contact === null) return 'no_contact';
    const sent = await trx
      .selectFrom('guest_codes')
      .select(({ fn }) => fn.countAll<string>().as('in_a_day'))
      .select(sql<string>`count(*) filter (where sent_at > ${new Date(now - hourMillis)})`.as('in_an_hour'))
      .where('parcel_id', '=', guest.parcelId)
      .where('sent_at', '>', new Date(now - 24 * hourMillis))
      .executeTakeFirstOrThrow();
    if (Number(sent.in_an_hour) >= codeRules.mostInAnHour || Number(sent.in_a_day) >= codeRules.mostInADay)
      return 'too_often';
    const code = String(randomInt(10 ** codeRules.digits)).padStart(codeRules.digits, '0');
    await trx
      .insertInto('guest_codes')
      .values({
        guest_id: guest.guestId,
        parcel_id: guest.parcelId,
        code_sha256: hashOf(guest, code),
        tries_left: codeRules.tries,
        sent_at: new Date(now),
      })
      .execute();
    const mail = codeMail(language, { instance: deps.instanceName, code });
    await deps.sendMail(trx, { to: contact, language, now, kind: 'delivery', ...mail });
    return 'sent';
  });
}

/** The newest code that was sent for this browser, as far as it can still be entered. */
export async function codeIsAwaited({ db, clock }: Pick<ProveContactDeps, 'db' | 'clock'>, guest: Guest) {
  const newest = await db
    .selectFrom('guest_codes')
    .select(['tries_left', 'sent_at'])
    .where('guest_id', '=', guest.guestId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest !== undefined && newest.tries_left > 0 && newest.sent_at.getTime() > codesDeadBy(clock.now());
}

/** From here on, and for a day, this browser sees what the recipient sees of the parcel. */
export async function proveByCode(
  deps: ProveContactDeps,
  guest: Guest,
  code: string,
): Promise<'proved' | 'wrong' | 'void'> {
  const typed = code.slice(0, 40).replace(/\D/g, '');
  const proved = await deps.db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ code_sha256: Buffer }>`
      update guest_codes set tries_left = tries_left - 1
       where id = (select max(id) from guest_codes where guest_id = ${guest.guestId})
         and tries_left > 0 and sent_at > ${new Date(codesDeadBy(deps.clock.now()))}
      returning code_sha256`.execute(trx);
    const [row] = rows;
    if (!row) return 'void' as const;
    if (!timingSafeEqual(row.code_sha256, hashOf(guest, typed))) return 'wrong' as const;
    // They stay as mails that were sent, and open nothing any more.
    await trx.updateTable('guest_codes').set({ tries_left: 0 }).where('guest_id', '=', guest.guestId).execute();
    await trx
      .updateTable('guest_sessions')
      .set({ verified_until: sql<Date>`now() + ${codeRules.verifiedHours} * interval '1 hour'` })
      .where('id', '=', guest.guestId)
      .execute();
    return 'proved' as const;
  });
  // Its streams come back, and see more.
  if (proved === 'proved') deps.bus.publish('account_changed', { accountId: guest.guestId });
  return proved;
}

/**
 * Takes the consignment into an account, as its recipient: the code proved what a confirmed address proves otherwise. What
 * was chosen and said by codes goes along.
 */
export async function claimParcel(
  deps: Pick<ProveContactDeps, 'db' | 'bus' | 'clock'>,
  guest: Guest,
  account: { accountId: string; role: string },
): Promise<'claimed' | 'not_proved' | 'not_a_recipient'> {
  if (guest.kind !== 'verified_guest') return 'not_proved';
  if (account.role !== 'recipient') return 'not_a_recipient';
  const { parcelId } = guest;
  await deps.db.transaction().execute(async (trx) => {
    await sql`
      insert into consignment_viewers (consignment_id, account_id, kind, basis, bound_at)
      select consignment_id, ${account.accountId}, 'recipient', 'claim_code', ${new Date(deps.clock.now())}
        from parcels where id = ${parcelId}
      on conflict do nothing`.execute(trx);
    const { consignment_id } = await trx
      .selectFrom('parcels')
      .select('consignment_id')
      .where('id', '=', parcelId)
      .executeTakeFirstOrThrow();
    await takeOverWords(trx, { accountId: account.accountId, consignmentIds: [consignment_id] });
  });
  // One recipient more counts for all who see the parcel, and for the driver's screen.
  deps.bus.publish('parcels_changed', { parcelIds: [parcelId] });
  for (const routeId of await readRunningRouteIds(deps.db, [parcelId])) deps.bus.publish('route_changed', { routeId });
  return 'claimed';
}

/** Whether there is somebody to send a code to, on a stated basis. */
export async function readContact(db: Db, parcelId: string): Promise<string | null> {
  const row = await db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .select('consignments.recipient_email')
    .where('parcels.id', '=', parcelId)
    .where('consignments.contact_basis', '!=', 'none')
    .executeTakeFirst();
  return row?.recipient_email ?? null;
}

function codesDeadBy(now: number): number {
  return now - codeRules.lastsMinutes * 60_000;
}

/** A million codes are hashed in a moment; without the browser's secret that is of no use. */
function hashOf(guest: Guest, code: string): Buffer {
  return sha256(`${guest.secret}.${code}`);
}
