// A whole server for tests: composed as in real life on a PostgreSQL database of its own, with a clock that the test
// moves, one imported route, its driver's paired phone, and recipients who sign in. Nothing in it is a stand-in.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createAuth } from '../access/auth.ts';
import type { OwnDepots } from '../access/own-depots.ts';
import type { Role } from '../access/roles.ts';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';
import { routesImportedChannel } from '../db/channels.ts';
import { openDatabase } from '../db/open-database.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { addUser } from '../features/accounts/add-user.ts';
import { bindConfirmedEmail, bindConsignments } from '../features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../features/accounts/pairing.ts';
import { importRoutes } from '../features/routes/import/import-routes.ts';
import { keepLog, refuseTales } from './kept-log.ts';
import { plannedStartAt, type RouteWish, routeFile } from './route-file.ts';
import { settableClock } from './settable-clock.ts';

export interface TestStop {
  readonly stopId: string;
  readonly lat: number;
  readonly lon: number;
  readonly parcelIds: readonly string[];
}

export interface TestRoute {
  readonly routeId: string;
  readonly driverId: string;
  readonly stops: readonly TestStop[];
}

const secret = 'a secret of the tests that is long enough';

/** Starts a server with one imported route; its clock stands at the planned start. `store`: where no test run gives one. */
export async function startTestServer(
  wish: RouteWish & {
    readonly settings?: Readonly<Record<string, string>>;
    readonly keepPushes?: boolean;
    readonly store?: TestDatabase;
    /** The pages as they were built; left out: page-door.ts stands where they stand. */
    readonly pages?: { readonly webHandler: string; readonly widgetFolder: string };
  },
): Promise<TestServer> {
  const store = wish.store ?? (await createTestDatabase());
  const clock = settableClock(plannedStartAt);
  const log = keepLog();
  const secrets = new Set<string>([secret]);
  const dataFolder = await mkdtemp(join(tmpdir(), 'doorstep-server-'));
  const config = readConfig(
    {
      DOORSTEP_DATA: dataFolder,
      DOORSTEP_SECRET: secret,
      DOORSTEP_PUBLIC_URL: 'http://doorstep.example',
      ...wish.settings,
    },
    dataFolder,
  );
  const auth = createAuth({
    db: store.db,
    config,
    clock,
    secret,
    sendMail: async () => undefined,
    onEmailConfirmed: bindConfirmedEmail,
    log: { error: (message) => log.logger.error(message) },
  });

  const start = () =>
    compose({
      config,
      database: openDatabase(store.url, { maximumConnections: 8 }),
      built: wish.pages ?? { webHandler: join(import.meta.dirname, 'page-door.ts'), widgetFolder: import.meta.dirname },
      clock,
      logger: log.logger,
      keepPushes: wish.keepPushes ?? false,
    });

  async function addRoute(added: RouteWish): Promise<TestRoute> {
    const bytes = new TextEncoder().encode(JSON.stringify(routeFile(added)));
    const report = await importRoutes(
      { db: store.db, clock, bindConsignments },
      { bytes, fileName: 'route.json', dryRun: false },
    );
    if (report.problems.length > 0 || report.routes.skipped > 0) throw new Error(JSON.stringify(report));
    await store.pool.query('select pg_notify($1, $2)', [routesImportedChannel, '']);
    return readRoute(store, added.reference ?? 'F-1');
  }

  const route = await addRoute(wish);
  let running = await start();

  return {
    clock,
    database: store,
    log: log.lines,
    dataFolder,
    keepHouse: () => running.keepHouse(),
    tellClock: () => running.tellClock(),
    route,
    addRoute,
    get app() {
      return running.app;
    },
    onMessageSent: (heard) => running.onMessageSent(heard),
    async listen() {
      const address = running.app.server.address();
      if (address !== null && typeof address === 'object') return `http://127.0.0.1:${address.port}`;
      return running.app.listen({ port: 0, host: '127.0.0.1' });
    },
    async restart() {
      await running.close();
      running = await start();
    },
    async pair(driverId = route.driverId) {
      const { code } = await makePairingCode(store.db, { driverId, now: clock.now() });
      const paired = await pairDevice(store.db, { code, deviceName: null, now: clock.now() });
      if (!paired) throw new Error('a fresh code pairs');
      secrets.add(paired.token).add(code);
      return paired;
    },
    async signIn(email, role = 'recipient', depots = role === 'dispatcher' ? 'all' : []) {
      const made = await addUser({ db: store.db, auth }, { email, role, name: 'Wilhelmine Feldhaus', depots });
      if (!made.ok) throw new Error(made.code);
      const answer = await auth.signIn({ email, password: made.password }, new Headers());
      if (!answer.ok) throw new Error(answer.code);
      const cookie = answer.setCookies.map((line) => line.split(';')[0]).join('; ');
      secrets.add(made.password).add(cookie.split(/[=.]/)[2] ?? cookie);
      return { accountId: made.accountId, cookie, password: made.password };
    },
    async close() {
      await running.close();
      await store.close();
      await rm(dataFolder, { recursive: true, force: true });
      refuseTales(log.lines, secrets);
    },
  };
}

export interface TestServer {
  readonly clock: ReturnType<typeof settableClock>;
  readonly database: Awaited<ReturnType<typeof createTestDatabase>>;
  readonly log: readonly string[];
  /** What this server keeps beside the database, and nobody else does. */
  readonly dataFolder: string;
  /** Does at once what is due by the clock. */
  keepHouse(): Promise<void>;
  /** A heartbeat to every open stream at once: what was sent before it has been read when it comes. */
  tellClock(): void;
  readonly route: TestRoute;
  readonly app: FastifyInstance;
  /** Imports another route, as `doorstep import` beside the running server does. */
  addRoute(wish: RouteWish): Promise<TestRoute>;
  /** Calls back whenever a mail or a push was sent, or kept. */
  onMessageSent(heard: () => void): () => void;
  /** Listens on a free port; answers the address. */
  listen(): Promise<string>;
  /** Another server on the same database, as after a restart. */
  restart(): Promise<void>;
  pair(driverId?: string): Promise<{ token: string; deviceId: string }>;
  /** A confirmed account of this address, signed in. */
  signIn(
    email: string,
    role?: Role,
    depots?: OwnDepots,
  ): Promise<{ accountId: string; cookie: string; password: string }>;
  /** Stops, and throws where the log told anything about a person or a place. */
  close(): Promise<void>;
}

async function readRoute(
  { db }: Awaited<ReturnType<typeof createTestDatabase>>,
  reference: string,
): Promise<TestRoute> {
  const { id, driver_id } = await db
    .selectFrom('routes')
    .select(['id', 'driver_id'])
    .where('reference', '=', reference)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('stops')
    .innerJoin('stop_parcels', 'stop_parcels.stop_id', 'stops.id')
    .innerJoin('parcels', 'parcels.id', 'stop_parcels.parcel_id')
    .select(['stops.id', 'stops.lat', 'stops.lon', 'stops.sequence', 'parcels.id as parcel_id'])
    .where('stops.route_id', '=', id)
    .orderBy('stops.sequence')
    .orderBy('parcels.parcel_number')
    .execute();
  const stops = [...Map.groupBy(rows, (row) => row.id)].map(([stopId, ofStop]) => ({
    stopId,
    lat: ofStop[0]?.lat ?? 0,
    lon: ofStop[0]?.lon ?? 0,
    parcelIds: ofStop.map((row) => row.parcel_id),
  }));
  if (driver_id === null) throw new Error('a route that was just imported has a driver');
  return { routeId: id, driverId: driver_id, stops };
}
