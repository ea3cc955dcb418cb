-- Ways back into an account, and a bound on guessing (NIST SP 800-63B, 5.2.2). Like registrations, each link stands in
-- its table as a SHA-256 and for one purpose; who uses it uses up the others of its kind.
create table password_resets (
  code_sha256 bytea primary key,
  account_id text not null references auth_user on delete cascade,
  language text not null check (language in ('de', 'en')),
  expires_at timestamptz not null
);
create index password_resets_of_account on password_resets (account_id);

create table email_changes (
  code_sha256 bytea primary key,
  account_id text not null references auth_user on delete cascade,
  new_email text not null,
  language text not null check (language in ('de', 'en')),
  expires_at timestamptz not null
);
create index email_changes_of_account on email_changes (account_id);

-- Passwords evaluated and found wrong since the last good one, by what was guessed at. The subject is a keyed hash of an
-- address (known to us or not: both are counted alike) or of a device; neither can be read back from here.
create table sign_in_failures (
  subject bytea primary key,
  failures integer not null,
  last_at timestamptz not null
);

-- As better-auth's passkey plugin keeps them.
create table auth_passkey (
  id text primary key,
  name text,
  "publicKey" text not null,
  "userId" text not null references auth_user on delete cascade,
  "credentialID" text not null,
  counter integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz,
  aaguid text
);
create index "auth_passkey_userId_idx" on auth_passkey ("userId");
create index "auth_passkey_credentialID_idx" on auth_passkey ("credentialID");
