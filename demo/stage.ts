import type { RouteImportDocument } from '../packages/contract/index.ts';
import type { Db } from '../packages/server/db/open-database.ts';
import type { Operator } from '../packages/server/operator.ts';
import type { Town } from '../packages/simulator/town/town.ts';
import type { DemoClock } from './demo-clock.ts';

/** What every act of the demo plays on: the running server, its clock and the town. */
export interface DemoStage {
  /** The server's address, as a phone or a browser reaches it. */
  readonly url: string;
  readonly clock: DemoClock;
  readonly operator: Operator;
  /** Only to look up ids; everything that happens, happens through the server's doors. */
  readonly db: Db;
  readonly town: Town;
  readonly keepHouse: () => Promise<void>;
  readonly tellClock: () => void;
  /** Calls back whenever a mail or a push was sent; returns how to stop that. */
  readonly onMessageSent: (heard: () => void) => () => void;
}

/** Sends the clock to another instant, and lets the server do what is due by then. */
export async function jumpTo(stage: DemoStage, at: number): Promise<void> {
  stage.clock.jumpTo(at);
  await stage.keepHouse();
  stage.tellClock();
}

/** Imports a day; throws where a row of it is bad. */
export async function importDay(stage: DemoStage, document: RouteImportDocument): Promise<void> {
  const report = await stage.operator.importRoutes({
    bytes: Buffer.from(JSON.stringify(document)),
    fileName: 'day.json',
    dryRun: false,
  });
  if (report.problems.length > 0)
    throw new Error(`the demo's day was not imported whole: ${JSON.stringify(report.problems.slice(0, 5))}`);
}

export async function parcelIdOf(stage: DemoStage, parcelNumber: string): Promise<string> {
  const { id } = await stage.db
    .selectFrom('parcels')
    .select('id')
    .where('parcel_number', '=', parcelNumber)
    .executeTakeFirstOrThrow();
  return id;
}
