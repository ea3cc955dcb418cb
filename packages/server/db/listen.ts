import type { Pool, PoolClient } from 'pg';
import {
  deviceRevokedChannel,
  messageSentChannel,
  noticesDueChannel,
  outboxFilledChannel,
  routesImportedChannel,
  sessionsEndedChannel,
} from './channels.ts';

const channels = [
  deviceRevokedChannel,
  sessionsEndedChannel,
  routesImportedChannel,
  messageSentChannel,
  outboxFilledChannel,
  noticesDueChannel,
];

export interface ChangeListener {
  close(): Promise<void>;
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
      if (channel === messageSentChannel) on.messageSent();
      if (channel === outboxFilledChannel) on.outboxFilled();
      if (channel === noticesDueChannel && payload) on.noticesDue(payload);
    });
    opened.on('error', () => {
      // Released already: by an earlier error, or because we close.
      if (client !== opened) return;
      client = null;
      opened.release(true);
      comeBack();
    });
    try {
      if (closed) throw new Error('closed while connecting');
      await opened.query(channels.map((channel) => `listen ${channel}`).join('; '));
    } catch (error) {
      if (client === opened) opened.release(true);
      client = null;
      throw error;
    }
    on.mayHaveMissed();
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
