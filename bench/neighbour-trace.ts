// Ten minutes of what two recipients on one route received, through the composed server: the door for fixes and
// commands, the streams, the rules. Every frame is written down as it came. A counting bench: its value is how often a
// dot stood at the kerb of another's door while that was served.
import { appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RouteImportDocument } from '../packages/contract/index.ts';
import { distanceMetres, toRfc3339 } from '../packages/domain/index.ts';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import { openStream } from '../packages/server/testing/event-stream.ts';
import { openBenchInstance } from './instance.ts';
import { BenchFailed, type BenchOptions, type BenchResult } from './measure.ts';
import { type DrivenDay, driveDays, type Moment, readLauf } from './neighbour/town-day.ts';
import { signPeopleIn } from './people.ts';
import { emailOf } from './town.ts';

/** Two recipients, and the stop after which the ten minutes begin; each sees the other's stop or the other sees theirs. */
const ownStops: readonly number[] = [8, 11];
const beginsAfterStop = 2;
const traceMillis = 10 * 60_000;
const kerbMetres = 10;

export async function neighbourTrace({ say, profileFolder }: BenchOptions): Promise<BenchResult> {
  const file = join(profileFolder ?? tmpdir(), 'two-recipients.jsonl');
  const map = await readLauf();
  const [day] = driveDays(map, 21, 1, 24);
  if (!day) throw new BenchFailed('No day was driven.');
  const received = await driveThrough(day, file);
  const served = day.moments.flatMap(({ at, truth, events }) =>
    events.flatMap((event) => (event.type === 'stop_completed' ? { at, truth, stopId: event.stopId } : [])),
  );
  let [atKerb, looks] = [0, 0];
  const ranks: number[] = [];
  for (const { at, truth, stopId } of served) {
    const stop = day.stops.find((each) => each.stopId === stopId);
    for (const [who, frames] of received.entries()) {
      if (stopId === day.stops[ownStops[who] ?? 0]?.stopId) continue;
      const dot = frames.findLast((frame) => frame.at <= at)?.dot;
      if (!dot || !stop || at < (received[who]?.[0]?.at ?? 0)) continue;
      looks += 1;
      const metres = distanceMetres(dot, truth);
      if (metres < kerbMetres) atKerb += 1;
      const nearer = map.doors.filter(
        (door) => distanceMetres(door.kerb.place, dot) < distanceMetres(stop.door.kerb.place, dot),
      );
      ranks.push(nearer.length + 1);
      say(
        `  ${toRfc3339(at)} recipient ${who + 1}: dot ${Math.round(metres)} m from the van, ${nearer.length} doors nearer to it`,
      );
    }
  }
  if (looks === 0) throw new BenchFailed('Nobody saw another stop being served.');
  say(`All that both received: ${file}`);
  return {
    name: 'neighbour-trace',
    unit: 'dots at another’s kerb',
    value: atKerb,
    floor: null,
    ratio: null,
    target: 0,
    pass: atKerb === 0,
    spread: null,
    extra: { looks, leastDoorsNearer: Math.min(...ranks) - 1, frames: received.flat().length },
  };
}

interface Received {
  readonly at: number;
  readonly dot: { readonly lat: number; readonly lon: number } | null;
}

