// Which streams watchers open: one for each parcel, with the cookie of the account it goes to.
import type { BenchInstance, BenchPhone } from './instance.ts';
import { BenchFailed } from './measure.ts';
import { accountOf, middleOf, type TownPlan } from './town.ts';

export interface WatchedStream {
  readonly path: string;
  readonly cookie: string;
  /** Number of its route in the town. */
  readonly route: number;
  /** The middle of that route, near which its van must be shown. */
  readonly lat: number;
  readonly lon: number;
}

export async function streamsOf(
  instance: BenchInstance,
  phones: readonly BenchPhone[],
  cookies: readonly string[],
  plan: TownPlan,
): Promise<readonly WatchedStream[]> {
  const rows = await instance.database.db
    .selectFrom('parcels')
    .innerJoin('stop_parcels', 'stop_parcels.parcel_id', 'parcels.id')
    .innerJoin('stops', 'stops.id', 'stop_parcels.stop_id')
    .select(['parcels.id', 'parcels.parcel_number', 'stops.route_id'])
    .orderBy('stops.route_id')
    .orderBy('stops.sequence')
    .execute();
  const expected = phones.length * plan.stopsPerRoute * plan.parcelsPerStop;
  if (rows.length !== expected) throw new BenchFailed(`${rows.length} parcels instead of ${expected}`);
  return rows.map((row) => {
    const [route = 0, parcel = 0] = row.parcel_number.slice(2).split('-').map(Number);
    const cookie = cookies[accountOf(plan, route, parcel)] ?? '';
    return { path: `/api/v1/me/parcels/${row.id}/live`, cookie, route, ...middleOf(route) };
  });
}
