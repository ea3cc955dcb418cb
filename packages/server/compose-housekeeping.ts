// What every server does now and then, in this order: what is held beyond its time goes.
import type { Pool } from 'pg';
import { forgetOldLinks } from './access/account-links.ts';
import type { DeviceRegistry } from './access/devices.ts';
import { forgetUnconfirmedAccounts } from './access/registration.ts';
import { forgetOldFailures } from './access/sign-in-guard.ts';
import type { Config } from './config.ts';
import type { Db } from './db/open-database.ts';
import { forgetOldCommands } from './features/deliveries/deliveries.store.ts';
import { cutDriverTraces } from './features/driver-privacy/cut-driver-traces.ts';
import { forgetOldDropOffs } from './features/drop-offs/drop-offs.store.ts';
import { turnFixPartitions } from './features/fixes/fix-partitions.ts';
import { forgetOldMails } from './features/notifications/mail-outbox.ts';
import { forgetOldNotifications } from './features/notifications/send-notifications.ts';
import type { OpenPhotos } from './features/photos/open-photos.ts';
import type { OwnPrivacy } from './features/privacy/own-privacy.ts';
import { forgetOldStanding } from './features/standing-wishes/standing-wishes.store.ts';
import { forgetOldCaseLooks } from './features/support/case-looks.store.ts';
import type { createDriverRoutes } from './live/driver-routes.ts';
import type { PositionSources } from './live/position-sources.ts';
import type { RouteBook } from './live/route-book.ts';
import type { Clock } from './ports/clock.ts';

export interface HouseDeps {
  readonly db: Db;
  readonly pool: Pool;
  readonly clock: Clock;
  readonly config: Pick<Config, 'fixRetentionHours'>;
  readonly devices: Pick<DeviceRegistry, 'flushLastSeen'>;
  readonly driverRoutes: Pick<ReturnType<typeof createDriverRoutes>, 'forget'>;
  readonly routeBook: Pick<RouteBook, 'forget' | 'forgetUnused'>;
  readonly positionSources: Pick<PositionSources, 'forgetOld'>;
  readonly photos: Pick<OpenPhotos, 'keepHouse'>;
  readonly privacy: Pick<OwnPrivacy, 'keepHouse'>;
}

const unusedMillis = 2 * 3_600_000;

export function houseSteps(deps: HouseDeps): Readonly<Record<string, () => unknown>> {
  const { db, pool, clock, config, devices, driverRoutes, routeBook, positionSources, photos, privacy } = deps;
  return {
    fixes: () => turnFixPartitions(pool, { now: clock.now(), retentionHours: config.fixRetentionHours }),
    devices: () => devices.flushLastSeen(),
    mails: () => forgetOldMails(db, { now: clock.now() }),
    notifications: () => forgetOldNotifications(db, { now: clock.now() }),
    accounts: () => forgetUnconfirmedAccounts(db, { now: clock.now() }),
    accountLinks: () => forgetOldLinks(db, { now: clock.now() }),
    signInFailures: () => forgetOldFailures(db),
    commands: () => forgetOldCommands(db, clock.now()),
    driverTraces: () => cutDriverTraces(db, clock.now(), [driverRoutes.forget, routeBook.forget]),
    positionSources: () => positionSources.forgetOld(),
    dropOffs: () => forgetOldDropOffs(db, { now: clock.now() }),
    standingWishes: () => forgetOldStanding(db, { now: clock.now() }),
    photos: () => photos.keepHouse(),
    caseLooks: () => forgetOldCaseLooks(db, { now: clock.now() }),
    privacy: () => privacy.keepHouse(),
    routes: () => routeBook.forgetUnused(clock.now() - unusedMillis),
  };
}
