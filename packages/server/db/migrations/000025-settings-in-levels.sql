-- What may be shown of the way is set in levels: instance (its environment), region, merchant, parcel. Each level may only
-- show less than the one before; domain/visibility/settings.ts merges them when a view is made. A document and not a
-- column each: what is null or left out is as the wider level has it, and nothing searches by these.
alter table regions add column shows jsonb;
alter table merchants add column shows jsonb;
alter table parcels add column shows jsonb;
