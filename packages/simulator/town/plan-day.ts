import type { ImportParcel, ImportRegion, ImportRoute, ImportStop, RouteImportDocument } from '@doorstep/contract';
import {
  boxAround,
  type Coordinates,
  distanceMetres,
  type EpochMillis,
  isInPolygon,
  toRfc3339,
} from '@doorstep/domain';
import { type Chance, createChance } from '../chance.ts';
import { breakMinutes, leavingMinutes } from '../vans/manners.ts';
import { motionAlong } from '../vans/motion.ts';
import { addressOf, distinctHouses, districtsOf, type FixedHouse, stopsOfVan } from './choose-stops.ts';
import { inventedName, merchants, oneOf, orderNumberOf } from './invented-people.ts';
import type { RoadPlace, Roads } from './road-graph.ts';
import type { House, Town } from './town.ts';

export interface VanOfDay {
  /** Number plate or fleet number. */
  readonly van: string;
  readonly driver: string;
  readonly reference: string;
  readonly plannedStartAt: EpochMillis;
  readonly stops: number;
  /** The planned break comes after this stop (from 1); null: none is planned. */
  readonly breakAfter: number | null;
  /** At the door, from and to; 70 to 140 where left out. */
  readonly serviceSeconds?: readonly [least: number, most: number];
}

/** Somebody the caller knows: whose account shows this parcel. */
export interface Guest {
  /** The caller's own name for this guest; it comes back with the stop. */
  readonly key: string;
  /** Which van, from 0. */
  readonly van: number;
  /** As which stop of its tour, from 1; null: wherever the tour passes. */
  readonly position: number | null;
  /** Where the guest lives; null: in whatever house stands at that position. */
  readonly house: House | null;
  readonly parcel: Omit<ImportParcel, 'parcelNumber'> & { readonly parcelNumber?: string };
  readonly confidentialAddress?: boolean;
}

export interface PlanDayInput {
  readonly town: Town;
  readonly roads: Roads;
  /** YYYY-MM-DD */
  readonly serviceDate: string;
  readonly timeZone: string;
  readonly seed: number;
  readonly carrier: string;
  /** The first is the near van: it gets the densest streets. */
  readonly vans: readonly VanOfDay[];
  readonly guests: readonly Guest[];
}

export interface PlannedDay {
  readonly document: RouteImportDocument;
  readonly guests: readonly {
    readonly key: string;
    readonly van: number;
    readonly position: number;
    readonly house: House;
    readonly parcelNumber: string;
    readonly plannedArrivalAt: EpochMillis;
  }[];
}

const usualServiceSeconds = [70, 140] as const;
const quarterMetres = 220;

/**
 * A day of several vans, as the planner of a carrier would hand it over: who brings what to whom, in which order, and
 * when. The planned times are those of a van that drives these very roads (`motionAlong`) and serves each stop as long
 * as planned, so that what recipients are promised can be kept. Pure: the same input gives the same day.
 */
