-- Photos by region and merchant (rules.md sections 3 and 4): on or off, of what share of deliveries, at a neighbour's too,
-- a must or a may, left without permission or not, and kept for how long. Null: this level says nothing. How the levels are
-- put together, domain/proof/photo-settings.ts says.
create table photo_settings (
  level text not null check (level in ('instance', 'region', 'merchant')),
  -- 'instance', a region's id or a merchant's.
  scope_id text not null,
  photos boolean,
  share double precision check (share between 0 and 1),
  third_party boolean,
  mandatory boolean,
  leave_without_permission boolean,
  retention_days integer check (retention_days between 1 and 3650),
  -- What a merchant keeps its photos for, longer or shorter than others.
  purpose text check (char_length(purpose) between 1 and 200),
  primary key (level, scope_id),
  check ((retention_days is null) = (purpose is null)),
  check (retention_days is null or level = 'merchant')
);

-- Whether a delivery is in the share that is photographed is drawn once, when its parcel is first known: nobody can tell at
-- the door, and asking again gives the same answer. Drawn here and not from the id, which whoever knows it could reckon.
alter table parcels add column photo_draw double precision not null default random();
