-- Accounts for whose address the operator vouched (`doorstep user add`, the first administrator): nobody clicked a link
-- for them. What is bound by that word says so, and never 'confirmed_email' (docs/decisions/0013).
create table vouched_accounts (
  account_id text primary key references auth_user on delete cascade,
  vouched_at timestamptz not null
);
alter table consignment_viewers
  drop constraint consignment_viewers_basis_check,
  add constraint consignment_viewers_basis_check
    check (basis in ('confirmed_email', 'claim_code', 'merchant_identity', 'operator_vouched'));

-- A mail that was given up loses its text like one that was sent: a link in it may still open an account.
update mails set body = '' where state = 'failed';

-- Forgetting unconfirmed accounts runs every minute and is about a handful among many.
create index auth_user_unconfirmed on auth_user (id) where not "emailVerified";