export function planDay(input: PlanDayInput): PlannedDay {
  const { town, roads, vans, guests } = input;
  const houses = distinctHouses(town.houses);
  const depot = depotOf(town, roads);
  const districts = districtsOf(
    houses,
    vans.map((_, van) => guests.find((guest) => guest.van === van && guest.house !== null)?.house ?? null),
  );
  // A guest's house lies on the guest's own van's tour, in whichever district it stands.
  const guestAddresses = new Set(guests.flatMap(({ house }) => (house === null ? [] : addressOf(house))));
  const placed: PlannedDay['guests'][number][] = [];
  const routes = vans.map((van, index): ImportRoute => {
    // Each van has its own chance, so that more stops for one leave the days of the others as they were.
    const chance = createChance(input.seed * 1_000 + index);
    const ownGuests = guests.filter((guest) => guest.van === index);
    const order = stopsOfVan({
      roads,
      depot: depot.place,
      district: (districts[index] ?? []).filter((house) => !guestAddresses.has(addressOf(house))),
      stops: van.stops,
      fixed: fixedHouses(ownGuests),
      chance,
    });
    const guestAt = seatsOf(ownGuests, order);
    const numbers = numbering(input.serviceDate, index);
    const serviceSeconds = van.serviceSeconds ?? usualServiceSeconds;
    const drafts = order.map((house, at) =>
      draftOf(house, guestAt.get(at + 1) ?? [], { chance, numbers, serviceSeconds }),
    );
    const arrivals = plannedArrivals(roads, depot, van, order, drafts);
    for (const [at, ownHere] of guestAt) {
      const [house, stop, arrivalAt] = [order[at - 1], drafts[at - 1], arrivals[at - 1]];
      if (house === undefined || stop === undefined || arrivalAt === undefined) continue;
      for (const [nth, { key }] of ownHere.entries()) {
        const parcelNumber = stop.parcels[nth]?.parcelNumber ?? '';
        placed.push({ key, van: index, position: at, house, parcelNumber, plannedArrivalAt: arrivalAt });
      }
    }
    return {
      reference: van.reference,
      serviceDate: input.serviceDate,
      plannedStartAt: toRfc3339(van.plannedStartAt),
      depot: { name: `Depot ${town.name}`, ...depot.place, timeZone: input.timeZone },
      van: van.van,
      driver: { name: van.driver },
      stops: drafts.map((stop, at) => ({
        ...stop,
        plannedArrivalAt: toRfc3339(arrivals[at] ?? van.plannedStartAt),
        address: { ...stop.address, timeZone: input.timeZone },
      })),
    };
  });
  const places = placed.map(({ house }) => house.place);
  return {
    document: {
      format: 'doorstep-routes/1',
      carrier: { name: input.carrier },
      regions: regionsOf(town, depot.place, places),
      routes,
    },
    guests: placed,
  };
}

function fixedHouses(guests: readonly Guest[]): FixedHouse[] {
  const fixed = new Map<string, FixedHouse>();
  for (const { house, position } of guests) {
    if (house === null) continue;
    const known = fixed.get(addressOf(house));
    if (known === undefined || known.position === null) fixed.set(addressOf(house), { house, position });
  }
  return [...fixed.values()];
}

/** Which guests are served at which position. A guest without a house takes the one that stands at the position. */
function seatsOf(guests: readonly Guest[], order: readonly House[]): Map<number, Guest[]> {
  const seats = new Map<number, Guest[]>();
  const sit = (position: number, guest: Guest) => seats.set(position, [...(seats.get(position) ?? []), guest]);
  for (const guest of guests) {
    const { house } = guest;
    if (house === null) continue;
    sit(order.findIndex((each) => addressOf(each) === addressOf(house)) + 1, guest);
  }
  for (const guest of guests.filter(({ house }) => house === null)) {
    let position = Math.min(order.length, Math.max(1, guest.position ?? 1));
    while (seats.has(position) && position < order.length) position += 1;
    sit(position, guest);
  }
  return seats;
}

/** Letters of the depot, the day, the van, and a running number: unique as long as a van has one tour a day. */
function numbering(serviceDate: string, van: number): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `P${serviceDate.replaceAll('-', '').slice(2)}-${van + 1}${String(count).padStart(4, '0')}`;
  };
}

type Stop = Omit<ImportStop, 'plannedArrivalAt'> & { readonly serviceSeconds: number };

function draftOf(
  { street, houseNumber, postcode, city, place }: House,
  guests: readonly Guest[],
  {
    chance,
    numbers,
    serviceSeconds: [least, most],
  }: {
    readonly chance: Chance;
    readonly numbers: () => string;
    readonly serviceSeconds: readonly [number, number];
  },
): Stop {
  const parcels = guests.length > 0 ? guests.map((guest) => guestParcel(guest, numbers)) : strangers(chance, numbers);
  const confidential = guests.some((guest) => guest.confidentialAddress);
  return {
    serviceSeconds: Math.round(least + chance.next() * (most - least) + (parcels.length - 1) * 20),
    address: {
      street,
      houseNumber,
      postcode,
      city,
      country: 'DE',
      ...place,
      ...(confidential ? { confidential } : {}),
    },
    parcels,
  };
}

