-- Whose a photo is, after it is there: its recipient may delete it, report what is wrong or confirm that all is well, and
-- learns who else has seen it (rules.md section 5).

-- A case is opened by a recipient's report or by customer service (a dispute). While one is open, no photo of that very
-- delivery is destroyed; which delivery it was, attempt and outcome version say: the parcel may be delivered once more.
create table cases (
  id text primary key,
  parcel_id text not null references parcels,
  attempt integer not null,
  outcome_version integer not null,
  kind text not null check (kind in ('missing', 'damaged', 'wrong_place', 'not_my_door', 'dispute')),
  opened_by text not null check (opened_by in ('recipient', 'support')),
  -- Whose it was goes with the account; that it was stays.
  account_id text references auth_user on delete set null,
  note text check (char_length(note) between 1 and 500),
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text check (closed_by in ('recipient', 'support')),
  closing_note text check (char_length(closing_note) between 1 and 500),
  check ((closed_at is null) = (closed_by is null)),
  check (opened_by = 'recipient' or kind = 'dispute')
);
create index cases_of_parcel on cases (parcel_id);
create index cases_of_account on cases (account_id);
create index cases_open on cases (opened_at) where closed_at is null;
-- The same report again is the same case.
create unique index one_open_case_of_a_kind on cases (parcel_id, attempt, outcome_version, kind) where closed_at is null;

-- "Parcel received": of this very delivery. Once is enough, whichever of the recipients says so.
create table received_parcels (
  parcel_id text not null references parcels,
  attempt integer not null,
  outcome_version integer not null,
  account_id text references auth_user on delete set null,
  at timestamptz not null,
  primary key (parcel_id, attempt, outcome_version)
);
create index received_parcels_of_account on received_parcels (account_id);

-- Which delivery of a parcel a photo proves. After an undo, or a second try, the parcel's next delivery has a photo of its
-- own, while the former one may have to stay with its case.
alter table photo_parcels
  add column attempt integer not null default 1,
  add column outcome_version integer not null default 0;
update photo_parcels set attempt = parcels.attempt, outcome_version = parcels.outcome_version
  from parcels where parcels.id = photo_parcels.parcel_id;

alter table photos
  -- Deleted by its recipient: nobody sees it from then on.
  add column hidden_at timestamptz,
  -- Under which rule it ends at `delete_after` (domain/proof/photo-retention.ts); an open case keeps it all the same.
  add column end_rule text not null default 'retention' check (end_rule in (
    'undone', 'account_erased', 'deleted_and_received', 'deleted_by_recipient', 'merchant_term', 'retention')),
  -- Of a term that is a merchant's own.
  add column purpose text;

-- What happened to a photo, appended: the server's own account of it. Why one was refused in full, which the driver is not
-- told; under which rule it ended; when its bytes went. No event holds a picture, a place or a name.
create table photo_events (
  id bigint generated always as identity primary key,
  photo_id text not null references photos,
  type text not null check (type in ('expected', 'refused', 'discarded', 'hidden', 'key_destroyed', 'bytes_deleted')),
  reason text,
  at timestamptz not null
);
create index photo_events_of_photo on photo_events (photo_id, id);
create index photo_events_by_age on photo_events (at);

-- Every look of customer service at a photo. Its recipient sees when, which role and which reason; who it was and the note
-- are for the privacy officer, and the name is cut after a year.
create table photo_looks (
  id text primary key,
  photo_id text not null references photos,
  parcel_id text not null references parcels,
  case_id text references cases,
  account_id text references auth_user on delete set null,
  name text,
  role text not null check (role = 'support'),
  reason text not null check (reason in ('missing', 'damaged', 'wrong_place', 'other')),
  note text check (char_length(note) between 1 and 500),
  at timestamptz not null
);
create index photo_looks_of_photo on photo_looks (photo_id);
create index photo_looks_of_account on photo_looks (account_id);
create index photo_looks_by_age on photo_looks (at);
