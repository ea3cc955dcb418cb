-- People without an account (rules.md section 1): whoever holds a tracking link, a neighbour's pass, or proved by a code
-- to be whom the consignment was sent to. A link and what follows from it concern one parcel and nothing else.

-- Both kinds of link are 128 random bits of which only the SHA-256 stands here. `name` is what the recipient called the
-- neighbour; `made_by` is null of the link that was mailed to the consignment's contact.
create table parcel_links (
  id text primary key,
  link_sha256 bytea not null unique,
  parcel_id text not null references parcels,
  kind text not null check (kind in ('guest', 'neighbour')),
  made_by text references auth_user on delete cascade,
  name text check (char_length(name) between 1 and 60),
  -- Wrong postcodes that are left; at none the link opens for nobody any more.
  tries_left smallint not null check (tries_left >= 0),
  made_at timestamptz not null,
  revoked_at timestamptz
);
create index parcel_links_of_parcel on parcel_links (parcel_id);
create index parcel_links_of_account on parcel_links (made_by) where made_by is not null;

-- A browser in which the postcode was right. `verified_until`: the code was right too. Both by the machine's time, as
-- accounts' sessions are.
create table guest_sessions (
  id text primary key,
  code_sha256 bytea not null unique,
  link_id text not null references parcel_links on delete cascade,
  expires_at timestamptz not null,
  verified_until timestamptz
);
create index guest_sessions_of_link on guest_sessions (link_id);

-- Codes that were mailed to the contact, kept for a day so that there is an end to their number. What stands here is a
-- hash of the code and of the browser's own secret: six digits alone could be found out from it.
create table guest_codes (
  id bigint generated always as identity primary key,
  guest_id text not null references guest_sessions on delete cascade,
  parcel_id text not null references parcels,
  code_sha256 bytea not null,
  tries_left smallint not null check (tries_left >= 0),
  sent_at timestamptz not null
);
create index guest_codes_of_guest on guest_codes (guest_id, id);
create index guest_codes_of_parcel on guest_codes (parcel_id, sent_at);

-- To whose contact a link is to be sent, noted in the transaction that starts the route and only for those who are told
-- no other way. The link itself is made when its mail is: nobody, not even this database, knows it before.
create table guest_link_notices (
  parcel_id text not null references parcels,
  attempt integer not null,
  due_at timestamptz not null,
  primary key (parcel_id, attempt)
);
create index guest_link_notices_by_due on guest_link_notices (due_at);
