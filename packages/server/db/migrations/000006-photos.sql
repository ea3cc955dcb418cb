-- A photo of a delivery, from the moment the delivery names it. The bytes lie in the blob store, encrypted with a key of
-- their own; `wrapped_key` is that key, wrapped by the master key, and without it the bytes are worthless. Deleting is
-- therefore one update here; that the blob goes too is tidying up, and may be done later. The row stays as the receipt.
create table photos (
  id text primary key,
  -- Cut from old receipts: who took it is then nobody's business any more.
  driver_id text references drivers,
  -- Made by the phone.
  sender_id uuid not null,
  stop_id text not null references stops,
  how text not null,
  state text not null check (state in ('expected', 'preview', 'full', 'refused', 'discarded', 'deleted')),
  -- Why it was refused or deleted; of an expected one, why what was sent last could not be read.
  reason text,
  -- By the corrected clock of the phone; when the two sizes came here, by ours.
  taken_at timestamptz not null,
  preview_received_at timestamptz,
  full_received_at timestamptz,
  wrapped_key bytea,
  wrapped_by text,
  preview_blob text,
  full_blob text,
  delete_after timestamptz not null,
  deleted_at timestamptz,
  unique (driver_id, sender_id),
  check ((state in ('expected', 'preview', 'full')) = (wrapped_key is not null)),
  check ((state = 'deleted') = (deleted_at is not null))
);
create index photos_by_end on photos (delete_after) where state in ('expected', 'preview', 'full');
create index photos_to_tidy on photos (id)
  where wrapped_key is null and (preview_blob is not null or full_blob is not null);

-- One picture may prove several parcels of one recipient that were left together, and never another recipient's.
create table photo_parcels (
  photo_id text not null references photos,
  parcel_id text not null references parcels,
  primary key (photo_id, parcel_id)
);
create index photo_parcels_of_parcel on photo_parcels (parcel_id, photo_id);

-- A photo that was taken before its recipient said "no photos" is thrown away without a word to the driver; one taken
-- after it is refused. Null: before anyone asked.
alter table preferences add column delivery_photos_set_at timestamptz;
