import { createHmac, timingSafeEqual } from 'node:crypto';
import { isId } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { writeMessageChannels } from './message-channels.ts';

/** Links in our mails that can do one thing only: end such mails for the account they name. */
export interface UnsubscribeLinks {
  /** For `List-Unsubscribe` (RFC 8058): mail programs post to it. */
  postUrl(accountId: string): string;
  /** For people: a page that asks first. */
  pageUrl(accountId: string): string;
  /** Ends the mails of deliveries; false where the link is none of ours. The same again changes nothing. */
  use(token: string): Promise<boolean>;
}

/** Signed, not stored: a mail is read for years, and a link to hear no more must work as long as it. */
export function unsubscribeLinks(deps: { db: Db; publicUrl: string; secret: string }): UnsubscribeLinks {
  // A key of its own, so that no other signature of ours can stand for this one.
  const key = createHmac('sha256', deps.secret).update('doorstep: end mails of deliveries, 1').digest();
  const sign = (accountId: string) => createHmac('sha256', key).update(accountId).digest();
  const tokenOf = (accountId: string) => `${accountId}.${sign(accountId).toString('base64url')}`;
  return {
    postUrl: (accountId) => `${deps.publicUrl}/api/v1/unsubscribe/${tokenOf(accountId)}`,
    pageUrl: (accountId) => `${deps.publicUrl}/unsubscribe/${tokenOf(accountId)}`,
    async use(token) {
      const [accountId = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0 || !isId('account', accountId)) return false;
      const given = Buffer.from(signature, 'base64url');
      const right = sign(accountId);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      return deps.db.transaction().execute(async (trx) => {
        const account = await trx.selectFrom('auth_user').select('id').where('id', '=', accountId).executeTakeFirst();
        // An account that is gone is written to no more: what was asked for holds.
        if (account) await writeMessageChannels(trx, accountId, { mail: false });
        return true;
      });
    },
  };
}
