import { createAuth } from '../packages/server/access/auth.ts';
import { bindConfirmedEmail } from '../packages/server/features/accounts/binding.ts';
import { mailOutbox } from '../packages/server/features/notifications/mail-outbox.ts';
import { systemClock } from '../packages/server/ports/clock.ts';
import type { BenchInstance } from './instance.ts';
import { BenchFailed } from './measure.ts';
import { emailOf } from './town.ts';

/** Makes confirmed accounts and signs each in. Answers their cookies, in order. */
export async function signPeopleIn(instance: BenchInstance, accounts: number): Promise<readonly string[]> {
  const { db } = instance.database;
  const auth = createAuth({
    db,
    config: { publicUrl: instance.environment.DOORSTEP_PUBLIC_URL ?? '', name: 'Doorstep' },
    clock: systemClock,
    secret: instance.environment.DOORSTEP_SECRET ?? '',
    sendMail: mailOutbox({ smtp: false }),
    onEmailConfirmed: bindConfirmedEmail,
    log: { error: (message) => process.stderr.write(`${message}\n`) },
  });
  const password = 'a password for benches';
  const cookies: string[] = [];
  for (let account = 0; account < accounts; account++) {
    const email = emailOf(account);
    const form = { email, password, name: `Person ${account}`, role: 'recipient' as const };
    await db.transaction().execute((trx) => auth.createConfirmedAccount(trx, form));
    const answer = await auth.signIn({ email, password }, new Headers());
    if (!answer.ok) throw new BenchFailed(`${email} could not sign in: ${answer.code}`);
    cookies.push(answer.setCookies.map((line) => line.split(';')[0]).join('; '));
  }
  return cookies;
}

/** A cookie header as a browser's context takes it. */
export function cookiesOf(header: string, url: string) {
  return header.split('; ').map((each) => {
    const [name = '', value = ''] = each.split(/=(.*)/s);
    return { name, value, url };
  });
}
