// The real server with its live part in hand, so that vans can be moved without a fix's way through the door. What
// compose.ts puts together beside that (mail, pages, housekeeping) has no part in a stream.
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptedFix } from '@doorstep/domain';
import pino from 'pino';
import { createAuth } from '../../packages/server/access/auth.ts';
import { createDeviceRegistry } from '../../packages/server/access/devices.ts';
import { readOpenSessions } from '../../packages/server/access/open-sessions.ts';
import { rememberedSessions } from '../../packages/server/access/stream-sessions.ts';
import { inProcessBus } from '../../packages/server/adapters/bus/in-process.ts';
import { buildApp } from '../../packages/server/app.ts';
import { readConfig } from '../../packages/server/config.ts';
import { openDatabase } from '../../packages/server/db/open-database.ts';
import { bindConfirmedEmail } from '../../packages/server/features/accounts/binding.ts';
import { dropFixes } from '../../packages/server/features/fixes/drop-fixes.ts';
import { createFixStore } from '../../packages/server/features/fixes/fix.store.ts';
import { readStoredFixes } from '../../packages/server/features/fixes/stored-fixes.ts';
import { mailOutbox } from '../../packages/server/features/notifications/mail-outbox.ts';
import { createWatcherReader } from '../../packages/server/features/parcels/me-parcels.http.ts';
import { createDriverLive } from '../../packages/server/features/routes/driver-live.ts';
import { createDriverRoutes } from '../../packages/server/live/driver-routes.ts';
import { createFanOut } from '../../packages/server/live/fan-out.ts';
import { createPositionSources } from '../../packages/server/live/position-sources.ts';
import { createRouteBook, type LiveRoute } from '../../packages/server/live/route-book.ts';
import { createSessionGuard } from '../../packages/server/live/session-guard.ts';
import { createStreams } from '../../packages/server/live/sse.ts';
import { systemClock as clock } from '../../packages/server/ports/clock.ts';
import { answerParent, observing } from '../child.ts';

const config = readConfig(process.env, '.');
const { db, pool } = openDatabase(config.databaseUrl ?? '', { maximumConnections: config.databaseConnections });
const bus = inProcessBus();
const { visibility } = config;
const readFixes = (routeId: string) => readStoredFixes(pool, routeId);
const routeBook = createRouteBook({
  db,
  bus,
  readStoredFixes: readFixes,
  settings: visibility,
  now: clock.now,
  mapsOpened: async () => undefined,
});
const seeing = { db, routeBook, clock, visibility };
const readWatcher = createWatcherReader(seeing);
const readSessions = (ids: readonly string[]) => readOpenSessions(pool, ids);
const driverRoutes = createDriverRoutes({ db, bus });
const auth = createAuth({
  db,
  config,
  clock,
  secret: config.secret ?? '',
  sendMail: mailOutbox({ smtp: false }),
  onEmailConfirmed: bindConfirmedEmail,
  log: { error: (message) => process.stderr.write(`${message}\n`) },
});
const devices = createDeviceRegistry({ pool, clock });
const fanOut = createFanOut({
  bus,
  clock,
  routeBook,
  sessions: createSessionGuard({ bus, clock, readOpenSessions: readSessions }),
  readWatched: readWatcher,
});
const positionSources = createPositionSources(clock.now);
const { leaveWithoutPermission } = config;
const app = await buildApp({
  ...seeing,
  leaveWithoutPermission,
  bus,
  devices,
  fanOut,
  positionSources,
  driverLive: createDriverLive({ ...seeing, leaveWithoutPermission, devices, fanOut, positionSources, bus }),
  streams: createStreams({ clock, heartbeatMillis: 15_000, most: config.streams }),
  streamsPerAccount: config.streamsPerAccount,
  network: { tls: null, trustProxy: config.trustProxy },
  fixStore: createFixStore(pool),
  routesOfDriver: driverRoutes.routesOfDriver,
  forgetDriverRoute: driverRoutes.forget,
  dropFixes,
  announce: async () => undefined,
  announceDropOff: async () => undefined,
  announceOtherDay: async () => undefined,
  deliveryDays: { weekdays: [], closed: [], daysAhead: 0 },
  writeMessageChannels: async () => undefined,
  endUnwanted: async () => undefined,
  photos: {
    expect: async () => [],
    named: () => undefined,
    destroyOf: async () => undefined,
    consider: async () => null,
    take: async () => ({ outcome: 'discarded' }),
    see: async () => null,
    delete: async () => null,
    look: async () => ({ ok: false, code: 'not_found' }),
    toLookAt: async () => 'not_found',
    readLook: async () => null,
    seeLookedAt: async () => null,
    settle: async () => undefined,
    erase: async () => undefined,
    keepHouse: async () => undefined,
    close: () => undefined,
  },
  cases: { db, bus, clock, settlePhotosOf: async () => undefined },
  retentionMillis: config.fixRetentionHours * 3_600_000,
  session: auth.signedIn,
  streamSession: rememberedSessions({ signedIn: auth.signedIn, readOpenSessions: readSessions }),
  readWatcher,
  readGuest: async () => null,
  guests: {
    openLink: async () => ({ ok: false, code: 'no_such_link' }),
    passes: { db, bus, clock, publicUrl: config.publicUrl },
  },
  logger: pino({ level: config.logLevel }, pino.destination(2)),
  mapFile: null,
  isReady: async () => true,
  moreDoors: async () => undefined,
});

