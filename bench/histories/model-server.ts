// The real server for the model of phones: composed as for use, on a database of the caller's, with a clock that the
// model moves, and restarted as often as the model likes. Requests reach its doors without a socket.
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { type Composed, compose } from '../../packages/server/compose.ts';
import { readConfig } from '../../packages/server/config.ts';
import { type Db, openDatabase } from '../../packages/server/db/open-database.ts';
import { bindConsignments } from '../../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../../packages/server/features/routes/import/import-routes.ts';
import { routeFile, type StopWish } from '../../packages/server/testing/route-file.ts';
import { type SettableClock, settableClock } from '../../packages/server/testing/settable-clock.ts';

export interface ModelStop {
  readonly stopId: string;
  readonly lat: number;
  readonly lon: number;
  readonly parcelIds: readonly string[];
}

export interface ModelRoute {
  readonly routeId: string;
  readonly driverId: string;
  readonly token: string;
  readonly stops: readonly ModelStop[];
}

export interface ModelServer {
  readonly clock: SettableClock;
  readonly db: Db;
  readonly pool: ReturnType<typeof openDatabase>['pool'];
  /** Null while it restarts. */
  readonly app: FastifyInstance | null;
  /** Ends and begins anew; who asks meanwhile is not heard. */
  restart(): Promise<void>;
  /** Imports routes that are planned for now, each with a driver of its own and that driver's paired phone. */
  addRoutes(references: readonly string[], stops: readonly StopWish[]): Promise<readonly ModelRoute[]>;
  /** Goes to this moment, with everything done that is due by then. */
  goTo(at: number): Promise<void>;
  close(): Promise<void>;
}

export async function openModelServer(
  environment: Readonly<Record<string, string>>,
  startAt: number,
): Promise<ModelServer> {
  const config = readConfig({ ...environment, DOORSTEP_LOG_LEVEL: 'silent' }, '.');
  const url = config.databaseUrl ?? '';
  const own = openDatabase(url, { maximumConnections: 4 });
  const clock = settableClock(startAt);
  const logger = pino({ level: 'silent' });
  const start = () =>
    compose({ config, database: openDatabase(url, { maximumConnections: 10 }), built: null, clock, logger });
  let running: Composed | null = await start();

  async function routeOf(reference: string): Promise<ModelRoute> {
    const { id, driver_id: driverId } = await own.db
      .selectFrom('routes')
      .select(['id', 'driver_id'])
      .where('reference', '=', reference)
      .executeTakeFirstOrThrow();
    if (driverId === null) throw new Error('a fresh route has a driver');
    const rows = await own.db
      .selectFrom('stops')
      .innerJoin('stop_parcels', 'stop_parcels.stop_id', 'stops.id')
      .select(['stops.id', 'stops.lat', 'stops.lon', 'stop_parcels.parcel_id'])
      .where('stops.route_id', '=', id)
      .orderBy('stops.sequence')
      .execute();
    const stops = [...Map.groupBy(rows, (row) => row.id)].map(([stopId, ofStop]) => ({
      stopId,
      lat: ofStop[0]?.lat ?? 0,
      lon: ofStop[0]?.lon ?? 0,
      parcelIds: ofStop.map((row) => row.parcel_id).sort(),
    }));
    const { code } = await makePairingCode(own.db, { driverId, now: clock.now() });
    const paired = await pairDevice(own.db, { code, deviceName: null, now: clock.now() });
    if (!paired) throw new Error('a fresh code pairs');
    return { routeId: id, driverId, token: paired.token, stops };
  }

  return {
    clock,
    db: own.db,
    pool: own.pool,
    get app() {
      return running?.app ?? null;
    },
    async restart() {
      const ending = running;
      running = null;
      await ending?.close();
      running = await start();
    },
    async addRoutes(references, stops) {
      const files = references.map((reference) =>
        routeFile({ stops, reference, driver: `Driver ${reference}`, plannedStartAt: clock.now() }),
      );
      const [first] = files;
      if (!first) return [];
      const bytes = Buffer.from(JSON.stringify({ ...first, routes: files.flatMap(({ routes }) => routes) }));
      const report = await importRoutes(
        { db: own.db, clock, bindConsignments },
        { bytes, fileName: 'routes.json', dryRun: false },
      );
      if (report.routes.new !== references.length) throw new Error(JSON.stringify(report.problems).slice(0, 500));
      return Promise.all(references.map(routeOf));
    },
    async goTo(at) {
      clock.set(at);
      await running?.keepHouse();
    },
    async close() {
      await running?.close();
      await own.close();
    },
  };
}
