import { join } from 'node:path';
import type { DemoServices } from '@doorstep/contract';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import { authRoutes } from './access/auth.http.ts';
import { createAuth } from './access/auth.ts';
import { tellWhoAsks } from './access/client-address.ts';
import { createDeviceRegistry } from './access/devices.ts';
import { readOpenSessions } from './access/open-sessions.ts';
import { rememberedSessions } from './access/stream-sessions.ts';
import { tellAccountChanges, tellFormChanges } from './access/tell-sign-outs.ts';
import { diskBlobStore } from './adapters/blob-store/disk.ts';
import { inProcessBus } from './adapters/bus/in-process.ts';
import { keptPush } from './adapters/notifier/kept-push.ts';
import { mailNotifier } from './adapters/notifier/mail-notifier.ts';
import { smtpMailer } from './adapters/notifier/smtp-mailer.ts';
import { webPusher } from './adapters/notifier/web-pusher.ts';
import { buildApp } from './app.ts';
import { houseSteps } from './compose-housekeeping.ts';
import { listenToOthers } from './compose-listening.ts';
import { composePrivacy } from './compose-privacy.ts';
import type { Config } from './config.ts';
import { jobLogOf, prepareJobs, startWorker } from './db/jobs.ts';
import type { OpenDatabase } from './db/open-database.ts';
import { createAccountServices } from './features/accounts/account-services.ts';
import { bindConfirmedEmail, tellBound } from './features/accounts/binding.ts';
import { pairingRoutes } from './features/accounts/pairing.http.ts';
import { dropFixes } from './features/fixes/drop-fixes.ts';
import { createFixStore } from './features/fixes/fix.store.ts';
import { readStoredFixes } from './features/fixes/stored-fixes.ts';
import { openGuests } from './features/guests/open-guests.ts';
import { checkBaseMap } from './features/maps/base-map.ts';
import { createAnnouncer } from './features/notifications/announce.ts';
import { mailOutbox } from './features/notifications/mail-outbox.ts';
import { messageChoices } from './features/notifications/message-channels.ts';
import { lateNews, photoNews, wishNewsOf } from './features/notifications/news.ts';
import { openMessages } from './features/notifications/open-messages.ts';
import { pushOutbox } from './features/notifications/push-outbox.ts';
import { createWatcherReader } from './features/parcels/me-parcels.http.ts';
import { seeParcel } from './features/parcels/see-parcels.ts';
import { openPhotos } from './features/photos/open-photos.ts';
import { privacyDoors } from './features/privacy/privacy.http.ts';
import { createDriverLive } from './features/routes/driver-live.ts';
import { keptSecret } from './kept-secret.ts';
import { kindOf } from './kind-of-fault.ts';
import { createDriverRoutes } from './live/driver-routes.ts';
import { createFanOut } from './live/fan-out.ts';
import { createLateArrivals } from './live/late-arrivals.ts';
import { createPositionSources } from './live/position-sources.ts';
import { createRouteBook } from './live/route-book.ts';
import { createSessionGuard } from './live/session-guard.ts';
import { createStreams } from './live/sse.ts';
import { createOperator, type Operator } from './operator.ts';
import { createPageServices } from './page-services.ts';
import { readLegalTexts } from './pages/legal-texts.ts';
import { type BuiltPages, pages } from './pages/pages.http.ts';
import { photoKeys } from './photo-keys.ts';
import { type Clock, clockOf } from './ports/clock.ts';
import { pushIdentity } from './push-identity.ts';
import { keepHouse, tellWhatIsDue } from './regular-work.ts';
import { openTls } from './tls.ts';

export interface Composed {
  readonly app: FastifyInstance;
  readonly clock: Clock;
  readonly operator: Operator;
  /** What is due by the clock now, done now: for a clock that was sent to another day. */
  keepHouse(): Promise<void>;
  /** Tells every page at once that the clock was set or runs otherwise. */
  tellClock(): void;
  /** Calls back whenever a mail or a push was sent, or kept; returns how to stop that. */
  onMessageSent(heard: () => void): () => void;
  /** Ends streams and jobs, lets running requests finish, closes the database. */
  close(): Promise<void>;
}

