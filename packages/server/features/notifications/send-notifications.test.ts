import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase, waitingForLocks } from '../../db/test-database.ts';
import { settableClock } from '../../testing/settable-clock.ts';
import { createNotificationSender, type SendNotifications } from './send-notifications.ts';

const clock = settableClock(Date.parse('2026-06-09T10:00:00Z'));
const due = new Date(clock.now());
let database: TestDatabase;
let send: SendNotifications;

const query = async (text: string, values: unknown[] = []) => (await database.pool.query(text, values)).rows;
const stateOf = async (id: string) => (await query('select state from notifications where id = $1', [id]))[0]?.state;

/** Messages about a parcel that is gone by now: looked at, and dropped. */
const note = (ids: readonly string[]) =>
  query(
    `insert into notifications (id, account_id, subject_id, parcel_ids, event, manner, attempt, outcome_version, channel,
                                created_at, due_at)
     select id, 'anna', id, '{par_gone}', 'delivered', 'plain', 1, 1, 'mail', $2, $2 from unnest($1::text[]) id`,
    [ids, due],
  );

beforeEach(async () => {
  database = await createTestDatabase();
  await query(`insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt", role)
               values ('anna', 'Anna', 'anna@example.org', true, now(), now(), 'recipient')`);
  const nobody = { take: async () => 'unreachable' as const };
  send = createNotificationSender({
    db: database.db,
    clock,
    publicUrl: 'http://doorstep.example',
    instanceName: 'Doorstep',
    pushesTo: 'browsers',
    unsubscribeUrl: { page: () => '', post: () => '' },
    viewOf: async () => null,
    catchUp: async () => undefined,
    messagesAnHour: 100,
    notifiers: { mail: nobody, push: nobody },
    pushesWait: () => undefined,
    log: { error: () => undefined },
  });
});
afterEach(() => database.close());

describe('a message that is due', () => {
  it('does not wait until as many as are taken at once, which are in hand, are done', async () => {
    const inHand = Array.from({ length: 200 }, (_, place) => `ntf_${String(place).padStart(3, '0')}`);
    await note(inHand);
    const elsewhere = await database.pool.connect();
    await elsewhere.query('begin');
    await elsewhere.query('select 1 from notifications for update');
    const sending = send(null);
    await expect.poll(() => waitingForLocks(database.db), { timeout: 10_000 }).toBe(1);

    await note(['ntf_due']);
    await send(null);
    const meanwhile = [await stateOf('ntf_due'), await stateOf('ntf_000')];
    await elsewhere.query('rollback');
    elsewhere.release();
    await sending;
    expect(meanwhile).toEqual(['dropped', 'waiting']);
    expect(await query(`select 1 from notifications where state = 'waiting'`)).toEqual([]);
  });
});
