-- A copy of all that is held about an account, made as a job and kept for a day. The bytes lie encrypted in the data folder;
-- their key is made of the photos' master key and this salt, so whoever deletes the row has destroyed the key.
create table account_exports (
  id text primary key,
  -- One at a time.
  account_id text not null unique references auth_user on delete cascade,
  state text not null check (state in ('waiting', 'making', 'ready', 'failed')),
  language text not null check (language in ('de', 'en')),
  salt bytea not null,
  done integer not null default 0,
  total integer not null default 0,
  bytes bigint,
  asked_at timestamptz not null,
  ready_at timestamptz,
  ends_at timestamptz not null
);
create index account_exports_by_end on account_exports (ends_at);
