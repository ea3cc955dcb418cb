-- What is told to whom, each thing once (rules.md section 6). A row is written in the transaction of what happened and
-- holds ids only; its text is made when it is sent, from what the account sees then, or never. `subject_id` is the stop,
-- so that three parcels of one recipient at one door are one message; a parcel that is on no route stands for itself.
create table notifications (
  id text primary key,
  account_id text not null references auth_user on delete cascade,
  subject_id text not null,
  parcel_ids text[] not null check (cardinality(parcel_ids) > 0),
  event text not null,
  manner text not null check (manner in ('plain', 'gift_buyer', 'confidential')),
  attempt integer not null,
  outcome_version integer not null,
  channel text not null check (channel in ('mail', 'push')),
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'dropped', 'failed')),
  created_at timestamptz not null,
  -- By the server's clock: quiet hours end by it, and a demo's clock may run fast, stand still or jump.
  due_at timestamptz not null,
  sent_at timestamptz,
  failures integer not null default 0,
  -- What was said, where the channel keeps nothing of its own.
  language text,
  title text,
  body text,
  path text,
  unique (subject_id, event, account_id, attempt, outcome_version, manner, channel)
);
create index notifications_waiting on notifications (due_at) where state = 'waiting';
create index notifications_by_age on notifications (created_at);
-- Deleting an account would otherwise read the whole table.
create index notifications_of_account on notifications (account_id);

-- A mail that tells of a delivery is handed over once, whatever is retried; and it is written in a language.
alter table mails
  add column notification_id text unique references notifications on delete set null,
  add column language text not null default 'de' check (language in ('de', 'en'));

-- Whoever wants no such messages switches a channel off.
alter table preferences
  add column notify_by_mail boolean not null default true,
  add column notify_by_push boolean not null default true;
