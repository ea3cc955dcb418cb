import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forgetUnconfirmedAccounts } from '../../access/registration.ts';
import { bindConsignments } from './binding.ts';
import {
  confirmationCodes,
  mailsTo,
  nobody,
  type People,
  placeConsignment,
  startPeople,
  viewersOf,
  withCookies,
} from './people.testdata.ts';

const password = 'ein langes Passwort';
let people: People;

beforeAll(async () => {
  people = await startPeople();
});
afterAll(async () => {
  await people.close();
});

const register = (email: string, secret = password) =>
  people.accounts.register({ email, password: secret, name: 'Anna', language: 'de' }, nobody);
const signIn = (email: string, secret = password) => people.accounts.signIn({ email, password: secret }, nobody);
const confirm = (code: string | undefined) => people.accounts.confirmEmail(code ?? '', nobody);

async function confirmedAccount(email: string): Promise<string> {
  await register(email);
  const answer = await confirm((await confirmationCodes(people.db, email)).at(-1));
  const session = answer.ok ? await people.auth.session(withCookies(answer.setCookies)) : null;
  if (!session) throw new Error('the account could not be confirmed');
  return session.accountId;
}

describe('an account and its parcels', () => {
  test('before confirmation nobody signs in and no parcel is bound; after it both, on the spot', async () => {
    const { db, auth } = people;
    const consignment = await placeConsignment(db, { recipientEmail: 'Anna@Example.org', buyerEmail: null });
    expect(await register(' anna@example.ORG ')).toEqual({ ok: true, setCookies: [] });
    expect(await signIn('anna@example.org')).toEqual({ ok: false, code: 'email_not_confirmed' });
    expect(await viewersOf(db, consignment)).toEqual([]);

    const [code] = await confirmationCodes(db, 'anna@example.org');
    const confirmed = await confirm(code);
    if (!confirmed.ok) throw new Error(confirmed.code);
    const session = await auth.session(withCookies(confirmed.setCookies));
    expect(session).toEqual({
      accountId: expect.stringMatching(/^acc_/),
      email: 'anna@example.org',
      role: 'recipient',
    });
    expect(await viewersOf(db, consignment)).toEqual([{ account_id: session?.accountId, kind: 'recipient' }]);
    expect((await signIn('Anna@example.org')).ok).toBe(true);
  });

  test('a link confirms once', async () => {
    await register('once@example.org');
    const [code] = await confirmationCodes(people.db, 'once@example.org');
    expect((await confirm(code)).ok).toBe(true);
    expect(await confirm(code)).toEqual({ ok: false, code: 'link_invalid' });
  });

  test('a link is worth nothing after 24 hours', async () => {
    await register('late@example.org');
    const [code] = await confirmationCodes(people.db, 'late@example.org');
    people.clock.advance(24 * 3_600_000);
    expect(await confirm(code)).toEqual({ ok: false, code: 'link_invalid' });
    expect(await confirm('no-such-code')).toEqual({ ok: false, code: 'link_invalid' });
  });

  test('a consignment that comes in later is bound to the confirmed account, as recipient and as buyer', async () => {
    const { db, clock } = people;
    const accountId = await confirmedAccount('later@example.org');
    const both = await placeConsignment(db, { recipientEmail: 'LATER@example.org', buyerEmail: 'later@example.org' });
    const other = await placeConsignment(db, { recipientEmail: 'else@example.org', buyerEmail: null });
    const bind = () => bindConsignments(db, { consignmentIds: [both, other], now: clock.now() });
    expect(await bind()).toEqual([accountId]);
    expect(await bind()).toEqual([]);
    expect(await viewersOf(db, both)).toEqual([
      { account_id: accountId, kind: 'buyer' },
      { account_id: accountId, kind: 'recipient' },
    ]);
    expect(await viewersOf(db, other)).toEqual([]);
  });

  test('an account with a recipient’s address that was never confirmed gets no parcel from an import either', async () => {
    const { db, clock } = people;
    await register('unconfirmed@example.org');
    const consignment = await placeConsignment(db, { recipientEmail: 'unconfirmed@example.org', buyerEmail: null });
    expect(await bindConsignments(db, { consignmentIds: [consignment], now: clock.now() })).toEqual([]);
    expect(await viewersOf(db, consignment)).toEqual([]);
  });
});

