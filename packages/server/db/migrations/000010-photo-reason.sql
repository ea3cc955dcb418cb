-- Why the delivery as it stands has no photo by the rules, as they were asked when it was recorded; null: it may have one.
-- What a recipient chooses later is no reason for what happened earlier.
alter table parcels add column photo_reason text;

-- Which database this is. The folder of photos bears the same id, so that a server that was given a wrong or a fresh
-- database does not take another one's photos for bytes that nobody needs.
create table instance (
  single boolean primary key default true check (single),
  id uuid not null default gen_random_uuid()
);
insert into instance default values;
