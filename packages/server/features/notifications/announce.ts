import {
  type EpochMillis,
  hears,
  isGiftBuyer,
  type Manner,
  mannerTowards,
  type NotificationChannel,
  type NotificationChoices,
  type NotificationEvent,
  notificationOf,
  notificationRows,
  type ParcelEvent,
  photoIsNewsAfterMillis,
  tellableAt,
  wants,
} from '@doorstep/domain';
import { sql } from 'kysely';
import { noticesDueChannel } from '../../db/channels.ts';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import { type ParcelAddressee, type PushesTo, readAddressees } from './addressees.store.ts';
import { readUnheard, takeBack } from './take-back.ts';

/** What one row stands for: one message to one account on all its channels. */
interface Notice {
  readonly accountId: string;
  readonly subjectId: string;
  readonly parcelIds: readonly string[];
  readonly manner: Manner;
  readonly attempt: number;
  readonly outcomeVersion: number;
  readonly timeZone: string;
  readonly choices: NotificationChoices;
}

interface Happened {
  readonly event: NotificationEvent;
  readonly parcelIds: readonly string[];
  readonly now: EpochMillis;
  /** What it is told once for, where that is not the stop: a case. */
  readonly subjectId?: string | null;
  /** The account that did it, and need not be told. */
  readonly except?: string | null;
}

export interface Announcer {
  /** What a command did to parcels. */
  parcelsChanged(
    trx: Db,
    happened: { changes: readonly { parcelId: string; event: ParcelEvent }[]; now: EpochMillis },
  ): Promise<void>;
  /** One thing that happened to several parcels: their map opened, their photo came. */
  happened(trx: Db, what: Happened): Promise<void>;
}

/**
 * Notes what is to be told, in the transaction of what happened: rows, and the notice that has them told, are there if, and
 * only if, that commits. Only ids are written; what is said is decided when it is sent. A row that was written before stays
 * as it is, so nothing is told twice. Call it after the parcels' own rows are written.
 */
export function createAnnouncer(options: { pushesTo: PushesTo }): Announcer {
  async function happened(trx: Db, what: Happened): Promise<void> {
    const { event, parcelIds, now } = what;
    const { channels } = notificationRows[event];
    if (parcelIds.length === 0) return;
    const { pushesTo } = options;
    const bound = await readAddressees(trx, { parcelIds, pushesTo });
    const addressees = bound.filter((each) => each.accountId !== what.except && hears(event, each));
    const rows: ReturnType<typeof rowOf>[] = [];
    for (const notice of noticesOf(addressees, what.subjectId ?? null)) {
      const told = await toldBefore(trx, event, notice, now);
      for (const channel of channels)
        if (wants(event, channel, notice.choices) && (told === null || told.has(channel)))
          rows.push(rowOf(event, notice, channel, now));
    }
    await write(trx, rows, now);
  }

  return {
    happened,
    async parcelsChanged(trx, { changes, now }) {
      const byEvent = Map.groupBy(changes, (change) => notificationOf[change.event]);
      for (const [event, ofEvent] of byEvent)
        if (event !== undefined) await happened(trx, { event, parcelIds: ofEvent.map((each) => each.parcelId), now });
    },
  };
}

/** One for each account, stop, attempt, outcome and manner. */
function noticesOf(addressees: readonly ParcelAddressee[], subject: string | null): Notice[] {
  const notices = addressees.map((addressee): Notice => {
    const { accountId, parcelId, stopId, timeZone, choices } = addressee;
    // That there was another attempt, or an undo, is not for the buyer of a gift: what arrived, arrived once.
    const once = isGiftBuyer(addressee);
    return {
      accountId,
      subjectId: subject ?? stopId ?? parcelId,
      parcelIds: [parcelId],
      manner: mannerTowards(addressee),
      attempt: once ? 0 : addressee.attempt,
      outcomeVersion: once ? 0 : addressee.outcomeVersion,
      timeZone,
      choices,
    };
  });
  const groups = Map.groupBy(notices, (notice) =>
    [notice.accountId, notice.subjectId, notice.manner, notice.attempt, notice.outcomeVersion].join(' '),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, parcelIds: group.flatMap((notice) => notice.parcelIds) }] : [];
  });
}

