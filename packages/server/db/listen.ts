import type { Pool, PoolClient } from 'pg';
import {
  deviceRevokedChannel,
  messageSentChannel,
  noticesDueChannel,
  outboxFilledChannel,
  planChangedChannel,
  routesImportedChannel,
  sessionsEndedChannel,
} from './channels.ts';

const channels = [
  deviceRevokedChannel,
  sessionsEndedChannel,
  routesImportedChannel,
  planChangedChannel,
  messageSentChannel,
  outboxFilledChannel,
  noticesDueChannel,
];

/** A line that a firewall has dropped says nothing, ever: it is asked, and must answer within a while. */
const askEveryMillis = 15_000;
const answerWithinMillis = 10_000;

export interface ChangeListener {
  close(): Promise<void>;
}

/** Asks again and again whether the line still answers; the first time that it does not, it is let go. */
function askWhile(isOurs: () => boolean, client: PoolClient, letGo: () => void): void {
  const asking = setTimeout(async () => {
    if (!isOurs()) return;
    const late = setTimeout(letGo, answerWithinMillis);
    await client.query('select 1').catch(letGo);
    clearTimeout(late);
    if (isOurs()) askWhile(isOurs, client, letGo);
  }, askEveryMillis);
  asking.unref();
}

/**
 * Hears what other processes on the same database did (`doorstep device revoke`, `doorstep import`), by LISTEN. A
 * connection that breaks is opened again; `mayHaveMissed` is called each time, because notices in between are lost.
 */
export async function listenForChanges(
  pool: Pool,
  on: {
    deviceRevoked: (deviceId: string) => void;
    sessionsEnded: (accountId: string) => void;
    routesImported: () => void;
    planChanged: (routeId: string) => void;
    messageSent: () => void;
    outboxFilled: () => void;
    noticesDue: (ids: string) => void;
    mayHaveMissed: () => void;
  },
): Promise<ChangeListener> {
  let client: PoolClient | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | null = null;

  async function connect(): Promise<void> {
    const opened = await pool.connect();
    client = opened;
    opened.on('notification', ({ channel, payload }) => {
      if (channel === deviceRevokedChannel && payload) on.deviceRevoked(payload);
      if (channel === sessionsEndedChannel && payload) on.sessionsEnded(payload);
      if (channel === routesImportedChannel) on.routesImported();
      if (channel === planChangedChannel && payload) on.planChanged(payload);
      if (channel === messageSentChannel) on.messageSent();
      if (channel === outboxFilledChannel) on.outboxFilled();
      if (channel === noticesDueChannel && payload) on.noticesDue(payload);
    });
    const letGo = () => {
      // Released already: by an earlier error, or because we close.
      if (client !== opened) return;
      client = null;
      opened.release(true);
      comeBack();
    };
    opened.on('error', letGo);
    try {
      if (closed) throw new Error('closed while connecting');
      await opened.query(channels.map((channel) => `listen ${channel}`).join('; '));
    } catch (error) {
      if (client === opened) opened.release(true);
      client = null;
      throw error;
    }
    on.mayHaveMissed();
    askWhile(() => client === opened, opened, letGo);
  }

  function comeBack(): void {
    if (closed) return;
    retry = setTimeout(() => connect().catch(comeBack), 1000);
  }

  await connect();
  return {
    async close() {
      closed = true;
      if (retry) clearTimeout(retry);
      const last = client;
      client = null;
      last?.release(true);
    },
  };
}
