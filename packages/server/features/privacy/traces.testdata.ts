import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestServer } from '../../testing/test-server.ts';

/**
 * Tables in which nothing stands about a recipient, each with what does. Every other table of the schema has to hold
 * something of the person of the erasure test before she is erased: whoever adds a table lets her fill it, or says here
 * why she cannot.
 */
export const aboutNoRecipient: Readonly<Record<string, string>> = {
  'graphile_worker._private_job_queues': 'names of queues',
  'graphile_worker._private_known_crontabs': 'what the worker does by the clock',
  'graphile_worker._private_tasks': 'names of tasks',
  'graphile_worker.migrations': 'versions',
  'public.carriers': 'companies',
  'public.commands': 'what a driver’s phone was answered',
  'public.depots': 'yards of the carrier',
  'public.devices': 'drivers’ phones',
  'public.dispatcher_depots': 'where staff works; gone with its account',
  'public.drivers': 'drivers',
  'public.first_administrator_links': 'whoever sets the instance up',
  'public.fixes': 'where vans were, packed and without a name; gone after 48 hours',
  'public.instance': 'the instance itself',
  'public.kysely_migration': 'versions',
  'public.kysely_migration_lock': 'versions',
  'public.merchants': 'companies',
  'public.pairing_codes': 'drivers’ phones',
  'public.photo_settings': 'what holds for a region or merchant',
  'public.position_looks': 'who among staff looked at a van, for its driver',
  'public.regions': 'areas on the map',
  'public.routes': 'a driver’s day',
  'public.sign_in_failures': 'a keyed hash, which no search finds; counted in the test instead',
  'public.vans': 'vans',
};

/** A person’s traces: what each of these texts or ids is called in answers. */
export type Traces = ReadonlyMap<string, string>;

/** In which tables these stand, as text or as bytes: the table, and what stands there. */
export async function inTables(server: TestServer, traces: Traces): Promise<readonly (readonly [string, string])[]> {
  const found: [string, string][] = [];
  for (const table of await tablesOf(server)) {
    const { rows } = await server.database.pool.query<{ trace: string }>(
      `select trace from unnest($1::text[], $2::text[]) as sought (trace, hex)
        where exists (select 1 from ${table} row where row::text ilike '%' || trace || '%' or row::text like '%' || hex || '%')`,
      [[...traces.keys()], [...traces.keys()].map((trace) => Buffer.from(trace).toString('hex'))],
    );
    for (const { trace } of rows) found.push([table, traces.get(trace) ?? trace]);
  }
  return found;
}

/** In which files beside the database, and whether in the log. */
export async function besideTables(server: TestServer, traces: Traces): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(server.dataFolder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    for (const [trace, called] of traces) if (bytes.includes(trace)) found.push(`file ${entry.name}: ${called}`);
  }
  for (const line of server.log)
    for (const [trace, called] of traces) if (line.includes(trace)) found.push(`log: ${called}`);
  return found;
}

/** Every table there is but the parts into which one is divided: a table that was added yesterday, too. */
export async function tablesOf(server: TestServer): Promise<readonly string[]> {
  const { rows } = await server.database.pool.query<{ name: string }>(`
    select nspname || '.' || relname as name
      from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where relkind in ('r', 'p') and not relispartition and nspname not in ('pg_catalog', 'information_schema')
     order by 1`);
  return rows.map(({ name }) => name);
}

/**
 * The ids under which rows speak of somebody. `own`: of what is theirs alone, none of which outlives them. `shared`: of
 * parcels and what belongs to those, which stay as the proof that something was delivered.
 */
export async function idsOf(server: TestServer, accountId: string, parcelIds: readonly string[]) {
  const read = async (query: string) => {
    const { rows } = await server.database.pool.query<{ id: string; kind: string }>(
      `with its as (select id, consignment_id from parcels where id = any ($2)),
            links as (select id from parcel_links where parcel_id in (select id from its) or made_by = $1),
            consignment as (select * from consignments where id in (select consignment_id from its))
       ${query}`,
      [accountId, parcelIds],
    );
    return new Map(rows.map(({ id, kind }) => [id, kind]));
  };
  return {
    own: await read(`
      select $1::text as id, 'her account' as kind
      union select id, 'a sign-in' from auth_session where "userId" = $1
      union select id, 'a notification' from notifications where account_id = $1
      union select id, 'a browser with pushes' from push_subscriptions where account_id = $1
      union select id, 'a copy' from account_exports where account_id = $1
      union select id, 'a link' from links
      union select id, 'a guest' from guest_sessions where link_id in (select id from links)`),
    shared: await read(`
      select id, 'a parcel' as kind from its
      union select id, 'a consignment' from consignment
      union select order_id, 'an order' from consignment
      union select address_id, 'an address' from consignment
      union select stop_id, 'a stop' from stop_parcels where parcel_id in (select id from its)
      union select photo_id::text, 'a photo' from photo_parcels where parcel_id in (select id from its)`),
  };
}
