-- Who may take a parcel in, as one of its recipients wishes: a neighbour by name, no neighbour, nobody but the recipient.
-- Appended: of each person the newest counts, of several people the strictest (domain/proof/wish-rules.ts). Without an
-- account are those of whoever proved to be the consignment's contact by a code, and those whose account was erased.
create table delivery_wishes (
  id bigint generated always as identity primary key,
  parcel_id text not null references parcels,
  account_id text references auth_user on delete set null,
  wish text not null check (wish in ('usual', 'neighbour', 'no_neighbour', 'only_recipient')),
  neighbour text check (char_length(neighbour) between 1 and 60),
  house_number text check (char_length(house_number) between 1 and 12),
  made_at timestamptz not null,
  check ((wish = 'neighbour') = (neighbour is not null)),
  check (house_number is null or neighbour is not null)
);
create index delivery_wishes_of_parcel on delivery_wishes (parcel_id, id);
create index delivery_wishes_of_account on delivery_wishes (account_id);

-- A recipient named another day: no plan of an earlier one takes the parcel along again.
alter table parcels add column not_before date;

-- The driver delivered otherwise than was wished: which wish it was.
alter table parcel_events add column against_wish text check (against_wish in ('no_neighbour', 'only_recipient'));
