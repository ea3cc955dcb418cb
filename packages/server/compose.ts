import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageServices } from '@doorstep/contract';
import { defaultVisibilitySettings } from '@doorstep/domain';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { authRoutes } from './access/auth.http.ts';
import { createAuth } from './access/auth.ts';
import { tellWhoAsks } from './access/client-address.ts';
import { createDeviceRegistry } from './access/devices.ts';
import { readOpenSessions } from './access/open-sessions.ts';
import { forgetUnconfirmedAccounts } from './access/registration.ts';
import { tellAccountChanges, tellNewAdministrators } from './access/tell-sign-outs.ts';
import { inProcessBus } from './adapters/bus/in-process.ts';
import { smtpMailer } from './adapters/notifier/smtp-mailer.ts';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { type JobLog, prepareJobs, startWorker } from './db/jobs.ts';
import { type ChangeListener, listenForChanges } from './db/listen.ts';
import type { OpenDatabase } from './db/open-database.ts';
import { createAccountServices } from './features/accounts/account-services.ts';
import { createAdministration } from './features/accounts/administration.ts';
import { bindConfirmedEmail } from './features/accounts/binding.ts';
import { pairingRoutes } from './features/accounts/pairing.http.ts';
import { openPairing } from './features/accounts/pairing.ts';
import { forgetOldCommands } from './features/deliveries/deliveries.store.ts';
import { dropFixes } from './features/fixes/drop-fixes.ts';
import { createFixStore } from './features/fixes/fix.store.ts';
import { turnFixPartitions } from './features/fixes/fix-partitions.ts';
import { readStoredFixes } from './features/fixes/stored-fixes.ts';
import { checkBaseMap } from './features/maps/base-map.ts';
import { forgetOldMails, mailOutbox } from './features/notifications/mail-outbox.ts';
import { sendMailJob } from './features/notifications/send-mail.job.ts';
import { readWatcher } from './features/parcels/me-parcels.http.ts';
import { listParcels, seeOrder, seeParcel } from './features/parcels/see-parcels.ts';
import { readMapSwitch, writeMapSwitch } from './features/preferences/map-switch.ts';
import { createDriverRoutes } from './live/driver-routes.ts';
import { createFanOut } from './live/fan-out.ts';
import { createRouteBook } from './live/route-book.ts';
import { createSessionGuard } from './live/session-guard.ts';
import { createStreams } from './live/sse.ts';
import { readLegalTexts } from './pages/legal-texts.ts';
import { pages } from './pages/pages.http.ts';
import { type Clock, fastClock, systemClock } from './ports/clock.ts';

export interface Composed {
  readonly app: FastifyInstance;
  readonly clock: Clock;
  /** Ends streams and jobs, lets running requests finish, closes the database. */
  close(): Promise<void>;
}

export interface ComposeInput {
  readonly config: Config;
  readonly database: OpenDatabase;
  /** Where built pages lie; null for a server without pages (tests of the API). */
  readonly built: { readonly webHandler: string; readonly widgetFolder: string } | null;
  readonly clock?: Clock;
  readonly logger?: pino.Logger;
}

const hourMillis = 3_600_000;

