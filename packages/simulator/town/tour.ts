import { type Coordinates, distanceMetres } from '@doorstep/domain';
import type { RoadPlace, Roads } from './road-graph.ts';

/** A house to be visited. */
export interface TourPlace {
  readonly place: Coordinates;
  readonly street: string;
}

/** What it costs to go from one place to another, by their indices. */
export type Costs = (from: number, to: number) => number;

/** Leaving a street costs so much more, so that its houses are served in one sweep. */
const leavingStreetMetres = 70;
const longestPiece = 3;

/**
 * The order in which to visit these places from the depot and back: indices into `places`. Where roads are given it is
 * driven metres that count, else straight ones. The nearest place next, then 2-opt and Or-opt until nothing betters it.
 */
export function tourOf(roads: Roads | null, depot: Coordinates, places: readonly TourPlace[]): number[] {
  const costs = costsBetween(roads, depot, places);
  const home = places.length;
  const order = nearestNext(costs, home, places.length);
  return improved([home, ...order, home], costs).slice(1, -1);
}

/** Costs between the places, with the depot as the index after the last. */
export function costsBetween(roads: Roads | null, depot: Coordinates, places: readonly TourPlace[]): Costs {
  const streets = [...places.map(({ street }) => street), ''];
  const all = [...places.map(({ place }) => place), depot];
  const snapped = roads === null ? null : all.map((place, index) => roads.nearest(place, streets[index] ?? null));
  const metres = roads === null || snapped === null ? straightMetres(all) : drivenMetres(roads, snapped);
  return (from, to) => (metres[from]?.[to] ?? 0) + (streets[from] === streets[to] ? 0 : leavingStreetMetres);
}

function straightMetres(places: readonly Coordinates[]): readonly Float64Array[] {
  return places.map((from) => Float64Array.from(places, (to) => distanceMetres(from, to)));
}

/** One-ways make a way and its way back differ; a tour that is turned round in parts needs one figure for both. */
function drivenMetres(roads: Roads, places: readonly RoadPlace[]): readonly Float64Array[] {
  const metres = roads.metresBetween(places);
  return metres.map((row, from) => row.map((there, to) => (there + (metres[to]?.[from] ?? there)) / 2));
}

function nearestNext(costs: Costs, start: number, count: number): number[] {
  const left = new Set(Array.from({ length: count }, (_, index) => index));
  const order: number[] = [];
  let here = start;
  while (left.size > 0) {
    let next = -1;
    for (const candidate of left) if (next === -1 || costs(here, candidate) < costs(here, next)) next = candidate;
    left.delete(next);
    order.push(next);
    here = next;
  }
  return order;
}

/** The same places in a cheaper order; the first and the last stay where they are. Costs count the same both ways. */
export function improved(given: readonly number[], costs: Costs): number[] {
  let order = [...given];
  // Each round takes a few milliseconds at 120 places; the bound only guards against figures that never settle.
  for (let round = 0; round < 60; round += 1) {
    const untangled = turnedRound(order, costs);
    const moved = movedPieces(untangled.order, costs);
    order = moved.order;
    if (!untangled.better && !moved.better) break;
  }
  return order;
}

interface Step {
  readonly order: number[];
  readonly better: boolean;
}

/** 2-opt: turns a part round wherever that makes the tour shorter. */
function turnedRound(given: readonly number[], costs: Costs): Step {
  const order = [...given];
  let better = false;
  for (let begin = 1; begin < order.length - 2; begin += 1) {
    for (let end = begin + 1; end < order.length - 1; end += 1) {
      const [before, first, last, after] = [order[begin - 1], order[begin], order[end], order[end + 1]];
      if (before === undefined || first === undefined || last === undefined || after === undefined) continue;
      const gain = costs(before, first) + costs(last, after) - costs(before, last) - costs(first, after);
      if (gain < 0.01) continue;
      order.splice(begin, end - begin + 1, ...order.slice(begin, end + 1).reverse());
      better = true;
    }
  }
  return { order, better };
}

/** Or-opt: takes one to three neighbours out and puts them where they cost least. */
function movedPieces(given: readonly number[], costs: Costs): Step {
  let order = [...given];
  let better = false;
  for (let length = 1; length <= longestPiece; length += 1) {
    for (let begin = 1; begin + length < order.length; begin += 1) {
      const piece = order.slice(begin, begin + length);
      const [before, after] = [order[begin - 1], order[begin + length]];
      const [first, last] = [piece[0], piece.at(-1)];
      if (before === undefined || after === undefined || first === undefined || last === undefined) continue;
      const saved = costs(before, first) + costs(last, after) - costs(before, after);
      const rest = [...order.slice(0, begin), ...order.slice(begin + length)];
      const best = cheapestGap(rest, first, last, costs);
      if (saved - best.cost < 0.01) continue;
      rest.splice(best.index, 0, ...(best.turned ? piece.reverse() : piece));
      order = rest;
      better = true;
    }
  }
  return { order, better };
}

function cheapestGap(order: readonly number[], first: number, last: number, costs: Costs) {
  let best = { index: 1, turned: false, cost: Number.POSITIVE_INFINITY };
  for (let index = 1; index < order.length; index += 1) {
    const [before, after] = [order[index - 1], order[index]];
    if (before === undefined || after === undefined) continue;
    const gone = costs(before, after);
    const straight = costs(before, first) + costs(last, after) - gone;
    const turned = costs(before, last) + costs(first, after) - gone;
    const cost = Math.min(straight, turned);
    if (cost < best.cost) best = { index, turned: turned < straight, cost };
  }
  return best;
}
