import type { CaseRow, OwnCase } from '@doorstep/contract';
import { type CaseKind, caseKinds, type ReportFacts, settledByReceipt } from '@doorstep/domain';
import { sql } from 'kysely';
import { accountOf, hasRecipientsRights } from '../../db/bound-viewer.ts';
import type { Db } from '../../db/open-database.ts';

/** A delivery as its recipient may speak about it. */
export interface OwnDelivery extends ReportFacts {
  readonly attempt: number;
  readonly outcomeVersion: number;
  readonly confidential: boolean;
  readonly routeId: string | null;
  readonly since: number;
  /** The route that it was delivered on has not been finished. */
  readonly routeLasts: boolean;
  /** Since when it is said to be received, by whichever of the recipients. */
  readonly receivedAt: Date | null;
}

/** Null where this asker has no recipient's rights for the parcel, or it does not exist. `lock`: no undo comes in between. */
export async function readOwnDelivery(
  db: Db,
  askerId: string,
  parcelId: string,
  lock: 'lock' | 'look',
): Promise<OwnDelivery | null> {
  const query = db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .innerJoin('carriers', 'carriers.id', 'consignments.carrier_id')
    .leftJoin('stop_parcels', (join) =>
      join.onRef('stop_parcels.parcel_id', '=', 'parcels.id').onRef('stop_parcels.attempt', '=', 'parcels.attempt'),
    )
    .leftJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .leftJoin('routes', 'routes.id', 'stops.route_id')
    .leftJoin('received_parcels as received', (join) =>
      join
        .onRef('received.parcel_id', '=', 'parcels.id')
        .onRef('received.attempt', '=', 'parcels.attempt')
        .onRef('received.outcome_version', '=', 'parcels.outcome_version'),
    )
    .select(['parcels.state', 'parcels.attempt', 'parcels.outcome_version', 'carriers.kind as carrier_kind'])
    .select(['stops.route_id', 'received.at as received_at', 'parcels.state_since', 'routes.phase'])
    .select(sql<boolean>`consignments.confidential or addresses.confidential`.as('confidential'))
    .where(hasRecipientsRights(askerId))
    .where('parcels.id', '=', parcelId);
  const row = await (lock === 'lock' ? query.forUpdate('parcels') : query).executeTakeFirst();
  if (!row) return null;
  return {
    state: row.state,
    otherCarrier: row.carrier_kind === 'other',
    attempt: row.attempt,
    outcomeVersion: row.outcome_version,
    confidential: row.confidential,
    routeId: row.route_id,
    since: row.state_since.getTime(),
    routeLasts: row.phase === 'started',
    receivedAt: row.received_at,
  };
}

type Delivery = Pick<OwnDelivery, 'attempt' | 'outcomeVersion'> & { readonly parcelId: string };

/** Each is kept as long as its case is open, so there is an end to their number. */
const mostAdditions = 5;

