-- What rules.md section 9 takes away from a driver's record in time. `pauses_cut_at`: when the breaks and dark times of
-- a route that is over were deleted; from then on no position of it can be judged, so none is taken. `driver_id` goes
-- 30 days after the route's day.

alter table routes alter column driver_id drop not null;
alter table routes add column pauses_cut_at timestamptz;
create index routes_with_pauses on routes (planned_start_at) where pauses_cut_at is null and started_at is not null;
