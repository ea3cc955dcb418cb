import { hash } from 'node:crypto';
import { notificationRows } from '@doorstep/domain';
import { sql, type UpdateObject } from 'kysely';
import { messageSentChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import type { Database } from '../../db/schema.ts';
import type { Notifier, NotifierMessage } from '../../ports/notifier.ts';
import type { Pusher } from '../../ports/pusher.ts';
import { type OutboxRunner, pauseAfter, runOutbox } from './run-outbox.ts';

/** What the service worker of our pages gets (packages/web/static/push-worker.js). */
export interface PushPayload {
  readonly id: string;
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly language: 'de' | 'en';
  /** Of the same topic only the newest is shown. */
  readonly topic: string;
  /** Fetched by the browser with its own session: a push carries 4 KB, and no link of it opens anything by itself. */
  readonly picture: string | null;
}

/** Puts a push for each browser of an account into the outbox, within the caller's transaction; who commits it looks then. */
export function pushOutbox(): Notifier {
  return {
    async take(trx, message) {
      const { goodForSeconds, isUrgent } = notificationRows[message.event];
      const topic = topicOf(message);
      // What still waits of the same topic has been overtaken by this.
      const { rows } = await sql`
        with browsers as (select id from push_subscriptions where account_id = ${message.accountId}),
        overtaken as (
          update pushes set state = 'overtaken', payload = '' from browsers
           where subscription_id = browsers.id and topic = ${topic} and state = 'waiting'
             and notification_id <> ${message.notificationId}),
        put_in as (
          insert into pushes (notification_id, subscription_id, topic, payload, is_urgent, expires_at)
          select ${message.notificationId}::text, id, ${topic}::text, ${JSON.stringify(payloadOf(message, topic))},
                 ${isUrgent}::boolean,
                 now() + ${goodForSeconds}::integer * interval '1 second' from browsers
              on conflict (notification_id, subscription_id) do nothing)
        select id from browsers`.execute(trx);
      if (rows.length === 0) return 'unreachable';
      return 'taken';
    },
  };
}

/** At most 32 characters of base64url (RFC 8030, 5.4); a push service learns nothing from it. */
function topicOf({ accountId, subjectId, event }: NotifierMessage): string {
  return hash('sha256', `${accountId} ${subjectId} ${notificationRows[event].slot}`, 'base64url').slice(0, 32);
}

function payloadOf(message: NotifierMessage, topic: string): PushPayload {
  const { notificationId: id, title, text, path, language, photoOf } = message;
  const picture = photoOf === null ? null : `/api/v1/me/parcels/${photoOf}/photo/preview`;
  return { id, title, text, path, language, topic, picture };
}

interface ClaimedPush {
  readonly id: string;
  readonly attempts: number;
  readonly topic: string;
  readonly payload: string;
  readonly is_urgent: boolean;
  readonly ttl_seconds: number;
  readonly subscription_id: string;
  readonly endpoint: string;
  readonly service: string;
  readonly p256dh: string;
  readonly auth: string;
}

const atOnce = 32;
/** So that one service that hangs leaves room for the others. */
const atOnceOfOneService = 24;
/** Longer than one try can take; a server that died gives back what it had claimed after this. */
const leaseSeconds = 20;
/** About a day; most expire long before. */
const failuresAtMost = 33;

/** Sends pushes as they come, each until it was taken, refused or expired. */
export function sendPushes(deps: {
  db: Db;
  pusher: Pusher;
  onFault: (fault: unknown) => void;
  /** For a test that kills servers; left out everywhere else. */
  leaseSeconds?: number;
}): OutboxRunner {
  const { db, pusher } = deps;
  const lease = deps.leaseSeconds ?? leaseSeconds;
  const busy = new Map<string, number>();
  const count = (service: string, by: number) => busy.set(service, (busy.get(service) ?? 0) + by);
  return runOutbox<ClaimedPush>({
    atOnce,
    onFault: deps.onFault,
    async claim(most) {
      const full = [...busy].flatMap(([service, inHand]) => (inHand >= atOnceOfOneService ? service : []));
      const claimed = await claimPushes(db, { most, full, lease });
      for (const { service } of claimed) count(service, 1);
      return claimed;
    },
    async send(push) {
      try {
        await sendPush(db, pusher, push);
      } finally {
        count(push.service, -1);
      }
    },
  });
}

async function claimPushes(db: Db, wish: { most: number; full: readonly string[]; lease: number }) {
  const { rows } = await sql<ClaimedPush>`
    with due as (
      select pushes.id from pushes join push_subscriptions browser on browser.id = pushes.subscription_id
       where pushes.state = 'waiting' and pushes.try_at <= now() and browser.rests_until <= now()
         and not browser.service = any(${wish.full})
       order by pushes.try_at limit ${wish.most} for update of pushes skip locked)
    update pushes set attempts = attempts + 1, last_error = null, try_at = now() + ${wish.lease} * interval '1 second'
      from due, push_subscriptions browser
     where pushes.id = due.id and browser.id = pushes.subscription_id
    returning pushes.id, pushes.attempts, pushes.topic, pushes.payload, pushes.is_urgent, pushes.subscription_id,
              ceil(extract(epoch from pushes.expires_at - now()))::integer as ttl_seconds,
              browser.endpoint, browser.service, browser.p256dh, browser.auth`.execute(db);
  return rows;
}

async function sendPush(db: Db, pusher: Pusher, push: ClaimedPush): Promise<void> {
  const { endpoint, p256dh, auth, payload, topic } = push;
  if (push.ttl_seconds <= 0) return settle(db, push, { state: 'overtaken', payload: '', last_error: 'EXPIRED' });
  const answer = await pusher.send({
    subscription: { endpoint, p256dh, auth },
    payload,
    topic,
    isUrgent: push.is_urgent,
    ttlSeconds: push.ttl_seconds,
  });
  switch (answer.outcome) {
    case 'taken':
      await settle(db, push, { state: 'sent', payload: '', last_error: null, sent_at: sql<Date>`now()` });
      await sql`select pg_notify(${messageSentChannel}, '')`.execute(db);
      return;
    case 'gone':
      // With it goes all that waited for it.
      await db.deleteFrom('push_subscriptions').where('id', '=', push.subscription_id).execute();
      return;
    case 'refused':
      return settle(db, push, { state: 'failed', payload: '', last_error: answer.reason });
    case 'later':
      return tryLater(db, push, answer);
  }
}

async function tryLater(
  db: Db,
  push: ClaimedPush,
  { reason, afterSeconds }: { reason: string; afterSeconds: number | null },
): Promise<void> {
  if (push.attempts >= failuresAtMost) return settle(db, push, { state: 'failed', payload: '', last_error: reason });
  // What a service asks for is its due, a random while on top: everyone else was asked the same.
  const pause = afterSeconds === null ? pauseAfter(push.attempts) : afterSeconds + Math.random() * 2;
  const until = sql<Date>`now() + ${pause} * interval '1 second'`;
  await settle(db, push, { try_at: until, last_error: reason });
  if (afterSeconds !== null)
    await db
      .updateTable('push_subscriptions')
      .set({ rests_until: sql<Date>`greatest(rests_until, ${until})` })
      .where('id', '=', push.subscription_id)
      .execute();
}

async function settle(db: Db, push: ClaimedPush, change: UpdateObject<Database, 'pushes'>): Promise<void> {
  await db.updateTable('pushes').set(change).where('id', '=', push.id).where('state', '=', 'waiting').execute();
}
