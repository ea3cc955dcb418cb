-- "Not today" is told to whoever receives the parcel too, and to the driver who has to leave it at the depot: to which day it
-- went, and off whose plan it was taken, is part of what happened. Both null of what was moved before this was kept.
alter table parcel_events
  add column to_day date,
  add column off_route text references routes on delete set null;
create index parcel_events_off_route on parcel_events (off_route) where off_route is not null;
