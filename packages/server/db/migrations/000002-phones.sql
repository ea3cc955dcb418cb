-- What phones send: devices with tokens of their own (only the SHA-256 is kept), commands with the answer each got,
-- and fixes. A fix row holds a whole request's fixes, packed (features/fixes/packed-fixes.ts): one row, one index
-- entry and one WAL record per request is what lets a small machine keep up with a fleet.

create table devices (
  id text primary key,
  driver_id text not null references drivers,
  name text not null,
  token_sha256 bytea not null unique,
  paired_at timestamptz not null,
  last_seen_at timestamptz,
  revoked_at timestamptz
);

create table pairing_codes (
  code_sha256 bytea primary key,
  driver_id text not null references drivers,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- The same id again gets the same answer, for at least 30 days (rules: effects happen once).
create table commands (
  driver_id text not null references drivers,
  id uuid not null,
  type text not null,
  at timestamptz not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  answer jsonb not null,
  primary key (driver_id, id)
);
create index commands_by_age on commands (received_at);

-- Positions are borrowed: partitions of six hours (fixes_<from>), dropped whole after the retention period. A row lies in
-- the partition of the oldest position it holds, not of its receipt: else a backlog would be kept twice as long.
create table fixes (
  route_id text not null,
  device_id text not null,
  received_at timestamptz not null,
  oldest_fixed_at timestamptz not null,
  accepted integer not null,
  rejected integer not null,
  packed bytea not null
) partition by range (oldest_fixed_at);
create index fixes_of_route on fixes (route_id, received_at);
