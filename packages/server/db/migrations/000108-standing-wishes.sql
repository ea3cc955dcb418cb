-- What a recipient says once for all parcels to come: where they may be left, what every driver should know, who may take
-- them in. For one address, known by what stands on the envelope (addresses.place_key), or, without one, for all of the
-- account's addresses. Each row is all that holds from then on; appended, so that what held when a driver stood at the
-- door can be told later, too. What was said of one parcel alone (drop_offs, delivery_wishes) goes before it.
create table standing_wishes (
  id bigint generated always as identity primary key,
  account_id text not null references auth_user on delete cascade,
  place_key text,
  -- Nothing of its own any more: for an address that for all holds again, for all what is usual.
  taken_back boolean not null default false,
  place text check (char_length(place) between 1 and 80),
  note text check (char_length(note) between 1 and 200),
  -- Into the mailbox where it fits.
  mailbox boolean not null default false,
  wish text not null default 'usual' check (wish in ('usual', 'neighbour', 'no_neighbour', 'only_recipient')),
  neighbour text check (char_length(neighbour) between 1 and 60),
  house_number text check (char_length(house_number) between 1 and 12),
  set_at timestamptz not null,
  check ((wish = 'neighbour') = (neighbour is not null)),
  check (house_number is null or neighbour is not null),
  check (not taken_back or (place is null and note is null and not mailbox and wish = 'usual'))
);
create index standing_wishes_of_account on standing_wishes (account_id, place_key, id);

-- Both are the merchant's word: that the parcel goes through the slot of a usual mailbox, and that its recipient chose a
-- locker when ordering, by the name it is known under.
alter table parcels add column fits_mailbox boolean not null default false;
alter table consignments add column locker text check (char_length(locker) between 1 and 80);

-- For this parcel no place counts, the standing one neither.
alter table drop_offs alter column place drop not null;
alter table drop_offs add check (place is not null or note is null);