/** Opens a case; where one of this kind is open already about this delivery, that one is the answer. */
export async function openCase(
  trx: Db,
  opened: Delivery & {
    id: string;
    kind: CaseKind;
    openedBy: 'recipient' | 'support';
    accountId: string | null;
    note: string | null;
    now: number;
  },
): Promise<OwnCase> {
  await trx
    .insertInto('cases')
    .values({
      id: opened.id,
      parcel_id: opened.parcelId,
      attempt: opened.attempt,
      outcome_version: opened.outcomeVersion,
      kind: opened.kind,
      opened_by: opened.openedBy,
      account_id: opened.accountId,
      note: opened.note,
      opened_at: new Date(opened.now),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('cases')
    .select(['id', 'kind', 'opened_at', 'closed_at', 'note'])
    .where('parcel_id', '=', opened.parcelId)
    .where('attempt', '=', opened.attempt)
    .where('outcome_version', '=', opened.outcomeVersion)
    .where('kind', '=', opened.kind)
    .where('closed_at', 'is', null)
    .executeTakeFirstOrThrow();
  // What was added in words the second time must not be lost; whoever says it, it stays that person's own.
  if (row.id !== opened.id && opened.note !== null && opened.note !== row.note)
    await sql`insert into case_additions (case_id, account_id, note)
              select ${row.id}, ${opened.accountId}, ${opened.note}
               where (select count(*) from case_additions where case_id = ${row.id}) < ${mostAdditions}
                 and not exists (select from case_additions where case_id = ${row.id} and note = ${opened.note})`.execute(
      trx,
    );
  return ownCase(row);
}

/** How many cases this delivery's parcel ever had. */
export async function countCases(trx: Db, parcelId: string): Promise<number> {
  const { cases } = await trx
    .selectFrom('cases')
    .select(({ fn }) => fn.countAll<string>().as('cases'))
    .where('parcel_id', '=', parcelId)
    .executeTakeFirstOrThrow();
  return Number(cases);
}

/** The recipients' reports about a delivery as it stands, oldest first; whichever of them made one. */
export async function readReports(db: Db, delivery: Delivery): Promise<readonly OwnCase[]> {
  const rows = await db
    .selectFrom('cases')
    .select(['id', 'kind', 'opened_at', 'closed_at'])
    .where('parcel_id', '=', delivery.parcelId)
    .where('attempt', '=', delivery.attempt)
    .where('outcome_version', '=', delivery.outcomeVersion)
    .where('opened_by', '=', 'recipient')
    .orderBy('id')
    .execute();
  return rows.map(ownCase);
}

function ownCase(row: { id: string; kind: CaseKind; opened_at: Date; closed_at: Date | null }): OwnCase {
  return {
    id: row.id,
    kind: row.kind,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
  };
}

/** Notes that a delivery was received, once, and closes what that settles. Answers since when, and how many it closed. */
export async function noteReceived(
  trx: Db,
  received: Delivery & { askerId: string; now: number },
): Promise<{ receivedAt: Date; closedCases: number }> {
  const now = new Date(received.now);
  await trx
    .insertInto('received_parcels')
    .values({
      parcel_id: received.parcelId,
      attempt: received.attempt,
      outcome_version: received.outcomeVersion,
      account_id: accountOf(received.askerId),
      at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { at } = await trx
    .selectFrom('received_parcels')
    .select('at')
    .where('parcel_id', '=', received.parcelId)
    .where('attempt', '=', received.attempt)
    .where('outcome_version', '=', received.outcomeVersion)
    .executeTakeFirstOrThrow();
  const closed = await trx
    .updateTable('cases')
    .set({ closed_at: now, closed_by: 'recipient' })
    .where('parcel_id', '=', received.parcelId)
    .where('attempt', '=', received.attempt)
    .where('outcome_version', '=', received.outcomeVersion)
    .where('opened_by', '=', 'recipient')
    .where(
      'kind',
      'in',
      caseKinds.filter((kind) => settledByReceipt[kind]),
    )
    .where('closed_at', 'is', null)
    .returning('id')
    .execute();
  return { receivedAt: at, closedCases: closed.length };
}

/** What all who reported it said, in their order. */
const allWords = sql<string | null>`(
  select nullif(concat_ws(' · ', cases.note, string_agg(added.note, ' · ' order by added.id)), '')
    from case_additions added where added.case_id = cases.id)`;

function caseRows(db: Db) {
  return db
    .selectFrom('cases')
    .innerJoin('parcels', 'parcels.id', 'cases.parcel_id')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .select(['parcels.parcel_number', 'consignments.recipient_name', 'cases.id', 'cases.parcel_id', 'cases.kind'])
    .select(['cases.opened_by', 'cases.opened_at', 'cases.closed_at', 'cases.closed_by'])
    .select(allWords.as('note'))
    .select('cases.closing_note')
    .select(
      sql<boolean>`cases.attempt = parcels.attempt and cases.outcome_version = parcels.outcome_version`.as('present'),
    );
}

function caseRow(row: Awaited<ReturnType<ReturnType<typeof caseRows>['execute']>>[number]): CaseRow {
  return {
    id: row.id,
    parcelId: row.parcel_id,
    parcelNumber: row.parcel_number,
    recipientName: row.recipient_name,
    kind: row.kind,
    openedBy: row.opened_by,
    openedAt: row.opened_at.toISOString(),
    note: row.note,
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by,
    closingNote: row.closing_note,
    isOfPresentDelivery: row.present,
  };
}

/** Open cases, oldest first: who has waited longest stands above. `after` is the last id of the page before. */
export async function readOpenCases(db: Db, page: { after: string | null; limit: number }): Promise<CaseRow[]> {
  const open = caseRows(db).where('cases.closed_at', 'is', null).orderBy('cases.id').limit(page.limit);
  const { after } = page;
  return (await (after === null ? open : open.where('cases.id', '>', after)).execute()).map(caseRow);
}

/** All cases about a parcel, newest first. */
export async function readCasesOfParcel(db: Db, parcelId: string): Promise<CaseRow[]> {
  const rows = await caseRows(db).where('cases.parcel_id', '=', parcelId).orderBy('cases.id', 'desc').execute();
  return rows.map(caseRow);
}

/** Closes an open case. Null: there is none of this id; `closed`: somebody did before. */
export async function closeOpenCase(
  trx: Db,
  closing: { caseId: string; note: string; now: number },
): Promise<{ parcelId: string; was: 'open' | 'closed' } | null> {
  const row = await trx
    .selectFrom('cases')
    .select(['parcel_id', 'closed_at'])
    .where('id', '=', closing.caseId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  if (row.closed_at !== null) return { parcelId: row.parcel_id, was: 'closed' };
  await trx
    .updateTable('cases')
    .set({ closed_at: new Date(closing.now), closed_by: 'support', closing_note: closing.note })
    .where('id', '=', closing.caseId)
    .execute();
  return { parcelId: row.parcel_id, was: 'open' };
}

/** The delivery of a parcel as it stands, for customer service; null where there is no such parcel. */
export async function readDelivery(trx: Db, parcelId: string): Promise<(Delivery & { state: string }) | null> {
  const row = await trx
    .selectFrom('parcels')
    .select(['attempt', 'outcome_version', 'state'])
    .where('id', '=', parcelId)
    .forUpdate()
    .executeTakeFirst();
  return row ? { parcelId, attempt: row.attempt, outcomeVersion: row.outcome_version, state: row.state } : null;
}
