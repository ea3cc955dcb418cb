-- Who may see a parcel, and on what ground (rules.md section 1). A row exists only after the ground held: an e-mail
-- address that was typed but never confirmed makes none.
create table consignment_viewers (
  consignment_id text not null references consignments,
  account_id text not null references auth_user on delete cascade,
  kind text not null check (kind in ('recipient', 'buyer')),
  basis text not null check (basis in ('confirmed_email', 'claim_code', 'merchant_identity')),
  bound_at timestamptz not null,
  primary key (consignment_id, account_id, kind)
);
create index consignment_viewers_of_account on consignment_viewers (account_id);

create table preferences (
  account_id text primary key references auth_user on delete cascade,
  map boolean not null default true,
  delivery_photos text not null default 'close_up' check (delivery_photos in ('off', 'close_up', 'with_door')),
  language text
);

-- Mail that was sent, waits to be sent, or (without SMTP) is kept for an administrator to read.
create table mails (
  id text primary key,
  recipient text not null,
  subject text not null,
  body text not null,
  created_at timestamptz not null,
  state text not null check (state in ('kept', 'waiting', 'sent', 'failed')),
  sent_at timestamptz,
  attempts integer not null default 0,
  last_error text
);
create index mails_by_age on mails (created_at desc);

create table first_administrator_links (
  code_sha256 bytea primary key,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
