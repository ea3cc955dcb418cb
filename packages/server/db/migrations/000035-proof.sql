-- How well the place of a delivery is known, how many metres that is from the address where it is farther than this
-- explains ("is this the right door?", rules.md section 4), and what the driver answered; null: was not asked.
alter table parcel_events
  add column accuracy_metres real,
  add column far_metres integer,
  add column right_door boolean;

-- What was seen in a picture that is kept all the same: too dark, empty, blurred; null: good enough, or never looked at.
alter table photos add column flaw text;

-- What came of a picture, each size once, appended: with it customer service can say whether a picture is the one that
-- the driver sent, and whether what is stored is what was made of it. Sums only; they bring no picture back.
create table photo_sums (
  photo_id text not null references photos,
  size text not null check (size in ('preview', 'full')),
  at timestamptz not null,
  -- Of the bytes as they came; null of a preview that was made here of the full picture.
  upload_sha256 bytea,
  -- Of the JPEG that was made of them and encrypted.
  stored_sha256 bytea not null,
  faces_blurred integer not null default 0
);
create index photo_sums_of_photo on photo_sums (photo_id);
