import type { EpochMillis, Language, ParcelView } from '@doorstep/domain';
import type { FastifyInstance } from 'fastify';
import type { ReadSession } from '../../access/request-session.ts';
import type { Db } from '../../db/open-database.ts';
import { kindOf } from '../../kind-of-fault.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Mailer } from '../../ports/mailer.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Pusher } from '../../ports/pusher.ts';
import type { PushesTo } from './addressees.store.ts';
import { messageByNow } from './make-message.ts';
import { sendPushes } from './push-outbox.ts';
import { pushSubscriptions } from './push-subscriptions.http.ts';
import { sendMails } from './send-mails.ts';
import { createNotificationSender } from './send-notifications.ts';
import { tellInTurn } from './tell-in-turn.ts';
import { unsubscribeDoor } from './unsubscribe.http.ts';
import { type UnsubscribeLinks, unsubscribeLinks } from './unsubscribe-links.ts';

export interface OpenMessagesInput {
  readonly db: Db;
  readonly clock: Clock;
  readonly config: { readonly publicUrl: string; readonly name: string; readonly messagesPerHour: number };
  readonly secret: string;
  readonly notifiers: Readonly<Record<'mail' | 'push', Notifier>>;
  readonly pushesTo: PushesTo;
  /** Null: mails are kept and not sent. */
  readonly mailer: Mailer | null;
  readonly pusher: Pusher;
  readonly viewOf: (accountId: string, language: Language, parcelId: string) => Promise<ParcelView | null>;
  readonly catchUp: (routeId: string) => Promise<void>;
  readonly photoOf: (accountId: string, parcelId: string) => Promise<Buffer | null>;
  readonly log: { error(message: string): void };
}

/** What other rooms may ask of this one. */
export interface OpenMessages {
  readonly links: UnsubscribeLinks;
  /** `/api/v1/me/push-subscriptions` and `/api/v1/unsubscribe`. */
  doors(app: FastifyInstance, session: ReadSession): Promise<void>;
  /** Sends what is due by the clock. */
  sendDue(): Promise<void>;
  /** These may be told now: ids with commas between. */
  noticesDue(ids: string): void;
  /** Something was put into an outbox. */
  look(): void;
  /** Claims no more; resolves when what is being sent is settled. */
  stop(): Promise<void>;
}

/** Puts together what makes messages of what happened and what hands them on. */
export function openMessages(input: OpenMessagesInput): OpenMessages {
  const { db, clock, config, mailer, pusher, log } = input;
  const links = unsubscribeLinks({ db, publicUrl: config.publicUrl, secret: input.secret });
  const making = {
    ...input,
    publicUrl: config.publicUrl,
    instanceName: config.name,
    unsubscribeUrl: { page: links.pageUrl, post: links.postUrl },
  };
  const byNow = (notificationId: string, now: EpochMillis) => messageByNow(making, notificationId, now);
  const onFault = (fault: unknown) => log.error(`Handing on messages failed: ${kindOf(fault)}`);
  const pushes = sendPushes({ db, pusher, onFault });
  const { messagesPerHour: messagesAnHour } = config;
  const send = createNotificationSender({ ...making, messagesAnHour, pushesWait: pushes.look });
  const telling = tellInTurn({ send, onFault });
  const runners = [
    pushes,
    ...(mailer ? [sendMails({ db, mailer, clock, messageByNow: byNow, photoOf: input.photoOf, onFault })] : []),
  ];
  return {
    links,
    async doors(app, session) {
      pushSubscriptions(app, { db, clock, session, pusher });
      await unsubscribeDoor(app, { unsubscribeLinks: links });
    },
    sendDue: () => send(null),
    noticesDue: telling.heard,
    look() {
      for (const runner of runners) runner.look();
    },
    async stop() {
      await telling.stop();
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}
