-- Accounts, as better-auth keeps them. Its tables carry the prefix auth_ and its own camel-case column names: it writes
-- them, and a test (access/auth-schema.test.ts) asks it after every upgrade whether a column is missing. Passwords are
-- scrypt hashes that only better-auth makes.
create table auth_user (
  id text primary key,
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  -- Never from a form: `input: false` in access/auth-options.ts, and this list.
  role text not null check (role in ('recipient', 'support', 'dispatcher', 'privacy_officer', 'administrator'))
);

create table auth_session (
  id text primary key,
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  -- better-auth wants these two columns; we never fill them (who signed in from where is nobody's business).
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references auth_user on delete cascade
);
create index "auth_session_userId_idx" on auth_session ("userId");

create table auth_account (
  id text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references auth_user on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create index "auth_account_userId_idx" on auth_account ("userId");

create table auth_verification (
  id text primary key,
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index auth_verification_identifier_idx on auth_verification (identifier);

-- One row per confirmation mail. Each link stands for the registration that caused it, with that registration's own
-- password: a stranger who registers somebody's address before or after its owner does can neither put a password
-- under the owner's link nor make it void. better-auth's own links name only the address, so they are not used.
create table registrations (
  code_sha256 bytea primary key,
  account_id text not null references auth_user on delete cascade,
  name text not null,
  password_hash text not null,
  language text not null check (language in ('de', 'en')),
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index registrations_of_account on registrations (account_id);
