-- What names a person on a consignment ends: a year after the last thing that happened, or with its account as soon as the
-- delivery is over. The rows stay, as the proof that something was delivered; nobody can be read from them.
alter table consignments
  -- Its account was erased while the parcel was on its way, or a report was open.
  add column erase_asked_at timestamptz,
  add column cut_at timestamptz;
create index consignments_to_erase on consignments (id) where erase_asked_at is not null and cut_at is null;
create index consignments_uncut on consignments (id) where cut_at is null;
create index consignments_cut on consignments (cut_at) where cut_at is not null;
create index consignments_of_address on consignments (address_id);
-- The place of a stop goes after that of its addresses: its route may still be on the road.
alter table stops add column cut_at timestamptz;
