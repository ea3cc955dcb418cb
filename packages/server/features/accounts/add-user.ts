import { randomInt } from 'node:crypto';
import type { Auth } from '../../access/auth.ts';
import { type OwnDepots, setOwnDepots } from '../../access/own-depots.ts';
import { refusalOfForm } from '../../access/registration.ts';
import type { Role } from '../../access/roles.ts';
import type { Db } from '../../db/open-database.ts';

export type AddUserAnswer =
  | { readonly ok: true; readonly accountId: string; readonly password: string }
  | { readonly ok: false; readonly code: 'exists' | 'email_malformed' };

/**
 * Behind `doorstep user add`: an account of any role with a generated password, shown once. It needs no confirmation
 * mail, because whoever runs this command has the server in hand and vouches for the address. A recipient's parcels are bound
 * to it on that ground (docs/decisions/0013).
 */
export async function addUser(
  deps: { db: Db; auth: Auth },
  user: { email: string; role: Role; name: string; depots?: OwnDepots },
): Promise<AddUserAnswer> {
  const password = makePassword();
  if (refusalOfForm({ email: user.email, password }) !== null) return { ok: false, code: 'email_malformed' };
  const { depots = [], ...form } = user;
  const made = await deps.db.transaction().execute(async (trx) => {
    const account = await deps.auth.createConfirmedAccount(trx, { ...form, password });
    if (account !== 'exists') await setOwnDepots(trx, account.accountId, depots);
    return account;
  });
  return made === 'exists' ? { ok: false, code: 'exists' } : { ok: true, accountId: made.accountId, password };
}

/** Easy to read out: no 0/o, 1/l/i. Four groups of five of 31 signs are 99 bits. */
const signs = '23456789abcdefghjkmnpqrstuvwxyz';

function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}
