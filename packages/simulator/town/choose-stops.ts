import { type Coordinates, distanceMetres } from '@doorstep/domain';
import { type Chance, shuffled } from '../chance.ts';
import type { Roads } from './road-graph.ts';
import { costsBetween, improved, tourOf } from './tour.ts';
import type { House } from './town.ts';

/** A house that must be on a van's tour, as the stop of this position (from 1) where one is named. */
export interface FixedHouse {
  readonly house: House;
  readonly position: number | null;
}

/** So many houses of a district a stop: not every door gets a parcel every day. */
const housesPerStop = 4;
/** The tour is drawn through so many more houses than needed, for room to place a fixed one. */
const spareHouses = 1.8;
const farMetres = 300;

/** Houses with the same address are one. */
export function distinctHouses(houses: readonly House[]): House[] {
  const byAddress = new Map<string, House>();
  for (const house of houses) {
    const address = addressOf(house);
    if (!byAddress.has(address)) byAddress.set(address, house);
  }
  return [...byAddress.values()];
}

export const addressOf = ({ street, houseNumber, postcode }: House) => `${street} ${houseNumber}, ${postcode}`;

/**
 * Parts a town among vans: the first has the densest streets, each other one the district farthest from those before
 * it, and every house belongs to the middle it is nearest to. `near` pulls a van's middle to a house it must serve.
 */
export function districtsOf(houses: readonly House[], near: readonly (House | null)[]): House[][] {
  const middles: Coordinates[] = [];
  let looked: readonly Neighbourhood[] | null = null;
  for (const wanted of near) {
    if (wanted !== null) {
      middles.push(wanted.place);
      continue;
    }
    looked ??= neighbourhoodsOf(houses);
    middles.push(middles.length === 0 ? densest(looked) : farthest(looked, middles));
  }
  const districts: House[][] = near.map(() => []);
  for (const house of houses) {
    const distances = middles.map((middle) => distanceMetres(middle, house.place));
    districts[distances.indexOf(Math.min(...distances))]?.push(house);
  }
  return districts.map((district, index) => {
    const middle = middles[index];
    if (middle === undefined) return district;
    const metresOf = new Map(district.map((house) => [house, distanceMetres(middle, house.place)]));
    return district.sort((a, b) => (metresOf.get(a) ?? 0) - (metresOf.get(b) ?? 0));
  });
}

interface Neighbourhood {
  readonly place: Coordinates;
  /** Houses nearer than `farMetres`. */
  readonly around: number;
}

const neighbourhoodsLookedAt = 200;
/** Nowhere is a degree of latitude shorter. */
const metresPerDegreeLat = 110_500;

/** About 200 places of the town, each with how many houses stand near it. */
function neighbourhoodsOf(houses: readonly House[]): Neighbourhood[] {
  const step = Math.max(1, Math.floor(houses.length / neighbourhoodsLookedAt));
  return houses
    .filter((_, index) => index % step === 0)
    .map(({ place }) => ({
      place,
      around: houses.filter(
        (house) =>
          Math.abs(house.place.lat - place.lat) * metresPerDegreeLat < farMetres &&
          distanceMetres(house.place, place) < farMetres,
      ).length,
    }));
}

function densest(looked: readonly Neighbourhood[]): Coordinates {
  return mostWorth(looked, ({ around }) => around);
}

/** Not the last house on the hill: the one with the most neighbours, weighed by distance. */
function farthest(looked: readonly Neighbourhood[], middles: readonly Coordinates[]): Coordinates {
  return mostWorth(looked, ({ place, around }) => {
    const metres = Math.min(...middles.map((middle) => distanceMetres(middle, place)));
    return metres * Math.sqrt(around);
  });
}

function mostWorth(looked: readonly Neighbourhood[], worthOf: (each: Neighbourhood) => number): Coordinates {
  let best = { place: looked[0]?.place ?? { lat: 0, lon: 0 }, worth: -1 };
  for (const each of looked) {
    const worth = worthOf(each);
    if (worth > best.worth) best = { place: each.place, worth };
  }
  return best.place;
}

/**
 * Draws the stops of one van from its district (nearest to its middle first) and puts them in the order of driving. A
 * fixed house gets its position by what is drawn before and after it; where the tour passes it too early or too late,
 * the tour begins elsewhere on its round.
 */
export function stopsOfVan(input: {
  readonly roads: Roads;
  readonly depot: Coordinates;
  readonly district: readonly House[];
  readonly stops: number;
  readonly fixed: readonly FixedHouse[];
  readonly chance: Chance;
}): House[] {
  const { roads, depot, fixed, chance } = input;
  const fixedAddresses = new Set(fixed.map(({ house }) => addressOf(house)));
  const pool = input.district
    .slice(0, input.stops * housesPerStop)
    .filter((house) => !fixedAddresses.has(addressOf(house)));
  const pinned = fixed.find(({ position }) => position !== null) ?? null;
  const wanted = Math.max(0, input.stops - fixed.length);
  const drawn = shuffled(pool, chance).slice(0, pinned === null ? wanted : Math.ceil(wanted * spareHouses));
  const houses = [...fixed.map(({ house }) => house), ...drawn];
  const order = tourOf(roads, depot, houses);
  if (pinned === null || pinned.position === null) return inOrder(houses, order);

  const before = Math.min(pinned.position, input.stops) - 1;
  const after = input.stops - before - 1;
  const around = turnedTo(order, fixed.indexOf(pinned), before, after);
  const kept = [
    ...thinned(around.before, before, fixed.length, chance),
    around.at,
    ...thinned(around.after, after, fixed.length, chance),
  ];
  const costs = costsBetween(roads, depot, houses);
  const home = houses.length;
  const there = improved([home, ...kept.slice(0, before + 1)], costs).slice(1);
  const back = improved([...kept.slice(before), home], costs).slice(1, -1);
  return inOrder(houses, [...there, ...back]);
}

function inOrder(houses: readonly House[], order: readonly number[]): House[] {
  return order.flatMap((index) => houses[index] ?? []);
}

/** The tour as a round, begun so that enough places come before and after this one. */
function turnedTo(order: readonly number[], index: number, before: number, after: number) {
  const spare = Math.max(0, order.length - 1 - before - after);
  const here = order.indexOf(index);
  const leastBefore = before;
  const mostBefore = before + spare;
  const wanted = Math.min(mostBefore, Math.max(leastBefore, here));
  const turn = (here - wanted + order.length) % order.length;
  const turned = [...order.slice(turn), ...order.slice(0, turn)];
  return { before: turned.slice(0, wanted), at: index, after: turned.slice(wanted + 1) };
}

/** So many of these, in their order; the fixed ones (the lowest indices) always. */
function thinned(indices: readonly number[], count: number, fixed: number, chance: Chance): number[] {
  const must = indices.filter((index) => index < fixed);
  const may = shuffled(
    indices.filter((index) => index >= fixed),
    chance,
  ).slice(0, Math.max(0, count - must.length));
  const kept = new Set([...must, ...may]);
  return indices.filter((index) => kept.has(index));
}
