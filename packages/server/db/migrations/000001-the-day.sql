-- The day as data: who delivers (carriers, depots, vans, drivers), what (orders, consignments, parcels), where
-- (addresses, regions) and how it goes (routes, stops, appended events). Ids are prefixed texts made by the server
-- (domain/ids.ts): they sort by age and are the same in every surface, so that no second number has to be mapped.

create table carriers (
  id text primary key,
  name text not null unique,
  kind text not null check (kind in ('own_fleet', 'other')),
  created_at timestamptz not null
);

-- A region is where a service exists. The polygon is kept as it was given; whether an address lies in it is decided
-- once, when the address is written, so that no page view computes geometry.
create table regions (
  id text primary key,
  name text not null unique,
  map_tracking boolean not null,
  photos boolean not null,
  polygon jsonb not null,
  created_at timestamptz not null
);

create table depots (
  id text primary key,
  name text not null unique,
  lat double precision not null,
  lon double precision not null,
  time_zone text not null
);

create table vans (
  id text primary key,
  depot_id text not null references depots,
  label text not null,
  unique (depot_id, label)
);

create table drivers (
  id text primary key,
  depot_id text not null references depots,
  name text not null,
  unique (depot_id, name)
);

create table merchants (
  id text primary key,
  name text not null unique
);

create table orders (
  id text primary key,
  merchant_id text not null references merchants,
  order_number text not null,
  ordered_at timestamptz not null,
  buyer_email text,
  unique (merchant_id, order_number)
);

create table addresses (
  id text primary key,
  street text not null,
  house_number text,
  postcode text not null,
  city text not null,
  country text not null,
  lat double precision not null check (lat between -90 and 90),
  lon double precision not null check (lon between -180 and 180),
  time_zone text not null,
  confidential boolean not null,
  region_id text references regions
);

-- A consignment is the goods of one order to one recipient under one contract; confidentiality and gift hang here.
create table consignments (
  id text primary key,
  order_id text not null references orders,
  address_id text not null references addresses,
  carrier_id text not null references carriers,
  carrier_tracking_url text,
  recipient_name text not null,
  recipient_email text,
  contact_basis text not null check (contact_basis in ('own_fleet', 'consent', 'none')),
  confidential boolean not null,
  gift boolean not null,
  hand_over_only boolean not null
);
create index consignments_by_order on consignments (order_id);
-- Binding looks for a just confirmed address (rules.md section 1); always compared in lower case.
create index consignments_by_recipient_email on consignments (lower(recipient_email)) where recipient_email is not null;
create index orders_by_buyer_email on orders (lower(buyer_email)) where buyer_email is not null;

create table routes (
  id text primary key,
  reference text not null,
  service_date date not null,
  time_zone text not null,
  depot_id text not null references depots,
  van_id text not null references vans,
  driver_id text not null references drivers,
  planned_start_at timestamptz not null,
  phase text not null default 'planned' check (phase in ('planned', 'started', 'finished')),
  started_at timestamptz,
  finished_at timestamptz,
  unique (depot_id, service_date, reference)
);
create index routes_of_driver on routes (driver_id, service_date);
-- One van cannot drive two routes: a phone's fixes must always know which route they belong to.
create unique index one_started_route_per_driver on routes (driver_id) where phase = 'started';

create table stops (
  id text primary key,
  route_id text not null references routes,
  sequence integer not null,
  lat double precision not null,
  lon double precision not null,
  planned_arrival_at timestamptz not null,
  service_seconds integer not null,
  confidential boolean not null,
  unique (route_id, sequence)
);

create table parcels (
  id text primary key,
  consignment_id text not null references consignments,
  parcel_number text not null unique,
  state text not null,
  how text,
  attempt_reason text,
  outcome_place text,
  state_since timestamptz not null,
  service_date date,
  attempt integer not null default 1,
  outcome_version integer not null default 0,
  created_at timestamptz not null
);
create index parcels_of_consignment on parcels (consignment_id);

-- Which stop serves a parcel on which attempt. The moment the map opened is kept here: it latches for one attempt.
create table stop_parcels (
  parcel_id text not null references parcels,
  attempt integer not null,
  stop_id text not null references stops,
  map_opened_at timestamptz,
  primary key (parcel_id, attempt)
);
create index stop_parcels_of_stop on stop_parcels (stop_id);

-- Appended, never updated: a correction is another event.
create table parcel_events (
  id bigint generated always as identity primary key,
  parcel_id text not null references parcels,
  type text not null,
  state text not null,
  how text,
  attempt_reason text,
  outcome_place text,
  at timestamptz not null,
  recorded_at timestamptz not null,
  lat double precision,
  lon double precision
);
create index parcel_events_of_parcel on parcel_events (parcel_id, id);

-- What the route state is folded from after a restart (domain/tracking/progress.ts).
create table route_events (
  id bigint generated always as identity primary key,
  route_id text not null references routes,
  event jsonb not null,
  at timestamptz not null,
  recorded_at timestamptz not null
);
create index route_events_of_route on route_events (route_id, id);
