-- "No delivery photos" for one address or one parcel, besides the choice for all in `preferences`: the narrower one counts.
-- An address is known again by what stands on the envelope, because every import may write a row of its own for it.
alter table addresses add column place_key text not null generated always as (
  lower(regexp_replace(street || ' ' || coalesce(house_number, '') || ', ' || postcode || ', ' || country, '\s+', ' ', 'g'))
) stored;

create table photo_choices (
  account_id text not null references auth_user on delete cascade,
  scope text not null check (scope in ('address', 'parcel')),
  -- A place_key or a parcel's id.
  scope_key text not null,
  choice text not null check (choice in ('off', 'close_up', 'with_door')),
  -- Since when it is this one: a picture taken before it is treated otherwise than one taken after it.
  set_at timestamptz not null,
  primary key (account_id, scope, scope_key)
);