async function driveThrough(day: DrivenDay, file: string): Promise<Received[][]> {
  const instance = await openBenchInstance(() => undefined);
  const clock = { at: day.startAt, speed: 1, now: () => clock.at };
  const cookies = await signPeopleIn(instance, ownStops.length);
  const { db } = instance.database;
  const imported = await importRoutes(
    { db, clock, bindConsignments },
    { bytes: Buffer.from(JSON.stringify(documentOf(day))), fileName: 'day.json', dryRun: false },
  );
  if (imported.problems.length > 0) throw new BenchFailed(`The day was not imported: ${imported.problems.length} bad.`);
  const database = { ...instance.database, close: async () => undefined };
  const composed = await compose({ config: readConfig(instance.environment, '.'), database, built: null, clock });
  const url = await composed.app.listen({ port: 0, host: '127.0.0.1' });
  try {
    const route = await db.selectFrom('routes').select(['id', 'driver_id']).executeTakeFirstOrThrow();
    if (route.driver_id === null) throw new BenchFailed('The route has no driver.');
    const { code } = await makePairingCode(db, { driverId: route.driver_id, now: clock.at });
    const device = await pairDevice(db, { code, deviceName: null, now: clock.at });
    if (!device) throw new BenchFailed('The phone could not be paired.');
    const stops = await db
      .selectFrom('stops')
      .innerJoin('stop_parcels', 'stop_parcels.stop_id', 'stops.id')
      .select(['stops.id', 'stop_parcels.parcel_id'])
      .orderBy('stops.sequence')
      .execute();
    const idOf = new Map(day.stops.map(({ stopId }, index) => [stopId, stops[index]?.id ?? '']));
    const post = async (path: string, body: object) => {
      const answer = await fetch(`${url}/api/v1/driver/${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${device.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ sentAt: toRfc3339(clock.at), ...body }),
      });
      if (!answer.ok) throw new BenchFailed(`${path} was answered ${answer.status}: ${await answer.text()}`);
    };
    const send = (moment: Moment) => sendMoment(moment, route.id, idOf, post);
    const begins = day.moments.findIndex(({ events }) =>
      events.some(
        (event) =>
          'stopId' in event && event.type === 'stop_completed' && event.stopId === day.stops[beginsAfterStop]?.stopId,
      ),
    );
    for (const moment of day.moments.slice(0, begins + 1)) {
      clock.at = moment.at;
      await send(moment);
    }
    await writeFile(file, '');
    const received: Received[][] = [];
    for (const [who, own] of ownStops.entries()) {
      const parcelId = stops[own]?.parcel_id ?? '';
      const stream = await openStream(`${url}/api/v1/me/parcels/${parcelId}/live`, { cookie: cookies[who] ?? '' });
      const frames: Received[] = [];
      received.push(frames);
      void (async () => {
        for (let frame = await stream.next(); frame !== null; frame = await stream.next()) {
          const dot =
            frame.event === 'view'
              ? frame.data.map.shown
                ? frame.data.map.van
                : null
              : frame.event === 'van'
                ? frame.data.van
                : null;
          frames.push({ at: clock.at, dot });
          await appendFile(file, `${JSON.stringify({ at: toRfc3339(clock.at), recipient: who + 1, ...frame })}\n`);
        }
      })().catch(() => undefined);
    }
    for (const moment of day.moments.slice(begins + 1)) {
      if (moment.at > clock.at + 60_000 || moment.at > (day.moments[begins]?.at ?? 0) + traceMillis) break;
      clock.at = moment.at;
      await send(moment);
      // Frames come a moment after the answer to the phone.
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    return received;
  } finally {
    await composed.close();
    await instance.close();
  }
}

type Post = (path: string, body: object) => Promise<void>;

let sent = 0;
const nextId = () => {
  sent += 1;
  return `00000000-0000-7000-8000-${String(sent).padStart(12, '0')}`;
};

async function sendMoment({ fix, events }: Moment, routeId: string, idOf: ReadonlyMap<string, string>, post: Post) {
  const commands = events.flatMap((event): object[] => {
    const at = toRfc3339(event.at);
    if (event.type === 'route_started') return [{ id: nextId(), type: 'start_route', at, routeId }];
    if (!('stopId' in event)) return [];
    const stopId = idOf.get(event.stopId);
    if (event.type === 'stop_arrived') return [{ id: nextId(), type: 'arrive', at, stopId }];
    return [{ id: nextId(), type: 'deliver', at, stopId, how: 'recipient' }];
  });
  if (commands.length > 0) await post('commands', { commands });
  if (fix === null) return;
  const { mocked: _, headingDegrees, ...measured } = fix;
  const heading = headingDegrees === null ? {} : { headingDegrees };
  await post('fixes', { fixes: [{ id: nextId(), ...measured, ...heading, fixedAt: toRfc3339(fix.fixedAt) }] });
}

function documentOf(day: DrivenDay): RouteImportDocument {
  const timeZone = 'Europe/Berlin';
  const places = day.stops.map(({ lat, lon }) => ({ lat, lon }));
  const [south, north] = [Math.min(...places.map(({ lat }) => lat)), Math.max(...places.map(({ lat }) => lat))];
  const [west, east] = [Math.min(...places.map(({ lon }) => lon)), Math.max(...places.map(({ lon }) => lon))];
  const wide = 0.05;
  return {
    format: 'doorstep-routes/1',
    carrier: { name: 'Bench Express' },
    regions: [
      {
        name: 'Lauf',
        mapTracking: true,
        photos: false,
        polygon: [
          [south - wide, west - wide],
          [south - wide, east + wide],
          [north + wide, east + wide],
          [north + wide, west - wide],
        ],
      },
    ],
    routes: [
      {
        reference: 'R-1',
        serviceDate: day.serviceDate,
        plannedStartAt: toRfc3339(day.startAt),
        depot: { name: 'Depot', ...(places[0] ?? { lat: 0, lon: 0 }), timeZone },
        van: 'V-1',
        driver: { name: 'Driver' },
        stops: day.stops.map(({ lat, lon, plannedArrivalAt, serviceSeconds }, index) => ({
          plannedArrivalAt: toRfc3339(plannedArrivalAt),
          serviceSeconds,
          address: {
            street: 'Straße',
            houseNumber: String(index + 1),
            postcode: '91207',
            city: 'Lauf',
            country: 'DE',
            lat,
            lon,
            timeZone,
          },
          parcels: [
            {
              parcelNumber: `P-${index}`,
              orderNumber: `O-${index}`,
              merchant: 'Benchmarkt',
              recipientName: 'A Person',
              recipientEmail: emailOf(ownStops.indexOf(index)),
            },
          ],
        })),
      },
    ],
  };
}