function guestParcel({ parcel }: Guest, numbers: () => string): ImportParcel {
  return { ...parcel, parcelNumber: parcel.parcelNumber ?? numbers() };
}

/** Most doors get one parcel; some several, and in a house of several flats for several people. */
function strangers(chance: Chance, numbers: () => string): ImportParcel[] {
  const people = chance.next() < 0.12 ? 2 : 1;
  return Array.from({ length: people }, () => {
    const recipientName = inventedName(chance);
    const count = chance.next() < 0.16 ? 2 : 1;
    return Array.from({ length: count }, (): ImportParcel => {
      const merchant = oneOf(merchants, chance);
      const luck = chance.next();
      return {
        parcelNumber: numbers(),
        orderNumber: orderNumberOf(merchant, chance),
        merchant,
        recipientName,
        ...(luck < 0.04 ? { confidential: true } : {}),
        ...(luck > 0.95 ? { gift: true } : {}),
        ...(luck > 0.9 && luck < 0.94 ? { handOverOnly: true } : {}),
      };
    });
  }).flat();
}

/** Driving as a van drives, plus the planned service, plus the planned break. */
function plannedArrivals(
  roads: Roads,
  depot: RoadPlace,
  van: VanOfDay,
  order: readonly House[],
  stops: readonly Stop[],
): EpochMillis[] {
  let here = depot;
  let at = van.plannedStartAt + leavingMinutes * 60_000;
  return order.map((house, index) => {
    const next = roads.nearest(house.place, house.street);
    at += motionAlong(roads.path(here, next)).seconds * 1_000;
    here = next;
    const arrivalAt = Math.round(at / 1_000) * 1_000;
    at += (stops[index]?.serviceSeconds ?? 120) * 1_000;
    if (van.breakAfter === index + 1) at += breakMinutes * 60_000;
    return arrivalAt;
  });
}

/** A place on a thoroughfare at the edge of what is built. */
export function depotOf(town: Town, roads: Roads): RoadPlace {
  const distances = town.houses.map(({ place }) => distanceMetres(town.centre, place)).sort((a, b) => a - b);
  const edge = distances[Math.floor(distances.length * 0.9)] ?? 1_000;
  let best = { place: town.centre, off: Number.POSITIVE_INFINITY };
  for (const road of roads.roads) {
    const place = road.points[Math.floor(road.points.length / 2)];
    // Faster than a side street: vans load where lorries come.
    if (place === undefined || road.name === null || road.metresPerSecond * 3.6 < 39) continue;
    const off = Math.abs(distanceMetres(town.centre, place) - edge);
    if (off < best.off) best = { place, off };
  }
  return roads.nearest(best.place);
}

/** The whole town with map and photos, and within it a small quarter where nobody may watch the van. */
function regionsOf(town: Town, depot: Coordinates, watched: readonly Coordinates[]): ImportRegion[] {
  const places = town.houses.map(({ place }) => place);
  const whole = boxAround([...places, depot], 400);
  if (whole === null) return [];
  const quarter = quietQuarter(places, watched);
  return [
    { name: town.name, mapTracking: true, photos: true, polygon: whole },
    ...(quarter === null
      ? []
      : [{ name: `${town.name}, Wohnpark ohne Karte`, mapTracking: false, photos: true, polygon: quarter }]),
  ];
}

/** The houses around one place as far from the guests as can be; none of the guests lives in it. */
function quietQuarter(places: readonly Coordinates[], watched: readonly Coordinates[]): [number, number][] | null {
  const step = Math.max(1, Math.floor(places.length / 300));
  let best: { place: Coordinates; metres: number } | null = null;
  for (let index = 0; index < places.length; index += step) {
    const place = places[index];
    if (place === undefined) continue;
    const metres = Math.min(...watched.map((each) => distanceMetres(each, place)), 100_000);
    if (best === null || metres > best.metres) best = { place, metres };
  }
  if (best === null) return null;
  const polygon = boxAround([best.place], quarterMetres);
  return polygon === null || watched.some((each) => isInPolygon(each, polygon)) ? null : polygon;
}
