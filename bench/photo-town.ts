// A day with stops to photograph: the server that tells when it notified, phones under way, and a picture as a phone
// makes it.

import { drawDoorstep } from '../packages/simulator/vans/draw-doorstep.ts';
import { startChild } from './child.ts';
import { type BenchInstance, type BenchPhone, openBenchInstance, settleTown, startRoutes } from './instance.ts';
import { openPhotoPhone, type PhotoPhone } from './load/photo-phone.ts';
import { signPeopleIn } from './people.ts';
import type { NotifyingServer } from './servers/notifying.ts';
import { timeZone } from './town.ts';

const hour = 3_600_000;

export interface PhotoTown {
  readonly instance: BenchInstance;
  readonly server: ReturnType<typeof startChild<NotifyingServer>>;
  readonly port: number;
  readonly phones: readonly { readonly phone: PhotoPhone; readonly token: string; readonly stops: PhotoStop[] }[];
  readonly cookie: string;
  close(): Promise<void>;
}

export interface PhotoStop {
  readonly stopId: string;
  readonly parcelId: string;
}

/** One recipient for all: what counts here is pictures, not people. */
export async function openPhotoTown(
  plan: { readonly routes: number; readonly stopsPerRoute: number },
  say: (line: string) => void,
): Promise<PhotoTown> {
  const instance = await openBenchInstance(say);
  // Noon where they live: at night some messages wait for the morning.
  const noonAt = Temporal.Now.plainDateISO(timeZone).toZonedDateTime({ timeZone, plainTime: '12:00' });
  const environment = {
    ...instance.environment,
    DOORSTEP_CLOCK_START: new Date(noonAt.epochMilliseconds).toISOString(),
  };
  const server = startChild<NotifyingServer>(new URL('servers/notifying.ts', import.meta.url), { env: environment });
  const startAt = noonAt.epochMilliseconds - hour;
  const paired = await settleTown(instance, { ...plan, parcelsPerStop: 1, accounts: 1, startAt });
  const [cookie = ''] = await signPeopleIn(instance, 1);
  const port = await server.ask('listen', null);
  await startRoutes(port, paired, Date.now());
  const phones = await Promise.all(paired.map((each) => phoneWithStops(instance, port, each)));
  return {
    instance,
    server,
    port,
    phones,
    cookie,
    async close() {
      for (const { phone } of phones) phone.close();
      await server.stop();
      await instance.close();
    },
  };
}

async function phoneWithStops(instance: BenchInstance, port: number, { token, routeId }: BenchPhone) {
  const { rows } = await instance.database.pool.query<{ stop_id: string; parcel_id: string }>(
    `select stop_id, parcel_id from stops join stop_parcels on stop_id = stops.id
      where route_id = $1 order by sequence`,
    [routeId],
  );
  const stops = rows.map((row) => ({ stopId: row.stop_id, parcelId: row.parcel_id }));
  return { phone: openPhotoPhone(port, token), token, stops };
}

/** A drawn doorstep as the driver's phone sends it: 1600 px with place and time in it, and its preview. */
export async function phonePicture(seed: string): Promise<{ full: Buffer; preview: Buffer }> {
  const { full, preview } = await drawDoorstep({
    seed,
    houseNumber: '7',
    parcels: 1,
    at: Date.parse('2026-06-09T10:00:00Z'),
    timeZone,
    place: { lat: 49.5, lon: 11.2 },
  });
  return { full: Buffer.from(full), preview: Buffer.from(preview) };
}
