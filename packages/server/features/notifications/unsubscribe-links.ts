import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '@doorstep/domain';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import { writeMessageChannels } from './message-channels.ts';

/**
 * Links in our mails that can do one thing only: end such mails for the account they name, or, where there is none, for the
 * address that the consignment they name was sent to.
 */
export interface UnsubscribeLinks {
  /** For `List-Unsubscribe` (RFC 8058): mail programs post to it. */
  postUrl(id: string): string;
  /** For people: a page that asks first. */
  pageUrl(id: string): string;
  /** Ends the mails of deliveries; false where the link is none of ours. The same again changes nothing. */
  use(token: string): Promise<boolean>;
}

/** Signed, not stored: a mail is read for years, and a link to hear no more must work as long as it. */
export function unsubscribeLinks(deps: { db: Db; publicUrl: string; secret: string }): UnsubscribeLinks {
  // A key of its own, so that no other signature of ours can stand for this one.
  const key = createHmac('sha256', deps.secret).update('doorstep: end mails of deliveries, 1').digest();
  const sign = (id: string) => createHmac('sha256', key).update(id).digest();
  const tokenOf = (id: string) => `${id}.${sign(id).toString('base64url')}`;
  return {
    postUrl: (id) => `${deps.publicUrl}/api/v1/unsubscribe/${tokenOf(id)}`,
    pageUrl: (id) => `${deps.publicUrl}/unsubscribe/${tokenOf(id)}`,
    async use(token) {
      const [id = '', signature = '', ...rest] = token.split('.');
      const isOfAccount = isId('account', id);
      if (rest.length > 0 || !(isOfAccount || isId('consignment', id))) return false;
      const given = Buffer.from(signature, 'base64url');
      const right = sign(id);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      return deps.db.transaction().execute(async (trx) => {
        if (!isOfAccount) {
          await endLinkMails(trx, id);
          return true;
        }
        const account = await trx.selectFrom('auth_user').select('id').where('id', '=', id).executeTakeFirst();
        // An account that is gone is written to no more: what was asked for holds.
        if (account) await writeMessageChannels(trx, id, { mail: false });
        return true;
      });
    },
  };
}

/** Those that wait, and those of all goods sent to the same address. Codes come as before: each is asked for. */
async function endLinkMails(trx: Db, consignmentId: string): Promise<void> {
  const address = sql`(select lower(recipient_email) from consignments where id = ${consignmentId})`;
  await sql`update consignments set told_by_link = false where lower(recipient_email) = ${address}`.execute(trx);
  await sql`delete from mails where state = 'waiting' and account_id is null and unsubscribe_url is not null
               and lower(recipient) = ${address}`.execute(trx);
}
