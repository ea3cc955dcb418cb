// A generated day on the real server: its route imported, its people signed in, its streams open; and the model of it.
import type { TestDatabase } from '../../db/test-database.ts';
import { openPhone } from '../phone.ts';
import { plannedStartAt } from '../route-file.ts';
import { startTestServer, type TestRoute, type TestServer } from '../test-server.ts';
import { type Expected, viewerOf } from './expected-view.ts';
import { type Chance, inventStops, mapEndsAtLat, merchants, mutable, regionShows, wishOf } from './invent-day.ts';
import { type StreamWatch, watchStream } from './stream-watch.ts';
import { type ModelParcel, newWorld, type Shows, type World } from './world.ts';

const dayMillis = 86_400_000;
export const peopleCount = 7;
/** The last of them is nobody's recipient or buyer: to this account no parcel exists. */
const peopleWithParcels = peopleCount - 1;

export interface Person {
  readonly account: number;
  readonly language: 'de' | 'en';
  readonly headers: Record<string, string>;
}

export interface Stage {
  readonly server: TestServer;
  readonly people: readonly Person[];
  readonly dispatcher: Record<string, string>;
  readonly token: string;
  readonly mapOff: Set<number>;
  readonly photosOff: Set<number>;
  /** What the region shows now, as an operator set it. */
  regionShows: Shows;
  /** Days that are over: nothing of them may come back. */
  readonly past: World[];
}

export interface Watching {
  readonly person: Person;
  readonly parcel: ModelParcel;
  stream: StreamWatch;
  /** What was to be told in the middle of the step that is being taken. */
  between: Expected[];
}

export interface Day {
  readonly stage: Stage;
  readonly world: World;
  readonly route: TestRoute;
  readonly phone: ReturnType<typeof openPhone>;
  readonly watching: Watching[];
  readonly plannedStartAt: number;
}

/** One thing that happens: a request, and the same in the model. */
export interface Step {
  readonly what: string;
  readonly carryOut: () => Promise<void>;
}

const emailOf = (account: number) => `p${account}@example.org`;

/** A server with people, and a dispatcher, on which one day after the other is walked. */
export async function openStage(store: TestDatabase | null = null): Promise<Stage> {
  const corners = (south: number, north: number): [number, number][] => [
    [south, 10],
    [south, 13],
    [north, 13],
    [north, 10],
  ];
  const server = await startTestServer({
    ...(store === null ? {} : { store }),
    stops: [{}],
    reference: 'before',
    driver: 'Hanno Vogt',
    regions: [
      { name: 'Feldheim', mapTracking: true, polygon: corners(49, mapEndsAtLat), shows: mutable(regionShows) },
      { name: 'Feldheim Nord', mapTracking: false, polygon: corners(mapEndsAtLat, 50) },
    ],
    merchants: merchants.map(({ name, shows }) => ({ name, shows: mutable(shows) })),
    settings: { DOORSTEP_SHOW_PATH_AHEAD: 'always', DOORSTEP_SHOW_DRIVER_NAME: 'always' },
  });
  const people: Person[] = [];
  for (let account = 0; account < peopleCount; account += 1) {
    const { cookie } = await server.signIn(emailOf(account));
    const language = account % 2 === 0 ? 'de' : 'en';
    people.push({ account, language, headers: { cookie, 'accept-language': language } });
  }
  const { cookie } = await server.signIn('dispatch@example.org', 'dispatcher');
  await server.addRoute({ stops: [{}], reference: 'driver' });
  const driver = await server.database.db
    .selectFrom('drivers')
    .select('id')
    .where('name', '=', 'Selma Aydın')
    .executeTakeFirstOrThrow();
  const { token } = await server.pair(driver.id);
  return {
    server,
    people,
    dispatcher: { cookie, 'content-type': 'application/json' },
    token,
    mapOff: new Set(),
    photosOff: new Set(),
    regionShows,
    past: [],
  };
}

/** The day of this number: imported on the evening before, with every stream open that somebody may open. */
export async function beginDay(stage: Stage, dayNumber: number, chance: Chance): Promise<Day> {
  const { server } = stage;
  const startAt = plannedStartAt + dayNumber * dayMillis;
  server.clock.set(startAt - 10 * 3_600_000);
  const invented = inventStops(chance, peopleWithParcels);
  const reference = `D${dayNumber}`;
  const route = await server.addRoute(wishOf(invented, { reference, plannedStartAt: startAt, emailOf }));
  const importedAt = server.clock.now();
  const ids = await parcelIds(server, reference);
  const parcels = invented.flatMap((stop, index) =>
    stop.parcels.map((parcel, which): ModelParcel => {
      const { id, orderId } = ids.get(`${reference}-${index + 1}-${which + 1}`) ?? { id: '', orderId: '' };
      const events = parcel.carrier === null ? ['announced', 'at_depot'] : ['announced'];
      const merchant = merchants.find(({ name }) => name === parcel.merchant);
      const regionHasMap = stop.lat < mapEndsAtLat;
      return {
        parcelId: id,
        orderId,
        stop: parcel.carrier === null ? index : null,
        home: { lat: stop.lat, lon: stop.lon },
        recipient: parcel.recipient,
        buyer: parcel.buyer,
        merchant: parcel.merchant,
        gift: parcel.gift,
        confidential: parcel.confidential || stop.confidentialAddress,
        carrier: parcel.carrier,
        regionHasMap,
        shows: [regionHasMap ? stage.regionShows : {}, merchant?.shows ?? {}, parcel.shows],
        state: events.at(-1) ?? '',
        since: importedAt,
        how: null,
        reason: null,
        place: null,
        opened: false,
        photosWereOff: false,
        events: events.map((state) => ({ state, at: importedAt })),
      };
    }),
  );
  const stops = invented.map(({ lat, lon, confidentialAddress, parcels: here }) => ({
    lat,
    lon,
    confidential: confidentialAddress || here.every((each) => each.carrier !== null || each.confidential),
  }));
  const serviceDate = new Date(startAt).toISOString().slice(0, 10);
  const { mapOff, photosOff } = stage;
  const world = newWorld({ serviceDate, stops, parcels, mapOff, photosOff });
  const day: Day = {
    stage,
    world,
    route,
    phone: openPhone(server, stage.token),
    watching: [],
    plannedStartAt: startAt,
  };
  await openStreams(day);
  return day;
}

async function parcelIds(server: TestServer, reference: string) {
  const rows = await server.database.db
    .selectFrom('parcels')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .select(['parcels.id', 'parcels.parcel_number', 'consignments.order_id'])
    .where('parcels.parcel_number', 'like', `${reference}-%`)
    .execute();
  return new Map(rows.map((row) => [row.parcel_number, { id: row.id, orderId: row.order_id }]));
}

async function openStreams(day: Day): Promise<void> {
  for (const parcel of day.world.parcels)
    for (const person of day.stage.people)
      if (viewerOf(parcel, person.account) !== 'stranger')
        day.watching.push({ person, parcel, stream: await openStream(day, person, parcel), between: [] });
}

export async function openStream(day: Day, person: Person, parcel: ModelParcel): Promise<StreamWatch> {
  const base = await day.stage.server.listen();
  const stream = await watchStream(`${base}/api/v1/me/parcels/${parcel.parcelId}/live`, person.headers);
  if (stream.status !== 200) throw new Error(`a stream was answered ${stream.status}`);
  return stream;
}

/** Closes what the day had open; it is kept, as nothing of it may come back. */
export function endDay(day: Day): void {
  for (const { stream } of day.watching) stream.close();
  day.stage.past.push(day.world);
}
