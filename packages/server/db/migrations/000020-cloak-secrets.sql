-- What the neighbour cloak of a route is drawn from (rules.md P3). It must be the same after a restart and on every
-- machine, and nobody outside may guess it: 122 random bits of the database's own strong source, gone with the route.
-- A volatile default gives each route that is already there a secret of its own.
alter table routes add column cloak_secret uuid not null default gen_random_uuid();
