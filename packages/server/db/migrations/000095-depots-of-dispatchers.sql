-- Which depots a dispatcher works for (rules.md section 1): routes, vans and phones of no other are shown. By name, so that
-- it can be said before the first import brings the depot. No name: every depot, also those that come later.
create table dispatcher_depots (
  account_id text not null references auth_user on delete cascade,
  depot_name text,
  unique nulls not distinct (account_id, depot_name)
);
-- Who dispatches already saw all of them until now, and loses none on the day of an update.
insert into dispatcher_depots (account_id, depot_name) select id, null from auth_user where role = 'dispatcher';
