-- The contact of a consignment that has no account is told too when somebody who receives the parcel in an account moves it
-- to another day. What a notice is about decides its words, and whether it is still true when its mail is written.
alter table guest_link_notices
  add column event text not null default 'out_for_delivery' check (event in ('out_for_delivery', 'day_changed'));
