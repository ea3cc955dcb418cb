import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lockImports } from '../../db/import-lock.ts';
import { waitingForLocks } from '../../db/test-database.ts';
import { addUser } from './add-user.ts';
import { bindConsignments } from './binding.ts';
import { confirmationCodes, nobody, type People, placeConsignment, startPeople, viewersOf } from './people.testdata.ts';

let people: People;
beforeAll(async () => {
  people = await startPeople();
});
afterAll(async () => {
  await people.close();
});

async function linkFor(email: string): Promise<string> {
  await people.accounts.register({ email, password: 'ein langes Passwort', name: 'Anna', language: 'de' }, nobody);
  return (await confirmationCodes(people.db, email))[0] ?? '';
}

const groundsOf = async (consignmentId: string) =>
  await people.db
    .selectFrom('consignment_viewers')
    .select(['kind', 'basis'])
    .where('consignment_id', '=', consignmentId)
    .execute();

describe('an address confirmed while a file is being imported', () => {
  test('gets the parcel of that file, whose import the confirmation waits for', async () => {
    const { db, clock } = people;
    const link = await linkFor('meanwhile@example.org');
    const importing = await db.startTransaction().execute();
    await lockImports(importing);
    const consignment = await placeConsignment(importing, {
      recipientEmail: 'meanwhile@example.org',
      buyerEmail: null,
    });
    expect(await bindConsignments(importing, { consignmentIds: [consignment], now: clock.now() })).toEqual([]);
    const confirming = people.accounts.confirmEmail(link, nobody);
    await expect.poll(() => waitingForLocks(db)).toBe(1);
    await importing.commit().execute();
    expect((await confirming).ok).toBe(true);
    expect(await viewersOf(db, consignment)).toHaveLength(1);
  });
});

describe('an account for whose address the operator vouches', () => {
  const user = { email: 'vouched@example.org', role: 'recipient', name: 'Tilda' } as const;

  test('is bound by that word, and never as if the address had been confirmed', async () => {
    const { db, clock } = people;
    const before = await placeConsignment(db, { recipientEmail: user.email, buyerEmail: null });
    expect((await addUser(people, user)).ok).toBe(true);
    expect(await groundsOf(before)).toEqual([{ kind: 'recipient', basis: 'operator_vouched' }]);

    const after = await placeConsignment(db, { recipientEmail: null, buyerEmail: user.email });
    await bindConsignments(db, { consignmentIds: [after], now: clock.now() });
    expect(await groundsOf(after)).toEqual([{ kind: 'buyer', basis: 'operator_vouched' }]);
  });

  test('is told apart from one whose owner confirmed it', async () => {
    const { db, clock } = people;
    const before = await placeConsignment(db, { recipientEmail: 'clicked@example.org', buyerEmail: null });
    const after = await placeConsignment(db, { recipientEmail: 'clicked@example.org', buyerEmail: null });
    await people.accounts.confirmEmail(await linkFor('clicked@example.org'), nobody);
    await bindConsignments(db, { consignmentIds: [after], now: clock.now() });
    for (const consignment of [before, after])
      expect(await groundsOf(consignment)).toEqual([{ kind: 'recipient', basis: 'confirmed_email' }]);
  });

  test('is bound to nothing where it is staff’s', async () => {
    const consignment = await placeConsignment(people.db, { recipientEmail: 'staff@example.org', buyerEmail: null });
    await addUser(people, { email: 'staff@example.org', role: 'support', name: 'Kim' });
    expect(await groundsOf(consignment)).toEqual([]);
  });
});
