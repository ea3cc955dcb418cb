-- Whoever proved by a code to be the contact of a consignment has the recipient's rights for that parcel without an account
-- (rules.md section 1): may switch its photos and its map off, and make passes. As with wishes, all who ask without an
-- account are one person, whoever reads the mails to the contact: rows of theirs name no account. They become the
-- account's own when the parcel is claimed, or the contact's address is confirmed as an account's.
alter table photo_choices drop constraint photo_choices_pkey;
alter table photo_choices alter column account_id drop not null;
alter table photo_choices
  add constraint photo_choices_one_a_scope unique nulls not distinct (account_id, scope, scope_key),
  add constraint photo_choices_without_account check (account_id is not null or scope = 'parcel');

-- The map of one parcel, switched off by one of its recipients: closed for everybody who sees it (rules.md G7), as with the
-- switch for all of an account in `preferences`. Switched on again, the row is gone.
create table map_switches (
  parcel_id text not null references parcels,
  account_id text references auth_user on delete cascade,
  off_since timestamptz not null,
  unique nulls not distinct (parcel_id, account_id)
);
create index map_switches_of_account on map_switches (account_id);

-- A pass (`kind` neighbour) that names no account in `made_by` was made without one.