/**
 * Two events follow up on an earlier message: a correction is for those who heard of the outcome, and a photo is news
 * only to those who heard of the delivery well before it. Answers the channels they heard it on, null for other events.
 * Waits for a message that is being made at this moment; an outcome that is still waiting, to be made or in its outbox, is
 * taken back by its correction, and shows the photo by itself.
 */
async function toldBefore(
  trx: Db,
  event: NotificationEvent,
  notice: Notice,
  now: EpochMillis,
): Promise<ReadonlySet<NotificationChannel> | null> {
  if (event !== 'delivery_corrected' && event !== 'photo_ready') return null;
  const isCorrection = event === 'delivery_corrected';
  const outcomes = await trx
    .selectFrom('notifications')
    .select(['id', 'channel', 'state', 'sent_at'])
    .where('account_id', '=', notice.accountId)
    .where('subject_id', '=', notice.subjectId)
    .where('attempt', '=', notice.attempt)
    .where('outcome_version', '=', notice.outcomeVersion - (isCorrection ? 1 : 0))
    .where('event', 'in', isCorrection ? ['delivered', 'attempted', 'photo_ready'] : ['delivered'])
    .orderBy('id')
    .forUpdate()
    .execute();
  const ids = (which: (row: (typeof outcomes)[number]) => boolean) => outcomes.filter(which).map((row) => row.id);
  const stuck = await readUnheard(
    trx,
    ids((row) => row.state === 'sent'),
  );
  if (isCorrection) await takeBack(trx, { notMade: ids((row) => row.state === 'waiting'), stuck });
  const heardBy = isCorrection ? Number.POSITIVE_INFINITY : now - photoIsNewsAfterMillis;
  const isHeard = ({ id, state, sent_at }: (typeof outcomes)[number]) =>
    state === 'sent' && !stuck.includes(id) && sent_at !== null && sent_at.getTime() <= heardBy;
  return new Set(outcomes.filter(isHeard).map(({ channel }) => channel));
}

function rowOf(event: NotificationEvent, notice: Notice, channel: NotificationChannel, now: EpochMillis) {
  return {
    id: newId('notification'),
    account_id: notice.accountId,
    subject_id: notice.subjectId,
    parcel_ids: [...notice.parcelIds],
    event,
    manner: notice.manner,
    attempt: notice.attempt,
    outcome_version: notice.outcomeVersion,
    channel,
    created_at: new Date(now),
    due_at: new Date(tellableAt(event, { timeZone: notice.timeZone, quietHours: notice.choices.quietHours }, now)),
    sent_at: null,
    language: null,
    title: null,
    body: null,
    path: null,
  };
}

/** PostgreSQL takes 65,535 values in one statement. */
const rowsAtOnce = 1_000;
/** A notice of PostgreSQL carries 8,000 bytes. */
const idsAtOnce = 200;

async function write(trx: Db, rows: readonly ReturnType<typeof rowOf>[], now: EpochMillis): Promise<void> {
  const dueIds: string[] = [];
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    const written = await trx
      .insertInto('notifications')
      .values(rows.slice(from, from + rowsAtOnce))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'due_at'])
      .execute();
    for (const row of written) if (row.due_at.getTime() <= now) dueIds.push(row.id);
  }
  if (dueIds.length === 0) return;
  // Heard at commit (tell-in-turn.ts). The rows are what lasts: whatever is not heard, and what waits for the morning, is
  // found by the look of every second.
  const notices: string[] = [];
  for (let from = 0; from < dueIds.length; from += idsAtOnce) notices.push(dueIds.slice(from, from + idsAtOnce).join());
  await sql`select pg_notify(${noticesDueChannel}, ids) from unnest(${notices}::text[]) as ids`.execute(trx);
}
