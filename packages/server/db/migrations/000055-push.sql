-- Web push (RFC 8030): where an account's browsers are reached. A subscription ends with the session it was made in, so
-- that whoever signs out, or is signed out, hears nothing more there.
create table push_subscriptions (
  id text primary key,
  account_id text not null references auth_user on delete cascade,
  session_id text not null references auth_session on delete cascade,
  -- A capability: whoever knows it may push there. Never logged.
  endpoint text not null unique,
  -- Whose service it is, so that one that hangs holds up only its own.
  service text not null,
  p256dh text not null,
  auth text not null,
  created_at timestamptz not null,
  -- After a 429: by the database's clock, like everything that counts real time.
  rests_until timestamptz not null default '-infinity'
);
create index push_subscriptions_of_account on push_subscriptions (account_id);
create index push_subscriptions_of_session on push_subscriptions (session_id);

-- One push to one browser: the outbox. Its text is dropped as soon as it was taken or given up.
create table pushes (
  id bigint generated always as identity primary key,
  notification_id text not null references notifications on delete cascade,
  subscription_id text not null references push_subscriptions on delete cascade,
  topic text not null,
  payload text not null,
  is_urgent boolean not null,
  -- Nobody wants to hear of it afterwards.
  expires_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed', 'overtaken')),
  attempts integer not null default 0,
  -- Also the lease of whoever is sending it: a server that dies gives it back by letting this pass.
  try_at timestamptz not null default now(),
  last_error text,
  sent_at timestamptz,
  unique (notification_id, subscription_id)
);
create index pushes_waiting on pushes (try_at) where state = 'waiting';
create index pushes_of_subscription on pushes (subscription_id);

-- Mails wait in the same way. A job of graphile-worker that a killed server had taken stayed taken for four hours.
alter table mails
  add column try_at timestamptz not null default now(),
  -- The other form of a mail that tells of a delivery, and its link to hear no more.
  add column html text not null default '',
  add column unsubscribe_url text,
  -- Whose photo goes along; it is looked for when the mail leaves, by the rules of that moment.
  add column photo_of_parcel text,
  add column account_id text references auth_user on delete cascade;
create index mails_waiting on mails (try_at) where state = 'waiting';
create index mails_of_account on mails (account_id);
