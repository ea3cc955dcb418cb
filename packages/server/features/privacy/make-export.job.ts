import type { ParcelList } from '@doorstep/contract';
import type { Language, ParcelView } from '@doorstep/domain';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Task } from 'graphile-worker';
import { sql } from 'kysely';
import type { Db } from '../../db/open-database.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ExportFiles } from './export-files.ts';
import { type ExportedParcel, exportPage } from './export-page.ts';
import { type OwnDataDeps, readOwnData } from './own-data.store.ts';

export interface MakeExportDeps extends OwnDataDeps {
  readonly clock: Clock;
  readonly files: ExportFiles;
  readonly instanceName: string;
  /** Parcels and photos as the account sees them: nothing comes into a copy by another door. */
  readonly listParcels: (accountId: string, language: Language, cursor: string | null) => Promise<ParcelList>;
  readonly seeParcel: (accountId: string, language: Language, parcelId: string) => Promise<ParcelView | null>;
  readonly seePhoto: (accountId: string, parcelId: string) => Promise<Buffer | null>;
}

/** What is not a photo: the readable page and the data. */
const otherParts = 2;

/** The task behind `make_export`: writes a copy of all that is held about an account, and says how far it is. */
export function makeExportJob(deps: MakeExportDeps): Task {
  return async (payload, { job }) => {
    const exportId = exportIdOf(payload);
    const row = await deps.db
      .updateTable('account_exports')
      .set({ state: 'making', done: 0, total: 0 })
      .where('id', '=', exportId)
      .where('state', 'in', ['waiting', 'making'])
      .returning(['account_id', 'language', 'salt'])
      .executeTakeFirst();
    // Its account was erased, or its day is over.
    if (!row) return;
    try {
      await make(deps, { id: exportId, accountId: row.account_id, language: row.language, salt: row.salt });
    } catch (error) {
      if (job.attempts >= job.max_attempts)
        await deps.db.updateTable('account_exports').set({ state: 'failed' }).where('id', '=', exportId).execute();
      // What it is about may stand in the message, and the worker keeps and logs that.
      throw new Error(`an export failed: ${error instanceof Error ? error.name : typeof error}`);
    }
  };
}

interface Asked {
  readonly id: string;
  readonly accountId: string;
  readonly language: Language;
  readonly salt: Buffer;
}

async function make(deps: MakeExportDeps, asked: Asked): Promise<void> {
  const { db, files, clock } = deps;
  const { accountId, language } = asked;
  const data = await readOwnData(deps, accountId);
  if (!data) return;
  const parcels = await seeAll(deps, asked);
  const writer = await files.write(asked.id, asked.salt);
  try {
    const zip = zipInto(writer.add);
    const total = parcels.filter(({ photo }) => photo !== null).length + otherParts;
    for (const { photo, view } of parcels) {
      if (photo === null) continue;
      // Deleted since it was listed: then there is none.
      const picture = await deps.seePhoto(accountId, view.id);
      if (picture) await zip.add(photo, picture, { deflate: false });
      const isStillAsked = await noteProgress(db, asked.id, total);
      if (!isStillAsked) return await writer.giveUp();
    }
    const madeAt = new Date(clock.now()).toISOString();
    const json = JSON.stringify(
      { madeAt, instance: deps.instanceName, ...data, parcels: parcels.map(inJson) },
      null,
      2,
    );
    await zip.add('data.json', Buffer.from(json), { deflate: true });
    const page = exportPage({ language, instance: deps.instanceName, madeAt, data, parcels });
    await zip.add('index.html', Buffer.from(page), { deflate: true });
    await zip.end();
    const bytes = await writer.end();
    const ready = await db
      .updateTable('account_exports')
      .set({ state: 'ready', done: total, total, bytes: String(bytes), ready_at: new Date(clock.now()) })
      .where('id', '=', asked.id)
      .returning('id')
      .executeTakeFirst();
    // Erased while it was being made.
    if (!ready) await files.delete(asked.id);
  } catch (error) {
    await writer.giveUp().catch(() => files.delete(asked.id));
    throw error;
  }
}

/** Without the map: where a van is at this moment is nothing to be kept. */
const inJson = ({ view: { map: _map, ...view }, photo }: ExportedParcel) => ({ ...view, photoFile: photo });

async function seeAll(deps: MakeExportDeps, { accountId, language }: Asked): Promise<readonly ExportedParcel[]> {
  const seen: ExportedParcel[] = [];
  let cursor: string | null = null;
  do {
    const page: ParcelList = await deps.listParcels(accountId, language, cursor);
    for (const { id } of page.parcels) {
      const view = await deps.seeParcel(accountId, language, id);
      if (view) seen.push({ view, photo: view.photo.available ? `photos/${id}.jpg` : null });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return seen;
}

/** False where the account was erased meanwhile. */
async function noteProgress(db: Db, exportId: string, total: number): Promise<boolean> {
  const { rows } = await sql`
    update account_exports set done = done + 1, total = ${total} where id = ${exportId} returning id`.execute(db);
  return rows.length > 0;
}

/** A ZIP that is written on as it grows; never more than one file of it is in memory. */
function zipInto(write: (bytes: Uint8Array) => Promise<void>) {
  let pieces: Uint8Array[] = [];
  const zip = new Zip((error, piece) => {
    if (error) throw error;
    pieces.push(piece);
  });
  const flush = async () => {
    const written = pieces;
    pieces = [];
    for (const piece of written) await write(piece);
  };
  return {
    async add(name: string, bytes: Uint8Array, options: { deflate: boolean }): Promise<void> {
      const file = options.deflate ? new ZipDeflate(name, { level: 6 }) : new ZipPassThrough(name);
      zip.add(file);
      file.push(bytes, true);
      await flush();
    },
    async end(): Promise<void> {
      zip.end();
      await flush();
    },
  };
}

function exportIdOf(payload: unknown): string {
  const id = typeof payload === 'object' && payload !== null && 'exportId' in payload ? payload.exportId : null;
  if (typeof id !== 'string') throw new Error('a make_export job names no export');
  return id;
}
