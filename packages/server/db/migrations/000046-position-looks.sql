-- Who of the staff looked at where a driver's van was: role and reason, for the driver to read. The name is kept for the
-- privacy officer and never shown to the driver. Kept for 30 days, as long as events name a driver.

create table position_looks (
  id bigint generated always as identity primary key,
  driver_id text not null references drivers,
  account_id text,
  role text not null,
  reason text not null,
  looked_at timestamptz not null
);
create index position_looks_of_driver on position_looks (driver_id, looked_at);
