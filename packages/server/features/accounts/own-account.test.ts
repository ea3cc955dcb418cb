import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { guessesAtMost } from '../../access/sign-in-guard.ts';
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
const newPassword = 'ein anderes Passwort';
let people: People;

beforeAll(async () => {
  people = await startPeople();
});
afterAll(async () => {
  await people.close();
});

async function openAccount(email: string): Promise<Headers> {
  await people.accounts.register({ email, password, name: 'Anna', language: 'de' }, nobody);
  const answer = await people.accounts.confirmEmail((await confirmationCodes(people.db, email)).at(-1) ?? '', nobody);
  if (!answer.ok) throw new Error(answer.code);
  return withCookies(answer.setCookies);
}

const signIn = (email: string, secret = password, headers = nobody) =>
  people.accounts.signIn({ email, password: secret }, headers);

async function signedInAgain(email: string, headers = nobody): Promise<Headers> {
  const answer = await signIn(email, password, headers);
  if (!answer.ok) throw new Error(answer.code);
  return withCookies(answer.setCookies);
}

const forget = (email: string) => people.accounts.requestPasswordReset({ email, language: 'de' }, nobody);

async function linkIn(email: string, path: string): Promise<string> {
  const texts = (await mailsTo(people.db, email)).map(({ text }) => text).reverse();
  const found = texts.flatMap((text) => text.match(new RegExp(`/${path}\\?token=([\\w-]+)`))?.[1] ?? [])[0];
  if (!found) throw new Error(`no mail to this address has a link to ${path}`);
  return found;
}

describe('a forgotten password', () => {
  test('a known and an unknown address get one answer; the mail tells its reader which it is', async () => {
    await openAccount('known@example.org');
    const answer = await forget('known@example.org');
    expect(answer).toEqual({ ok: true, setCookies: [] });
    expect(await forget('stranger@example.org')).toEqual(answer);
    expect((await mailsTo(people.db, 'known@example.org')).at(-1)?.subject).toBe('Doorstep: Neues Passwort');
    expect((await mailsTo(people.db, 'stranger@example.org')).at(-1)?.subject).toBe(
      'Doorstep: Kein Konto mit dieser Adresse',
    );
  });

  test('the link sets a password once and ends every session; a refused password leaves it good', async () => {
    const { accounts, auth } = people;
    const before = await openAccount('back@example.org');
    await forget('back@example.org');
    const earlier = await linkIn('back@example.org', 'reset');
    await forget('back@example.org');
    const token = await linkIn('back@example.org', 'reset');
    expect(await accounts.resetPassword({ token, password: 'kurz' }, nobody)).toEqual({
      ok: false,
      code: 'password_too_short',
    });
    const reset = await accounts.resetPassword({ token, password: newPassword }, nobody);
    if (!reset.ok) throw new Error(reset.code);
    expect(await auth.session(withCookies(reset.setCookies))).toMatchObject({ email: 'back@example.org' });
    expect(await auth.session(before)).toBeNull();
    for (const used of [token, earlier])
      expect(await accounts.resetPassword({ token: used, password }, nobody)).toEqual({
        ok: false,
        code: 'link_invalid',
      });
    expect(await signIn('back@example.org')).toEqual({ ok: false, code: 'wrong_credentials' });
    expect((await signIn('back@example.org', newPassword)).ok).toBe(true);
    expect((await mailsTo(people.db, 'back@example.org')).at(-1)?.subject).toBe(
      'Doorstep: Ihr Passwort wurde geändert',
    );
  });

  test('the link is worth nothing after an hour, and an unconfirmed account gets none', async () => {
    await openAccount('slow@example.org');
    await forget('slow@example.org');
    const token = await linkIn('slow@example.org', 'reset');
    people.clock.advance(3_600_000);
    expect(await people.accounts.resetPassword({ token, password: newPassword }, nobody)).toEqual({
      ok: false,
      code: 'link_invalid',
    });
    const email = 'unconfirmed@example.org';
    await people.accounts.register({ email, password, name: 'Anna', language: 'de' }, nobody);
    await forget(email);
    await expect(linkIn(email, 'reset')).rejects.toThrow('no mail');
  });
});

