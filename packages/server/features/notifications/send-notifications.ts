import type { EpochMillis, NotificationChannel } from '@doorstep/domain';
import { type ExpressionBuilder, sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import type { Database } from '../../db/schema.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Notifier } from '../../ports/notifier.ts';
import { type MakeMessageDeps, messageOf, type NotificationRowToTell } from './make-message.ts';

export interface SendNotificationsDeps extends MakeMessageDeps {
  readonly clock: Clock;
  /** How many messages one account gets on one channel within an hour; what is more waits. */
  readonly messagesAnHour: number;
  readonly notifiers: Readonly<Record<NotificationChannel, Notifier>>;
  /** Called when pushes lie in their outbox, committed. */
  readonly pushesWait: () => void;
  readonly log: { error(message: string): void };
}

type Row = NotificationRowToTell;

/**
 * After the n-th failure 5 s, 10 s, 20 s and so on, an hour at most, each a random half shorter or longer; the last of
 * these tries comes about a day later.
 */
const failuresAtMost = 33;
const shortestPauseSeconds = 5;
const longestPauseSeconds = 3600;
const atOnce = 200;

/**
 * Sends what is due by the server's clock, one message after the other: all of it, or those named. Each is looked at
 * with its reader's eyes first; what is no longer true, or no longer wanted, is dropped. Several may call this at once:
 * every message is taken once. One that cannot be made is tried again after growing pauses, for about a day of real time
 * in which the server runs, and then set aside; it holds up no other.
 */
export type SendNotifications = (ids: readonly string[] | null) => Promise<void>;

export function createNotificationSender(deps: SendNotificationsDeps): SendNotifications {
  // Only spares work: that a message is taken once is for its row's lock to see to.
  const inHand = new Set<string>();
  return async (ids) => {
    const rows = (await readDue(deps, ids, [...inHand])).filter((row) => !inHand.has(row.id));
    if (rows.length === 0) return;
    for (const row of rows) inHand.add(row.id);
    try {
      await sendEach(deps, rows);
    } finally {
      for (const row of rows) inHand.delete(row.id);
    }
  };
}

function readDue(
  { db, clock }: SendNotificationsDeps,
  ids: readonly string[] | null,
  except: readonly string[],
): Promise<Row[]> {
  const due = db
    .selectFrom('notifications')
    .selectAll()
    .where('state', '=', 'waiting')
    // Not only left out afterwards: two mornings of routes in hand would fill all the places.
    .where('id', '!=', sql<string>`all(${except})`)
    .where('due_at', '<=', new Date(clock.now()))
    .where((eb) => eb.or([eb('try_again_at', 'is', null), eb('try_again_at', '<=', sql<Date>`now()`)]))
    .orderBy('created_at')
    .orderBy('id');
  return (ids === null ? due.limit(atOnce) : due.where('id', '=', sql<string>`any(${ids})`)).execute();
}

async function sendEach(deps: SendNotificationsDeps, rows: readonly Row[]): Promise<void> {
  // Once for all messages of a route.
  const caughtUp = new Map<string, Promise<void>>();
  for (const row of pushesFirst(rows)) {
    try {
      await send(deps, row, (routeId) => caughtUp.getOrInsertComputed(routeId, deps.catchUp));
    } catch (error) {
      const kind = error instanceof Error ? error.name : typeof error;
      deps.log.error(`A notification (${row.event}, ${row.channel}) failed: ${kind}`);
      await noteFailure(deps.db, row.id);
    }
  }
}

/** A push is what somebody is to know at once; the mail of the same news can wait for it. */
function pushesFirst(rows: readonly Row[]): Row[] {
  return [...rows.filter(({ channel }) => channel === 'push'), ...rows.filter(({ channel }) => channel !== 'push')];
}

async function send(deps: SendNotificationsDeps, row: Row, catchUp: (routeId: string) => Promise<void>): Promise<void> {
  const now = deps.clock.now();
  const made = await messageOf(deps, row, { now, catchUp });
  if (!made) return drop(deps.db, row.id);
  if (made.notBefore > now) return postpone(deps.db, row.id, made.notBefore);
  await deps.db.transaction().execute(async (trx) => {
    const held = await trx
      .selectFrom('notifications')
      .select((eb) => fullSince(eb, row, { now, messagesAnHour: deps.messagesAnHour }).as('full_since'))
      .where('id', '=', row.id)
      .where('state', '=', 'waiting')
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!held) return;
    if (held.full_since !== null) return postpone(trx, row.id, held.full_since.getTime() + hourMillis);
    const answer = await deps.notifiers[row.channel].take(trx, made.message);
    await trx
      .updateTable('notifications')
      .set(answer === 'taken' ? { state: 'sent', sent_at: new Date(now) } : { state: 'dropped' })
      .where('id', '=', row.id)
      .execute();
  });
  if (row.channel === 'push') deps.pushesWait();
}

const hourMillis = 3_600_000;

/**
 * Null where this account may get a message on this channel now; else, as many as the bound were sent within the last
 * hour, when the oldest of these was: there is room again when it is an hour old. What has been overtaken by then is dropped.
 */
function fullSince(
  eb: ExpressionBuilder<Database, 'notifications'>,
  row: Row,
  { now, messagesAnHour }: { now: EpochMillis; messagesAnHour: number },
) {
  return eb
    .selectFrom('notifications as earlier')
    .select('earlier.sent_at')
    .where('earlier.account_id', '=', row.account_id)
    .where('earlier.channel', '=', row.channel)
    .where('earlier.state', '=', 'sent')
    .where('earlier.sent_at', '>', new Date(now - hourMillis))
    .where('earlier.sent_at', '<=', new Date(now))
    .orderBy('earlier.sent_at', 'desc')
    .offset(messagesAnHour - 1)
    .limit(1);
}

async function drop(db: Db, id: string): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ state: 'dropped' })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

async function postpone(db: Db, id: string, until: EpochMillis): Promise<void> {
  await db
    .updateTable('notifications')
    .set({ due_at: new Date(until) })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

async function noteFailure(db: Db, id: string): Promise<void> {
  const pauseSeconds = sql`least(${shortestPauseSeconds} * 2.0 ^ failures, ${longestPauseSeconds}) * (0.5 + random())`;
  await db
    .updateTable('notifications')
    .set({
      failures: sql`failures + 1`,
      try_again_at: sql`now() + ${pauseSeconds} * interval '1 second'`,
      state: sql<'waiting' | 'failed'>`case when failures + 1 >= ${failuresAtMost} then 'failed' else 'waiting' end`,
    })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute();
}

/** Deletes rows older than 30 days: by then nothing can be told twice, and what was said is nobody's business any more. */
export async function forgetOldNotifications(db: Db, options: { now: EpochMillis }): Promise<void> {
  const thirtyDaysAgo = options.now - 30 * 24 * 3_600_000;
  await db.deleteFrom('notifications').where('created_at', '<', new Date(thirtyDaysAgo)).execute();
}
