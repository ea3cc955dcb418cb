import { afterAll, beforeAll } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../db/test-database.ts';
import { mailOutbox } from '../../features/notifications/mail-outbox.ts';
import { pushOutbox } from '../../features/notifications/push-outbox.ts';
import { readOutbox } from '../../features/notifications/read-outbox.ts';
import { newId } from '../../ids.ts';
import { type NotifierTrial, notifierContract } from '../../ports/notifier.contract.ts';
import type { Notifier, NotifierMessage } from '../../ports/notifier.ts';
import { keptPush } from './kept-push.ts';
import { mailNotifier } from './mail-notifier.ts';

let database: TestDatabase;
let now = Date.parse('2026-06-09T08:00:00Z');

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt", role)
    values ('acc', 'Wilhelmine', 'anna@example.org', true, now(), now(), 'recipient')`);
});
afterAll(() => database.close());

/** A row of its own, a minute after the one before, as the sender would hand it on. */
async function message(channel: 'mail' | 'push'): Promise<NotifierMessage> {
  now += 60_000;
  const notificationId = newId('notification');
  await database.pool.query(
    `insert into notifications (id, account_id, subject_id, parcel_ids, event, manner, attempt, outcome_version, channel,
                                state, created_at, due_at, sent_at)
     values ($1, 'acc', $1, array['par_1'], 'delivered', 'plain', 1, 0, $2, 'sent', $3, $3, $3)`,
    [notificationId, channel, new Date(now)],
  );
  const path = '/parcels/par_1';
  const text = `Ihr Paket wurde zugestellt: https://doorstep.example${path}`;
  const about = { event: 'delivered', subjectId: notificationId, mail: null, photoOf: null } as const;
  return { notificationId, accountId: 'acc', ...about, language: 'de', title: `Zugestellt ${now}`, text, path, now };
}

const trial = (channel: 'mail' | 'push', notifier: Notifier): NotifierTrial => ({
  db: database.db,
  notifier,
  message: () => message(channel),
  readers: async () => (await readOutbox(database.db, 100)).filter((each) => each.channel === channel && each.title),
});

notifierContract('mail', () => trial('mail', mailNotifier({ queueMail: mailOutbox({ smtp: false }) })));
notifierContract('a push that is kept', () => trial('push', keptPush(pushOutbox())));