/** Puts the server together. The only file that names adapters. The database must have the newest schema. */
export async function compose(input: ComposeInput): Promise<Composed> {
  const { config, database } = input;
  const { db, pool } = database;
  const logger = input.logger ?? pino({ level: config.logLevel });
  const clock = input.clock ?? clockOf(config);
  const bus = inProcessBus();
  const visibility = { ...defaultVisibilitySettings, nearStops: config.nearStops, nearMetres: config.nearMetres };
  const baseMap = config.mapFile === null ? null : await checkBaseMap(config.mapFile);

  const fixStore = createFixStore(pool);
  const routeBook = createRouteBook({
    db,
    bus,
    async readStoredFixes(routeId) {
      // What is on its way to the disk now was answered for, or will be: it must be read too.
      await fixStore.write(null).catch(() => undefined);
      return readStoredFixes(pool, routeId);
    },
    settings: visibility,
    now: clock.now,
  });
  const seeing = { db, routeBook, clock, visibility };
  const driverRoutes = createDriverRoutes({ db, bus });
  const devices = createDeviceRegistry({ pool, clock });
  const streams = createStreams({ clock, heartbeatMillis: 15_000 });
  const sessions = createSessionGuard({ bus, clock, readOpenSessions: (ids) => readOpenSessions(pool, ids) });
  const fanOut = createFanOut({
    bus,
    clock,
    routeBook,
    settings: visibility,
    sessions,
    readWatched: (accountId, parcelId, language) => readWatcher(seeing, accountId, parcelId, language),
  });

  const jobLog: JobLog = {
    info: (message) => logger.info(message),
    warn: (message) => logger.warn(message),
    error: (message) => logger.error(message),
  };
  const sendMail = mailOutbox({ smtp: config.smtpUrl !== null });
  const accounts = createAuth({
    db,
    config,
    clock,
    secret: config.secret ?? (await keptSecret(config.dataDirectory)),
    sendMail,
    onEmailConfirmed: bindConfirmedEmail,
    log: jobLog,
  });
  const accountChanged = (accountId: string) => bus.publish('account_changed', { accountId });
  const auth = tellAccountChanges(accounts, accountChanged);
  const mailer = config.smtpUrl === null ? null : smtpMailer({ url: config.smtpUrl, from: config.mailFrom });
  await prepareJobs({ pool, log: jobLog });
  const worker =
    mailer && (await startWorker({ pool, tasks: { send_mail: sendMailJob({ db, mailer, clock }) }, log: jobLog }));

  const services: PageServices = {
    instanceName: config.name,
    baseMap,
    now: clock.now,
    legalTexts: await readLegalTexts(config.legalFolder),
    reportFault: (fault, route) =>
      logger.error({ route, kind: fault instanceof Error ? fault.name : typeof fault }, 'page failed'),
    session: (headers) => auth.session(headers),
    listParcels: (session, language, cursor) => listParcels(seeing, { ...session, language }, cursor),
    seeOrder: (session, language, orderId) => seeOrder(seeing, { ...session, language }, orderId),
    seeParcel: (session, language, parcelId) => seeParcel(seeing, { ...session, language }, parcelId),
    readMapSwitch: (session) => readMapSwitch(db, session.accountId),
    async setMapSwitch(session, on) {
      const parcelIds = await writeMapSwitch(db, session.accountId, on);
      bus.publish('parcels_changed', { parcelIds });
      accountChanged(session.accountId);
    },
    accounts: tellNewAdministrators(createAccountServices({ db, clock, auth }), auth, accountChanged),
    administration: createAdministration({ db, clock, config }),
    pairing: { open: (code) => openPairing(db, { code, now: clock.now() }) },
  };

  let importHeard: NodeJS.Timeout | null = null;
  const plansMayHaveChanged = () => {
    routeBook.forgetNotStarted();
    // A file of many routes sends a notice for each; whoever watches is asked about once for all that came together.
    importHeard ??= setTimeout(() => {
      importHeard = null;
      bus.publish('routes_imported', {});
    }, 250);
  };
  const listener: ChangeListener = await listenForChanges(pool, {
    deviceRevoked: (deviceId) => devices.evict(deviceId),
    routesImported: plansMayHaveChanged,
    mayHaveMissed() {
      devices.evictAll();
      plansMayHaveChanged();
    },
  });
  const housekeeping = keepHouse(async () => {
    await turnFixPartitions(pool, { now: clock.now(), retentionHours: config.fixRetentionHours });
    await devices.flushLastSeen();
    await forgetOldMails(db, { now: clock.now() });
    await forgetUnconfirmedAccounts(db, { now: clock.now() });
    await forgetOldCommands(db, clock.now());
    routeBook.forgetUnused(clock.now() - 2 * hourMillis);
  }, logger);
  await housekeeping.first;

  const app = await buildApp({
    ...seeing,
    bus,
    devices,
    fanOut,
    streams,
    fixStore,
    routesOfDriver: driverRoutes.routesOfDriver,
    forgetDriverRoute: driverRoutes.forget,
    dropFixes,
    retentionMillis: config.fixRetentionHours * hourMillis,
    session: auth.signedIn,
    logger,
    mapFile: config.mapFile,
    isReady: async () => {
      return pool.query('select 1').then(
        () => true,
        () => false,
      );
    },
    async moreDoors(doors) {
      tellWhoAsks(doors);
      await doors.register(authRoutes({ auth, publicUrl: config.publicUrl }));
      await doors.register(pairingRoutes({ db, clock }));
      if (input.built) await pages(doors, { services, ...input.built });
    },
  });

  return {
    app,
    clock,
    async close() {
      housekeeping.stop();
      fanOut.stop();
      sessions.stop();
      streams.closeAll();
      await app.close();
      await worker?.stop();
      mailer?.close();
      await devices.flushLastSeen().catch(() => undefined);
      await listener.close();
      if (importHeard) clearTimeout(importHeard);
      await database.close();
    },
  };
}

/** The clock that the settings ask for. */
export function clockOf(config: Config): Clock {
  if (config.clockSpeed === 1 && config.clockStartAt === null) return systemClock;
  return fastClock({ startAt: config.clockStartAt ?? Date.now(), speed: config.clockSpeed });
}

/** Signs sessions over restarts where the operator gave no secret: made once, readable by nobody else. */
async function keptSecret(dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, 'session-secret');
  await mkdir(dataDirectory, { recursive: true });
  await writeFile(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return (await readFile(file, 'utf8')).trim();
}

/** What has to be done now and then, by every server, whatever else happens. A failure waits for the next turn. */
function keepHouse(work: () => Promise<void>, logger: pino.Logger) {
  const turn = () =>
    work().catch((error: Error) => logger.error({ kind: error.name, message: error.message }, 'housekeeping failed'));
  const timer = setInterval(turn, 60_000);
  timer.unref();
  return { first: turn(), stop: () => clearInterval(timer) };
}
