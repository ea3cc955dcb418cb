// The server as it is composed for use, without pages, that also tells when its notifier was called.
import pino from 'pino';
import { type Composed, compose } from '../../packages/server/compose.ts';
import { readConfig } from '../../packages/server/config.ts';
import { openDatabase } from '../../packages/server/db/open-database.ts';
import { answerParent, observing } from '../child.ts';

let composed: Composed | null = null;
/** When each message was handed over, milliseconds since the epoch. */
const sentAt: number[] = [];
const waiting: { count: number; resolve: () => void }[] = [];

const work = {
  async listen(_input: null): Promise<number> {
    const config = readConfig(process.env, '.');
    const database = openDatabase(config.databaseUrl ?? '', { maximumConnections: config.databaseConnections });
    const logger = pino({ level: config.logLevel }, pino.destination(2));
    composed = await compose({ config, database, built: null, logger });
    composed.onMessageSent(() => {
      sentAt.push(performance.timeOrigin + performance.now());
      for (const each of waiting) if (sentAt.length >= each.count) each.resolve();
    });
    await composed.app.listen({ port: 0, host: '127.0.0.1' });
    const address = composed.app.server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  },
  /** How many messages have been sent. */
  messages: (_input: null) => sentAt.length,
  /** When the newest was sent. */
  lastMessageAt: (_input: null) => sentAt.at(-1) ?? 0,
  /** When the message of this number was sent, counted from 1; waits for it. */
  async messageAt(input: { number: number }): Promise<number> {
    if (sentAt.length < input.number)
      await new Promise<void>((resolve) => waiting.push({ count: input.number, resolve }));
    return sentAt[input.number - 1] ?? 0;
  },
  ...observing(),
};
export type NotifyingServer = typeof work;

answerParent<NotifyingServer>({ ...work, stop: async () => composed?.close() });
