-- Customer service reads cases and finds parcels by a number or a name: whose they are learns when, which role and why, as
-- with photos (photo_looks). Which employee it was is for the privacy officer; after a year the row is deleted.
create table case_looks (
  id bigint generated always as identity primary key,
  parcel_id text not null references parcels,
  account_id text references auth_user on delete set null,
  name text,
  role text not null check (role = 'support'),
  -- `search`: shown among what a search found. The others: the whole case was read, with a report or a dispute open, or none.
  reason text not null check (reason in ('search', 'report', 'dispute', 'no_report')),
  at timestamptz not null
);
create index case_looks_of_parcel on case_looks (parcel_id, at);
create index case_looks_of_account on case_looks (account_id);
create index case_looks_by_age on case_looks (at);
