-- Where a recipient wants a parcel left, in the recipient's own words. Appended: the newest one counts, and what had been
-- said when a driver stood at the door can be told later, too. Where an account is erased the words stay, as the parcel's
-- events do; whose they were does not.
create table drop_offs (
  id bigint generated always as identity primary key,
  parcel_id text not null references parcels,
  account_id text references auth_user on delete set null,
  place text not null check (char_length(place) between 1 and 80),
  note text check (char_length(note) between 1 and 200),
  named_at timestamptz not null
);
create index drop_offs_of_parcel on drop_offs (parcel_id, id);
create index drop_offs_of_account on drop_offs (account_id);

-- Customer service finds a case by what the caller has at hand (features/support).
create index orders_by_number on orders (order_number);
create index consignments_by_recipient_name on consignments (lower(recipient_name) text_pattern_ops);
