import { randomBytes } from 'node:crypto';
import type { ExportState } from '@doorstep/contract';
import { heldTerms, type Language } from '@doorstep/domain';
import { type Selectable, sql } from 'kysely';
import { tryLimiter } from '../../access/try-limiter.ts';
import type { Db } from '../../db/open-database.ts';
import type { Database } from '../../db/schema.ts';
import { newId } from '../../ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExportFiles } from './export-files.ts';

export interface AccountExportsDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly files: ExportFiles;
}

export const makeExportTask = 'make_export';
const hourMillis = 3_600_000;
const tries = 3;

/** Copies that people ask for: asked for, looked after, handed out to the account alone. */
export function createAccountExports({ db, clock, files }: AccountExportsDeps) {
  const perAccount = tryLimiter({ tries: 5, windowSeconds: 3600 });

  const find = (accountId: string) =>
    db
      .selectFrom('account_exports')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('ends_at', '>', new Date(clock.now()))
      .executeTakeFirst();

  return {
    async state(accountId: string): Promise<ExportState> {
      const row = await find(accountId);
      return row ? stateOf(row) : none;
    },
    /** One that is being made goes on; one that was made is made anew. Null: too often. */
    async start(accountId: string, language: Language): Promise<ExportState | null> {
      const known = await find(accountId);
      if (known?.state === 'waiting' || known?.state === 'making') return stateOf(known);
      // Tries are real time even where the clock of the day runs faster.
      if (!perAccount.take([accountId], Date.now())) return null;
      const id = newId('export');
      await db.transaction().execute(async (trx) => {
        await trx.deleteFrom('account_exports').where('account_id', '=', accountId).execute();
        const now = clock.now();
        await trx
          .insertInto('account_exports')
          .values({
            id,
            account_id: accountId,
            state: 'waiting',
            language,
            salt: randomBytes(32),
            asked_at: new Date(now),
            ends_at: new Date(now + heldTerms.exportKeptHours * hourMillis),
          })
          .onConflict((conflict) => conflict.column('account_id').doNothing())
          .execute();
        // One after the other, so that many who ask hold up no mail.
        await sql`select graphile_worker.add_job(${makeExportTask}, json_build_object('exportId', ${id}::text),
          queue_name => 'exports', max_attempts => ${tries}::int, job_key => ${id}::text)`.execute(trx);
      });
      if (known) await files.delete(known.id);
      const row = await find(accountId);
      return row ? stateOf(row) : none;
    },
    /** Null where there is none that is ready. */
    async open(accountId: string) {
      const row = await find(accountId);
      return row?.state === 'ready' ? files.read(row.id, row.salt) : null;
    },
    /** Those whose day is over, and files that no row stands for: an erased account's, a former one's. */
    async forgetOld(): Promise<void> {
      await db.deleteFrom('account_exports').where('ends_at', '<=', new Date(clock.now())).execute();
      // Listed before the rows are read: what begins in between has its row and is not in the list.
      const found = await files.list();
      if (found.length === 0) return;
      const rows = await db.selectFrom('account_exports').select('id').execute();
      const known = new Set(rows.map(({ id }) => id));
      for (const id of found) if (!known.has(id)) await files.delete(id);
    },
  };
}
export type AccountExports = ReturnType<typeof createAccountExports>;

const none: ExportState = { state: 'none', done: 0, total: 0, bytes: null, readyAt: null, endsAt: null };

function stateOf(row: Selectable<Database['account_exports']>): ExportState {
  return {
    state: row.state,
    done: row.done,
    total: row.total,
    bytes: row.bytes === null ? null : Number(row.bytes),
    readyAt: row.ready_at?.toISOString() ?? null,
    endsAt: row.ends_at.toISOString(),
  };
}