describe('an address that others register', () => {
  const email = 'owner@example.org';

  test('each link stands for its own registration: the owner’s click sets the owner’s password', async () => {
    const { db } = people;
    await register(email, 'fremdes Passwort 1');
    await register(email, 'mein eigenes Passwort');
    await register(email, 'fremdes Passwort 2');
    const codes = await confirmationCodes(db, email);
    expect(codes).toHaveLength(3);
    expect((await confirm(codes[1])).ok).toBe(true);

    expect((await signIn(email, 'mein eigenes Passwort')).ok).toBe(true);
    for (const stranger of ['fremdes Passwort 1', 'fremdes Passwort 2'])
      expect(await signIn(email, stranger)).toEqual({ ok: false, code: 'wrong_credentials' });
    for (const code of [codes[0], codes[2]]) expect(await confirm(code)).toEqual({ ok: false, code: 'link_invalid' });
  });

  test('a known address is answered like a new one; its owner gets a note, its password stays', async () => {
    const { db } = people;
    const known = await register(email, 'noch ein fremdes Passwort');
    const unknown = await register('quite.new@example.org', 'noch ein fremdes Passwort');
    expect(known).toEqual(unknown);
    expect((await mailsTo(db, email)).at(-1)?.subject).toBe('Doorstep: Sie haben bereits ein Konto');
    expect((await mailsTo(db, 'quite.new@example.org')).at(-1)?.subject).toMatch(/bestätigen Sie/);
    expect((await signIn(email, 'mein eigenes Passwort')).ok).toBe(true);
  });

  test('several registrations of one new address at once make one account', async () => {
    const { db } = people;
    await Promise.all([1, 2, 3].map((each) => register('rush@example.org', `gleichzeitig ${each}`)));
    expect(await confirmationCodes(db, 'rush@example.org')).toHaveLength(3);
    const accounts = await db.selectFrom('auth_user').select('id').where('email', '=', 'rush@example.org').execute();
    expect(accounts).toHaveLength(1);
  });

  test('signing in to an unconfirmed account sends a new link for the password just proven', async () => {
    const { db } = people;
    await register('again@example.org');
    expect(await signIn('again@example.org')).toEqual({ ok: false, code: 'email_not_confirmed' });
    const codes = await confirmationCodes(db, 'again@example.org');
    expect(codes).toHaveLength(2);
    expect((await confirm(codes[1])).ok).toBe(true);
    expect((await signIn('again@example.org')).ok).toBe(true);
  });

  test('an account that nobody confirms is forgotten when its last link has expired', async () => {
    const { db, clock } = people;
    await register('forgotten@example.org');
    const accountOf = () =>
      db.selectFrom('auth_user').select('id').where('email', '=', 'forgotten@example.org').executeTakeFirst();
    await forgetUnconfirmedAccounts(db, { now: clock.now() });
    expect(await accountOf()).toBeDefined();
    clock.advance(25 * 3_600_000);
    await forgetUnconfirmedAccounts(db, { now: clock.now() });
    expect(await accountOf()).toBeUndefined();
    expect((await signIn(email, 'mein eigenes Passwort')).ok).toBe(true);
  });
});

describe('forms and sessions', () => {
  test('a form is refused for its address or its password, with the reason', async () => {
    expect(await register('anna')).toEqual({ ok: false, code: 'email_malformed' });
    expect(await register('a b@example.org')).toEqual({ ok: false, code: 'email_malformed' });
    expect(await register('short@example.org', 'neun zeic')).toEqual({ ok: false, code: 'password_too_short' });
    expect(await register('long@example.org', 'x'.repeat(201))).toEqual({ ok: false, code: 'password_too_long' });
    expect(await signIn('anna', password)).toEqual({ ok: false, code: 'email_malformed' });
  });

  test('an unknown address and a wrong password are one answer', async () => {
    await confirmedAccount('present@example.org');
    const wrong = await signIn('present@example.org', 'nicht das Passwort');
    expect(wrong).toEqual({ ok: false, code: 'wrong_credentials' });
    expect(await signIn('absent@example.org', 'nicht das Passwort')).toEqual(wrong);
  });

  test('guessing at one account ends after ten tries', async () => {
    const codes: string[] = [];
    for (let guess = 0; guess < 11; guess += 1) {
      const answer = await signIn('guessed@example.org', `geraten ${guess}`);
      codes.push(answer.ok ? 'ok' : answer.code);
    }
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('wrong_credentials'));
    expect(codes[10]).toBe('too_many_tries');
  });

  test('a client that tried often enough registers nobody for a while; others do', async () => {
    const from = (client: string) => new Headers({ 'x-doorstep-client-address': client });
    const form = { email: 'many@example.org', password, name: 'Anna', language: 'de' } as const;
    for (let tried = 0; tried < 60; tried += 1) await people.accounts.confirmEmail('no-such-code', from('192.0.2.8'));
    const refused = await people.accounts.register(form, from('192.0.2.8'));
    expect(refused).toEqual({ ok: false, code: 'too_many_tries' });
    expect(await mailsTo(people.db, form.email)).toEqual([]);
    expect(await people.accounts.register(form, from('192.0.2.9'))).toEqual({ ok: true, setCookies: [] });
  });

  test('signing out ends the session at once, also for who kept the cookie', async () => {
    await confirmedAccount('leaving@example.org');
    const answer = await signIn('leaving@example.org');
    if (!answer.ok) throw new Error(answer.code);
    const headers = withCookies(answer.setCookies);
    expect(await people.auth.session(headers)).not.toBeNull();
    const cleared = await people.accounts.signOut(headers);
    expect(cleared.join()).toMatch(/Max-Age=0/);
    expect(await people.auth.session(headers)).toBeNull();
  });

  test('a session keeps no network address, and of the browser two words', async () => {
    const accountId = await confirmedAccount('quiet@example.org');
    const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';
    const headers = new Headers({ 'user-agent': browser, 'x-doorstep-client-address': '192.0.2.7' });
    expect((await people.accounts.signIn({ email: 'quiet@example.org', password }, headers)).ok).toBe(true);
    const { rows } = await people.pool.query(
      `select "ipAddress" as address, "userAgent" as browser from auth_session where "userId" = $1 order by "createdAt"`,
      [accountId],
    );
    expect(rows).toEqual([
      { address: null, browser: null },
      { address: null, browser: 'Firefox · Windows' },
    ]);
  });

  test('nothing was logged as an error by all this', () => {
    expect(people.errors).toEqual([]);
  });
});