const metresPerDegree = 111_320;
let step = 0;

/** A metre and a half on along a circle of 400 m, now. */
function nextFix(middle: { lat: number; lon: number }): AcceptedFix {
  const angle = (step * 1.5) / 400;
  return {
    lat: Number((middle.lat + (Math.sin(angle) * 400) / metresPerDegree).toFixed(6)),
    lon: Number((middle.lon + (Math.cos(angle) * 620) / metresPerDegree).toFixed(6)),
    accuracyMetres: 6.5,
    speedMetresPerSecond: 8,
    headingDegrees: Math.round((((270 - (angle * 180) / Math.PI) % 360) + 360) % 360),
    fixedAt: clock.now(),
    mocked: false,
  };
}

interface DrivenRoute {
  readonly routeId: string;
  readonly lat: number;
  readonly lon: number;
}

/** Longer than it takes to tell a round of all vans to all who watch. */
const untilToldMillis = 60;

async function driveOn(
  given: readonly DrivenRoute[],
  goesOn: (moves: number) => boolean,
  move: (live: LiveRoute, fixes: readonly AcceptedFix[]) => void = routeBook.foldFixes,
  afterEachRound: () => Promise<void> = async () => undefined,
): Promise<{ moves: number }> {
  const routes: { live: LiveRoute; lat: number; lon: number }[] = [];
  for (const { routeId, lat, lon } of given) {
    const live = await routeBook.open(routeId);
    if (!live) throw new Error(`no route ${routeId}`);
    routes.push({ live, lat, lon });
  }
  let moves = 0;
  while (goesOn(moves)) {
    step += 1;
    for (const { live, lat, lon } of routes) {
      if (!goesOn(moves)) break;
      move(live, [nextFix({ lat, lon })]);
      moves += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await afterEachRound();
  }
  return { moves };
}

const connections = new Set<Socket>();
app.server.on('connection', (socket) => {
  connections.add(socket);
  socket.on('close', () => connections.delete(socket));
});

const work = {
  async listen(_input: null): Promise<number> {
    await app.listen({ port: 0, host: '127.0.0.1', backlog: 8192 });
    const address = app.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  },

  /** Moves one van after the other until the time is over; each gets as many turns as this process can give. */
  async drive(input: { millis: number; routes: readonly DrivenRoute[] }): Promise<{ moves: number }> {
    const until = performance.now() + input.millis;
    return driveOn(input.routes, () => performance.now() < until);
  },

  /**
   * Moves each van so many times, and lets every move be told before the next: of few vans two moves would else be told
   * in one frame. Answers the CPU time that took, up to the last byte handed to the system.
   */
  async driveRounds(input: {
    rounds: number;
    routes: readonly DrivenRoute[];
    /** Everything but the move itself: what driving costs and not the server. */
    withoutMoving?: boolean;
  }): Promise<{ cpuMicros: number }> {
    const most = input.rounds * input.routes.length;
    const before = process.cpuUsage();
    const move = input.withoutMoving ? () => undefined : routeBook.foldFixes;
    await driveOn(
      input.routes,
      (moves) => moves < most,
      move,
      () => sleep(untilToldMillis),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { user, system } = process.cpuUsage(before);
    return { cpuMicros: user + system };
  },

  /** What waits for readers in this process, over all its connections. */
  bytesWaiting(_input: null): number {
    let bytes = 0;
    for (const socket of connections) bytes += socket.writableLength;
    return bytes;
  },
  ...observing(),
};
export type LiveServer = typeof work;

answerParent<LiveServer>({
  ...work,
  async stop() {
    await app.close();
    await pool.end();
  },
});
