// What other processes on the same database tell this one, and whose ears it is for.
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { DeviceRegistry } from './access/devices.ts';
import { type ChangeListener, listenForChanges } from './db/listen.ts';
import type { OpenMessages } from './features/notifications/open-messages.ts';
import { kindOf } from './kind-of-fault.ts';
import { importNotices } from './live/import-notices.ts';
import type { RouteBook } from './live/route-book.ts';
import type { Bus } from './ports/bus.ts';

interface ListeningDeps {
  readonly pool: Pool;
  readonly bus: Bus;
  readonly routeBook: Pick<RouteBook, 'forgetNotStarted' | 'readSettingsAgain'>;
  readonly devices: Pick<DeviceRegistry, 'evict' | 'evictAll'>;
  readonly messages: Pick<OpenMessages, 'look' | 'noticesDue'>;
  readonly accountChanged: (accountId: string) => void;
  readonly logger: Logger;
}

export async function listenToOthers(deps: ListeningDeps): Promise<ChangeListener> {
  const { pool, bus, routeBook, devices, messages, accountChanged, logger } = deps;
  const readSettings = () =>
    routeBook.readSettingsAgain().catch((fault) => logger.error({ kind: kindOf(fault) }, 'reading settings failed'));
  const plans = importNotices({ bus, forgetNotStarted: routeBook.forgetNotStarted, readSettings });
  const listener = await listenForChanges(pool, {
    deviceRevoked: (deviceId) => devices.evict(deviceId),
    sessionsEnded: accountChanged,
    ...plans.heard,
    messageSent: () => bus.publish('message_sent', {}),
    outboxFilled: messages.look,
    noticesDue: messages.noticesDue,
    mayHaveMissed() {
      bus.publish('message_sent', {});
      devices.evictAll();
      plans.mayHaveChanged();
    },
  });
  return {
    async close() {
      await listener.close();
      plans.stop();
    },
  };
}