describe('one’s own account', () => {
  test('a new password asks for the present one, and ends all sessions but this', async () => {
    const { accounts, auth } = people;
    const elsewhere = await openAccount('change@example.org');
    const here = await signedInAgain('change@example.org');
    const change = (current: string) =>
      accounts.changePassword({ current, password: newPassword, language: 'de' }, here);
    expect(await change('geraten und falsch')).toEqual({ ok: false, code: 'wrong_password' });
    expect(await auth.session(elsewhere)).not.toBeNull();
    expect(await change(password)).toEqual({ ok: true, setCookies: [] });
    expect([await auth.session(elsewhere), (await auth.session(here))?.email]).toEqual([null, 'change@example.org']);
  });

  test('another address holds once its owner opens the link; parcels follow it, the old address is told', async () => {
    const { accounts, auth, db } = people;
    const headers = await openAccount('old@example.org');
    const accountId = (await auth.session(headers))?.accountId;
    const earlier = await placeConsignment(db, { recipientEmail: 'new@example.org', buyerEmail: null });
    // Somebody once registered the new address and never confirmed it.
    const squatter = { email: 'new@example.org', password, name: 'Squatter', language: 'de' } as const;
    await accounts.register(squatter, nobody);
    const ask = { current: password, email: 'New@Example.org', language: 'de' } as const;
    expect(await accounts.requestEmailChange({ ...ask, current: 'falsch geraten' }, headers)).toEqual({
      ok: false,
      code: 'wrong_password',
    });
    expect(await accounts.requestEmailChange(ask, headers)).toEqual({ ok: true, setCookies: [] });
    expect((await auth.session(headers))?.email).toBe('old@example.org');
    expect(await viewersOf(db, earlier)).toEqual([]);
    const token = await linkIn('new@example.org', 'confirm-address');
    expect(await accounts.confirmEmailChange(token, nobody)).toEqual({ ok: true, setCookies: [] });
    expect((await auth.session(headers))?.email).toBe('new@example.org');
    expect(await viewersOf(db, earlier)).toEqual([{ account_id: accountId, kind: 'recipient' }]);
    expect(await accounts.confirmEmailChange(token, nobody)).toEqual({ ok: false, code: 'link_invalid' });
    const told = (await mailsTo(db, 'old@example.org')).at(-1);
    expect(told?.subject).toBe('Doorstep: Ihre E-Mail-Adresse wurde geändert');
    expect(told?.text).not.toContain('new@example.org');
  });

  test('an address that has an account gets the same answer, and its owner a mail', async () => {
    const headers = await openAccount('wants@example.org');
    await openAccount('taken@example.org');
    const ask = { current: password, email: 'taken@example.org', language: 'de' } as const;
    expect(await people.accounts.requestEmailChange(ask, headers)).toEqual({ ok: true, setCookies: [] });
    expect((await mailsTo(people.db, 'taken@example.org')).at(-1)?.subject).toContain('Sie haben bereits ein Konto');
  });

  test('sessions are listed and ended by their owner, and by nobody else', async () => {
    const { accounts, auth } = people;
    const phone = new Headers({ 'user-agent': 'Mozilla/5.0 (Linux; Android 16) Chrome/150.0 Mobile Safari/537.36' });
    await openAccount('owner@example.org');
    const onPhone = await signedInAgain('owner@example.org', phone);
    const here = await signedInAgain('owner@example.org');
    const stranger = await openAccount('other@example.org');
    const listed = await accounts.listSessions(here);
    expect(listed?.map(({ device, isThis }) => ({ device, isThis }))).toEqual([
      { device: null, isThis: true },
      { device: 'Chrome · Android', isThis: false },
      { device: null, isThis: false },
    ]);
    const id = listed?.[1]?.id ?? '';
    expect(await accounts.endSession(id, stranger)).toBe(false);
    expect(await auth.session(onPhone)).not.toBeNull();
    expect(await accounts.endSession(id, here)).toBe(true);
    expect(await auth.session(onPhone)).toBeNull();
    expect(await accounts.endSession('others', here)).toBe(true);
    expect(await accounts.listSessions(here)).toHaveLength(1);
    expect(await accounts.listSessions(nobody)).toBeNull();
  });
});

describe('ten thousand guesses from a thousand addresses', () => {
  const from = (network: number) => `198.${18 + (network >> 16)}.${(network >> 8) & 255}.${network & 255}`;

  async function guessAt(email: string, networks: number, each: number) {
    const codes = new Map<string, number>();
    for (let round = 0; round < each; round += 1) {
      for (let network = 0; network < networks; network += 50) {
        const batch = Array.from({ length: 50 }, (_, at) =>
          signIn(email, `geraten ${round}`, new Headers({ 'x-doorstep-client-address': from(network + at) })),
        );
        for (const answer of await Promise.all(batch)) {
          const code = answer.ok ? 'ok' : answer.code;
          codes.set(code, (codes.get(code) ?? 0) + 1);
        }
      }
    }
    return Object.fromEntries(codes);
  }

  // A hundred passwords are hashed here, which takes its time on purpose.
  test('a hundred are evaluated; the owner gets in on a known device, by a mailed link', {
    timeout: 300_000,
  }, async () => {
    const known = await openAccount('target@example.org');
    const answers = await guessAt('target@example.org', 1_000, 10);
    expect(answers).toEqual({ wrong_credentials: guessesAtMost.elsewhere, too_many_tries: 9_900 });

    const stranger = new Headers({ 'x-doorstep-client-address': '203.0.113.9' });
    expect(await signIn('target@example.org', password, stranger)).toEqual({ ok: false, code: 'too_many_tries' });
    const device = (known.get('cookie') ?? '').split('; ').filter((cookie) => cookie.includes('known_device'));
    const onDevice = new Headers({ cookie: device.join('; '), 'x-doorstep-client-address': '203.0.113.10' });
    expect((await signIn('target@example.org', password, onDevice)).ok).toBe(true);

    // Its success cleared the count; and whoever proves the address by mail is not locked out either.
    await people.pool.query('update sign_in_failures set failures = 100');
    await forget('target@example.org');
    const token = await linkIn('target@example.org', 'reset');
    expect((await people.accounts.resetPassword({ token, password: newPassword }, nobody)).ok).toBe(true);
    expect((await signIn('target@example.org', newPassword, stranger)).ok).toBe(true);
  });

  test('a known device is no way around: it has its own bound, and holds for its own accounts only', async () => {
    const mine = await openAccount('mine@example.org');
    await openAccount('yours@example.org');
    expect(await signIn('yours@example.org', 'geraten')).toEqual({ ok: false, code: 'wrong_credentials' });
    await people.pool.query('update sign_in_failures set failures = 100');
    const answer = await signIn('yours@example.org', password, mine);
    expect(answer).toEqual({ ok: false, code: 'too_many_tries' });
  });

  test('nothing was logged as an error by all this', () => {
    expect(people.errors).toEqual([]);
  });
});