export interface ComposeInput {
  readonly config: Config;
  readonly database: OpenDatabase;
  /** Where built pages lie; null for a server without pages (tests of the API). */
  readonly built: BuiltPages | null;
  readonly clock?: Clock;
  readonly logger?: pino.Logger;
  /** What pages of the demo ask for; left out everywhere else. */
  readonly demo?: DemoServices;
  /** Makes pushes for everybody and keeps them for the demo's outbox page, besides sending them to known browsers. */
  readonly keepPushes?: boolean;
}

const hourMillis = 3_600_000;

/** Puts the server together. The only file that names adapters. The database must have the newest schema. */
export async function compose(input: ComposeInput): Promise<Composed> {
  const { config, database } = input;
  const { db, pool } = database;
  const logger = input.logger ?? pino({ level: config.logLevel });
  const clock = input.clock ?? clockOf(config);
  const bus = inProcessBus();
  const { visibility } = config;
  const tls = config.tls === null ? null : await openTls(config.tls);
  const baseMap = config.mapFile === null ? null : await checkBaseMap(config.mapFile);

  const pushesTo = input.keepPushes ? 'all' : 'browsers';
  const announcer = createAnnouncer({ pushesTo });
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
    mapsOpened: (trx, opened) => announcer.happened(trx, { event: 'map_available', ...opened }),
  });
  const seeing = { db, routeBook, clock, visibility };
  const seeOne = (asker: Parameters<typeof seeParcel>[1], parcelId: string) => seeParcel(seeing, asker, parcelId);
  const keys = await photoKeys(config);
  const photos = openPhotos({
    db,
    bus,
    clock,
    blobs: await diskBlobStore({ folder: join(config.dataDirectory, 'photos') }),
    ...keys,
    retentionDays: config.photoRetentionDays,
    seeParcel: seeOne,
    ...photoNews(announcer),
    warn: (sentence) => logger.error(sentence),
    reportFault: (fault) => logger.error({ kind: kindOf(fault) }, 'deleting bytes of photos failed'),
  });
  const cases = { db, bus, clock, settlePhotosOf: photos.settle };
  const driverRoutes = createDriverRoutes({ db, bus });
  const devices = createDeviceRegistry({ pool, clock });
  const readWatcher = createWatcherReader(seeing);
  const sendMail = mailOutbox({ smtp: config.smtpUrl !== null });
  const { publicUrl, name: instanceName } = config;
  const guests = openGuests({ db, bus, clock, publicUrl, instanceName, sendMail, seeParcel: seeOne });
  const wishNews = guests.andNoteMoves(wishNewsOf(announcer));
  const readSessions = guests.withGuests((ids) => readOpenSessions(pool, ids));
  const streams = createStreams({ clock, heartbeatMillis: 15_000, most: config.streams });
  const sessions = createSessionGuard({ bus, clock, readOpenSessions: readSessions });
  const fanOut = createFanOut({ bus, clock, routeBook, sessions, readWatched: readWatcher });

  const positionSources = createPositionSources(clock.now);
  const { leaveWithoutPermission } = config;
  const driving = { ...seeing, leaveWithoutPermission, devices, fanOut, positionSources, bus };
  const driverLive = createDriverLive(driving);

  const jobLog = jobLogOf(logger);
  const secret = config.secret ?? (await keptSecret(config.dataDirectory, 'session-secret', 48));
  const accounts = createAuth({
    db,
    config,
    clock,
    secret,
    sendMail,
    onEmailConfirmed: bindConfirmedEmail,
    log: jobLog,
  });
  const accountChanged = (accountId: string) => bus.publish('account_changed', { accountId });
  const auth = tellAccountChanges(accounts, accountChanged, (id) => tellBound({ db, bus }, id));
  const mailer = config.smtpUrl === null ? null : smtpMailer({ url: config.smtpUrl, from: config.mailFrom });
  const pusher = webPusher(await pushIdentity(config));
  await prepareJobs({ pool, log: jobLog });
  const messages = openMessages({
    db,
    clock,
    config,
    secret,
    mailer,
    pusher,
    pushesTo,
    notifiers: {
      mail: mailNotifier({ queueMail: sendMail }),
      push: input.keepPushes ? keptPush(pushOutbox()) : pushOutbox(),
    },
    viewOf: (accountId, language, parcelId) => seeOne({ accountId, language }, parcelId),
    catchUp: routeBook.catchUp,
    photoOf: (accountId, parcelId) => photos.see(accountId, parcelId, 'preview'),
    log: jobLog,
  });
  const accountForms = tellFormChanges(createAccountServices({ db, clock, auth }), auth, accountChanged);
  const { masterKey } = keys;
  const own = await composePrivacy({ config, seeing, bus, photos, masterKey, auth, accounts: accountForms });
  const { privacy } = own;
  const worker = await startWorker({ pool, tasks: own.tasks, log: jobLog });

  const services = createPageServices({
    config,
    seeing,
    bus,
    photos,
    cases,
    auth,
    accounts: accountForms,
    privacy,
    guests: guests.services,
    baseMap,
    legalTexts: await readLegalTexts(config.legalFolder),
    reportFault: (fault, route) =>
      logger.error({ route, kind: fault instanceof Error ? fault.name : typeof fault }, 'page failed'),
    demo: input.demo ?? null,
    pushKey: pusher.publicKey,
    unsubscribe: messages.links.use,
    ...wishNews,
  });

  const listening = await listenToOthers({ pool, bus, routeBook, devices, messages, accountChanged, logger });
  const late = createLateArrivals({ db, routeBook, now: clock.now, announce: lateNews(announcer) });
  const housekeeping = keepHouse(
    {
      ...houseSteps({ db, pool, clock, config, devices, driverRoutes, routeBook, positionSources, photos, privacy }),
      lateArrivals: late.look,
      guests: guests.forgetOld,
      certificate: async () => void (await tls?.readAgain()),
    },
    logger,
  );
  await housekeeping.first;
  const telling = tellWhatIsDue([messages.sendDue, () => guests.sendDueLinks(messages.links)], logger);

  const app = await buildApp({
    ...driving,
    driverLive,
    streams,
    streamsPerAccount: config.streamsPerAccount,
    fixStore,
    routesOfDriver: driverRoutes.routesOfDriver,
    forgetDriverRoute: driverRoutes.forget,
    dropFixes,
    announce: guests.andNoteLinks(announcer.parcelsChanged),
    ...{ ...wishNews, deliveryDays: config.deliveryDays },
    ...messageChoices,
    photos,
    cases,
    retentionMillis: config.fixRetentionHours * hourMillis,
    session: auth.signedIn,
    streamSession: rememberedSessions({ signedIn: auth.signedIn, readOpenSessions: readSessions }),
    readWatcher,
    readGuest: guests.readGuest,
    guests: guests.doors,
    logger,
    mapFile: config.mapFile,
    network: { tls, trustProxy: config.trustProxy },
    isReady: async () => (await pool.query('select 1')).rowCount === 1,
    async moreDoors(doors) {
      tellWhoAsks(doors);
      privacyDoors(doors, { session: auth.signedIn, privacy });
      await messages.doors(doors, auth.signedIn);
      await doors.register(authRoutes({ auth, publicUrl: config.publicUrl }));
      await doors.register(pairingRoutes({ db, clock, onePhoneADriver: input.demo === undefined }));
      if (input.built) await pages(doors, { services, ...input.built });
    },
  });

  return {
    app,
    clock,
    operator: createOperator({ db, clock, auth: accounts }),
    keepHouse: housekeeping.now,
    tellClock: streams.tellClock,
    onMessageSent: (heard) => bus.subscribe('message_sent', heard),
    async close() {
      housekeeping.stop();
      const told = telling.stop();
      fanOut.stop();
      driverLive.stop();
      sessions.stop();
      streams.closeAll();
      await app.close();
      await told;
      await worker.stop();
      await messages.stop();
      mailer?.close();
      pusher.close();
      photos.close();
      await devices.flushLastSeen().catch(() => undefined);
      await listening.close();
      await database.close();
    },
  };
}
