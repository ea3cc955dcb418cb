import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addUser } from './add-user.ts';
import { makeFirstAdministratorLink } from './first-administrator.ts';
import {
  confirmationCodes,
  nobody,
  type People,
  placeConsignment,
  publicUrl,
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

const create = (code: string, form: { email?: string; password?: string } = {}) =>
  people.accounts.createFirstAdministrator(
    { code, email: 'chef@example.org', password, name: 'Chef', ...form },
    nobody,
  );

async function newCode(): Promise<string> {
  const link = await makeFirstAdministratorLink(people);
  if (!link?.startsWith(`${publicUrl}/setup/`)) throw new Error(`not a link: ${link}`);
  return link.slice(`${publicUrl}/setup/`.length);
}

describe('the first administrator', () => {
  test('a newer link voids the older one, and each dies after 24 hours', async () => {
    const older = await newCode();
    const newer = await newCode();
    const isValid = people.accounts.firstAdministratorLinkIsValid;
    expect([await isValid(older), await isValid(newer), await isValid('made-up')]).toEqual([false, true, false]);
    expect(await create(older)).toEqual({ ok: false, code: 'link_invalid' });
    people.clock.advance(24 * 3_600_000);
    expect(await isValid(newer)).toBe(false);
    expect(await create(newer)).toEqual({ ok: false, code: 'link_invalid' });
  });

  test('a refused form leaves the link good; of two uses at once, one makes the administrator', async () => {
    const code = await newCode();
    // A stranger who registered the address beforehand and never confirmed it is in nobody's way.
    await people.accounts.register(
      { email: 'chef@example.org', password: 'fremdes Passwort', name: 'X', language: 'de' },
      nobody,
    );
    const [strangersLink] = await confirmationCodes(people.db, 'chef@example.org');
    const consignment = await placeConsignment(people.db, { recipientEmail: 'chef@example.org', buyerEmail: null });

    expect(await create(code, { password: 'kurz' })).toEqual({ ok: false, code: 'password_too_short' });
    expect(await create(code, { email: 'chef' })).toEqual({ ok: false, code: 'email_malformed' });
    const answers = await Promise.all([create(code), create(code)]);
    const [made] = answers.filter((answer) => answer.ok);
    expect(answers.filter((answer) => !answer.ok)).toEqual([{ ok: false, code: 'link_invalid' }]);
    if (!made?.ok) throw new Error('nobody was made administrator');
    const session = await people.auth.session(withCookies(made.setCookies));
    expect(session).toMatchObject({ email: 'chef@example.org', role: 'administrator' });

    expect(await viewersOf(people.db, consignment), 'a typed address binds nothing').toEqual([]);
    const strangers = await people.accounts.confirmEmail(strangersLink ?? '', nobody);
    expect(strangers).toEqual({ ok: false, code: 'link_invalid' });
    expect(await create(code)).toEqual({ ok: false, code: 'link_invalid' });
  });

  test('where there is an administrator, no further link is made', async () => {
    expect(await makeFirstAdministratorLink(people)).toBeNull();
  });
});

describe('doorstep user add', () => {
  test('makes a confirmed account of the role, whose password works', async () => {
    const made = await addUser(people, { email: 'Dispo@example.org', role: 'dispatcher', name: 'Dispo' });
    if (!made.ok) throw new Error(made.code);
    const answer = await people.accounts.signIn({ email: 'dispo@example.org', password: made.password }, nobody);
    if (!answer.ok) throw new Error(answer.code);
    expect(await people.auth.session(withCookies(answer.setCookies))).toEqual({
      accountId: made.accountId,
      email: 'dispo@example.org',
      role: 'dispatcher',
    });
  });

  test('binds a recipient’s parcels, and refuses an address that has an account or is none', async () => {
    const consignment = await placeConsignment(people.db, { recipientEmail: 'added@example.org', buyerEmail: null });
    const user = { email: 'added@example.org', role: 'recipient', name: 'Added' } as const;
    const made = await addUser(people, user);
    if (!made.ok) throw new Error(made.code);
    expect(await viewersOf(people.db, consignment)).toEqual([{ account_id: made.accountId, kind: 'recipient' }]);
    expect(await addUser(people, user)).toEqual({ ok: false, code: 'exists' });
    expect(await addUser(people, { ...user, email: 'added' })).toEqual({ ok: false, code: 'email_malformed' });
  });
});
