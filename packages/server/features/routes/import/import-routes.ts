import type { Bilingual, EpochMillis } from '@doorstep/domain';
import { lockImports } from '../../../db/import-lock.ts';
import type { Db } from '../../../db/open-database.ts';
import type { Clock } from '../../../ports/clock.ts';
import { checkDraft } from './check-draft.ts';
import { groupRoutes, type RouteRows } from './group-routes.ts';
import { carrierNamed, storeMerchants, type Trx, tellRoutesImported } from './import.store.ts';
import { moveToDay } from './move-day.ts';
import { collectProblems, type ImportProblem, type Problems } from './problems.ts';
import { readImport } from './read-import.ts';
import { settleRegions } from './regions.ts';
import { retryAfterDeadlock } from './retry-after-deadlock.ts';
import { writeRoute } from './write-route.ts';

export interface ImportDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** Binds consignments to the accounts they belong to (rules.md section 1), in the import's own transaction. */
  readonly bindConsignments: (
    trx: Trx,
    input: { readonly consignmentIds: readonly string[]; readonly now: EpochMillis },
  ) => Promise<unknown>;
}

export interface ImportInput {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly dryRun: boolean;
  /** The own fleet's name for CSV files; a JSON document names its own. */
  readonly carrierName?: string;
  /** YYYY-MM-DD: the file's first day is moved to this one, its others with it. */
  readonly onDay?: string;
}

export interface ImportReport {
  /** null: neither JSON nor CSV. */
  readonly format: 'csv' | 'json' | null;
  readonly dryRun: boolean;
  /** The file as a whole could not be used; its one problem says why. */
  readonly refused: boolean;
  readonly routes: { readonly new: number; readonly updated: number; readonly skipped: number };
  readonly stops: number;
  /** Parcels imported (or, in a dry run, that would be). */
  readonly parcels: number;
  /** Parcels that stand in the file, the bad ones too. */
  readonly rows: number;
  readonly problems: readonly ImportProblem[];
  /** What was decided where the file said nothing. */
  readonly notes: readonly Bilingual[];
}

export const usualCarrierName = 'Eigene Flotte';

/**
 * Imports a file of routes (docs/import.md): bad rows are left out and named, everything else is stored, each route in
 * a transaction of its own. A dry run does exactly the same in one transaction that is then rolled back, so that it
 * finds what the real run would find. Never throws over what stands in the file.
 */
export async function importRoutes(deps: ImportDeps, input: ImportInput): Promise<ImportReport> {
  const read = readImport(input.bytes, input.fileName);
  if (!read.ok) return refusedReport(read.format, input.dryRun, 0, read.problem);

  const problems = collectProblems();
  for (const problem of read.problems) problems.add(problem);
  const drafts = input.onDay === undefined ? read.drafts : moveToDay(read.drafts, input.onDay);
  const rows = drafts.map((draft) => checkDraft(draft, read.format, problems)).filter((row) => row !== null);
  const routes = groupRoutes(rows, problems);
  const now = deps.clock.now();
  const at = new Date(now);
  const carrierName = read.carrierName ?? input.carrierName ?? usualCarrierName;

  const settle = async (trx: Trx) => {
    await lockImports(trx);
    const carrier = await carrierNamed(trx, carrierName, 'own_fleet', at);
    if (carrier.kind === 'other') return null;
    const { regionOf, notes } = await settleRegions(trx, { regions: read.regions, routes, at });
    await storeMerchants(trx, read.merchants);
    if (read.regions.length > 0 || read.merchants.length > 0) await tellRoutesImported(trx);
    return { ownCarrier: { id: carrier.id, name: carrierName }, regionOf, notes };
  };
  type Settled = Exclude<Awaited<ReturnType<typeof settle>>, null>;
  const store = async (trx: Trx, { ownCarrier, regionOf }: Settled, route: RouteRows) => {
    await lockImports(trx);
    // Its own problems in each try: what was found in one that ended in a deadlock is found anew.
    const found = collectProblems();
    const written = await writeRoute(trx, { route, ownCarrier, regionOf, problems: found, at });
    if (written.consignmentIds.length > 0) {
      await deps.bindConsignments(trx, { consignmentIds: written.consignmentIds, now });
    }
    if (written.outcome !== 'skipped') await tellRoutesImported(trx);
    return { written, found: found.list() };
  };
  const tally = startTally();
  const count = ({ written, found }: Awaited<ReturnType<typeof store>>) => {
    tally.add(written);
    for (const problem of found) problems.add(problem);
  };

  let settled: Settled | null = null;
  if (input.dryRun) {
    const tried = await retryAfterDeadlock(async () => {
      const trx = await deps.db.startTransaction().execute();
      try {
        const ready = await settle(trx);
        const stored = [];
        if (ready !== null) for (const route of routes) stored.push(await store(trx, ready, route));
        return { ready, stored };
      } finally {
        await trx.rollback().execute();
      }
    });
    settled = tried.ready;
    tried.stored.forEach(count);
  } else if (routes.length > 0 || read.regions.length > 0) {
    const ready = await retryAfterDeadlock(() => deps.db.transaction().execute(settle));
    settled = ready;
    if (ready !== null) {
      for (const route of routes) {
        count(await retryAfterDeadlock(() => deps.db.transaction().execute((trx) => store(trx, ready, route))));
      }
    }
  } else return report(input, read, tally, [], problems);

  if (settled === null) {
    return refusedReport(read.format, input.dryRun, read.rows, {
      line: 1,
      field: read.format === 'json' ? 'carrier.name' : '',
      message: {
        de: `„${carrierName}“ ist als anderer Träger gespeichert; richtig wäre der Name der eigenen Flotte.`,
        en: `"${carrierName}" is stored as another carrier; the own fleet’s name would be right.`,
      },
    });
  }
  return report(input, read, tally, settled.notes, problems);
}

type Tally = ReturnType<typeof startTally>;

function startTally() {
  const routes = { new: 0, updated: 0, skipped: 0 };
  const sum = { stops: 0, parcels: 0 };
  const notes: Bilingual[] = [];
  return {
    routes,
    sum,
    notes,
    add(written: Awaited<ReturnType<typeof writeRoute>>) {
      routes[written.outcome] += 1;
      sum.stops += written.stops;
      sum.parcels += written.parcels;
      notes.push(...written.notes);
    },
  };
}

function report(
  input: ImportInput,
  read: { format: 'csv' | 'json'; rows: number },
  tally: Tally,
  notes: readonly Bilingual[],
  problems: Problems,
): ImportReport {
  return {
    format: read.format,
    dryRun: input.dryRun,
    refused: false,
    routes: tally.routes,
    ...tally.sum,
    rows: read.rows,
    problems: problems.list(),
    notes: [...notes, ...tally.notes],
  };
}

function refusedReport(
  format: ImportReport['format'],
  dryRun: boolean,
  rows: number,
  problem: ImportProblem,
): ImportReport {
  const routes = { new: 0, updated: 0, skipped: 0 };
  return { format, dryRun, refused: true, routes, stops: 0, parcels: 0, rows, problems: [problem], notes: [] };
}
