// The tables of messages as Kysely sees them (migrations 55 and 56); see schema.ts.
import type { EventChoices } from '@doorstep/domain';
import type { ColumnType, Generated } from 'kysely';

type Instant = Date;

export interface MessageTables {
  push_subscriptions: {
    id: string;
    account_id: string;
    session_id: string;
    endpoint: string;
    service: string;
    p256dh: string;
    auth: string;
    created_at: Instant;
    rests_until: Generated<Instant>;
  };
  pushes: {
    id: Generated<string>;
    notification_id: string;
    subscription_id: string;
    topic: string;
    payload: string;
    is_urgent: boolean;
    expires_at: Instant;
    state: Generated<'waiting' | 'sent' | 'failed' | 'overtaken'>;
    attempts: Generated<number>;
    try_at: Generated<Instant>;
    last_error: string | null;
    sent_at: Instant | null;
  };
}

/** What `preferences` holds about messages. */
export interface MessagePreferenceColumns {
  notify_by_mail: Generated<boolean>;
  notify_by_push: Generated<boolean>;
  message_choices: ColumnType<EventChoices, string | undefined, string>;
  quiet_from_minute: Generated<number | null>;
  quiet_to_minute: Generated<number | null>;
  photo_in_mail: Generated<boolean>;
}
