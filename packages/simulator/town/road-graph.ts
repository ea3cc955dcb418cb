import { type Coordinates, distanceMetres } from '@doorstep/domain';
import createGraph from 'ngraph.graph';
import { aStar } from 'ngraph.path';
import { cumulativeMetres, type Drivable, drivableOf, type Road } from './drivable.ts';
import { createNearestRoad, type RoadPlace } from './nearest-road.ts';
import { createRoadDistances } from './road-distances.ts';
import type { Town } from './town.ts';

export type { RoadPlace } from './nearest-road.ts';

/** A way along roads. */
export interface RoadPath {
  /** At least two, both perhaps the same place. */
  readonly points: readonly Coordinates[];
  /** How fast each piece between two points is driven where nothing hinders; one fewer than the points. */
  readonly metresPerSecond: readonly number[];
  readonly lengthMetres: number;
  /** At these speeds, without braking for corners: `motionAlong` says how long a van really takes. */
  readonly seconds: number;
}

/** The roads of a town as a van can drive them. */
export interface Roads {
  readonly crossings: readonly Coordinates[];
  readonly roads: readonly Road[];
  /** The place on a road beside this one; the street's name settles between roads about equally near. */
  nearest(place: Coordinates, street?: string | null): RoadPlace;
  /** The quickest way, one-ways kept. Every place can be reached from every other. */
  path(from: Coordinates | RoadPlace, to: Coordinates | RoadPlace): RoadPath;
  /** Driven metres from each place (row) to each (column). */
  metresBetween(places: readonly RoadPlace[]): readonly Float64Array[];
}

/** A directed piece of road, whole or cut where a way begins or ends. */
interface Piece {
  readonly points: readonly Coordinates[];
  readonly lengthMetres: number;
  readonly metresPerSecond: number;
}

/** Builds the drivable graph of a town. Throws where it has no road. */
export function createRoads(town: Town): Roads {
  const drivable = drivableOf(town);
  if (drivable.roads.length === 0) throw new Error(`${town.name} has no road that a van could drive`);
  const nearest = createNearestRoad(drivable.roads);
  const findPieces = createPathFinder(drivable);
  const onRoad = (place: Coordinates | RoadPlace) => ('road' in place ? place : nearest(place));
  return {
    ...drivable,
    nearest,
    path: (from, to) => joined(findPieces(onRoad(from), onRoad(to))),
    metresBetween: createRoadDistances(drivable),
  };
}

function createPathFinder({ crossings, roads }: Drivable) {
  const graph = createGraph<Coordinates, Piece>();
  for (const [crossing, place] of crossings.entries()) graph.addNode(crossing, place);
  for (const road of roads) {
    addPiece(road.from, road.to, cut(road, 0, road.lengthMetres));
    if (!road.oneway) addPiece(road.to, road.from, cut(road, road.lengthMetres, 0));
  }
  const fastest = roads.reduce((most, { metresPerSecond }) => Math.max(most, metresPerSecond), 1);
  const finder = aStar<Coordinates, Piece>(graph, {
    oriented: true,
    // The library hands the neighbour first; which way it is driven, the link itself knows.
    distance: (_to, _from, link) => secondsOf(link.data),
    heuristic: (from, to) => distanceMetres(from.data, to.data) / fastest,
  });

  /** Of two pieces between the same crossings the quicker one is enough for a way. */
  function addPiece(from: string | number, to: string | number, piece: Piece) {
    const known = graph.getLink(from, to);
    if (known === undefined || secondsOf(piece) < secondsOf(known.data)) graph.addLink(from, to, piece);
  }

  return (from: RoadPlace, to: RoadPlace): readonly Piece[] => {
    const [first, last] = [roads[from.road], roads[to.road]];
    if (first === undefined || last === undefined) throw new Error('a place lies on no road of this town');
    graph.addNode('from', from.place);
    graph.addNode('to', to.place);
    try {
      addPiece('from', first.to, cut(first, from.metresAlong, first.lengthMetres));
      if (!first.oneway) addPiece('from', first.from, cut(first, from.metresAlong, 0));
      addPiece(last.from, 'to', cut(last, 0, to.metresAlong));
      if (!last.oneway) addPiece(last.to, 'to', cut(last, last.lengthMetres, to.metresAlong));
      if (from.road === to.road && (!first.oneway || to.metresAlong >= from.metresAlong))
        addPiece('from', 'to', cut(first, from.metresAlong, to.metresAlong));
      const nodes = finder.find('from', 'to').reverse();
      return nodes.slice(1).map((node, index) => {
        const link = graph.getLink(nodes[index]?.id ?? 'from', node.id);
        if (link === undefined) throw new Error('the way found leaves the roads');
        return link.data;
      });
    } finally {
      graph.removeNode('from');
      graph.removeNode('to');
    }
  };
}

const secondsOf = ({ lengthMetres, metresPerSecond }: Piece) => lengthMetres / metresPerSecond;

/** The road from one place along it to another; backwards where the second lies before the first. */
function cut(road: Road, fromMetres: number, toMetres: number): Piece {
  const backwards = toMetres < fromMetres;
  const [begin, end] = backwards ? [toMetres, fromMetres] : [fromMetres, toMetres];
  const between = road.points.filter((_, index) => {
    const metres = road.metresAt[index] ?? 0;
    return metres > begin && metres < end;
  });
  const points = [pointAt(road, begin), ...between, pointAt(road, end)];
  if (backwards) points.reverse();
  return { points, lengthMetres: end - begin, metresPerSecond: road.metresPerSecond };
}

function pointAt(road: Road, metres: number): Coordinates {
  const after = road.metresAt.findIndex((at) => at >= metres);
  const [a, b] = [road.points[Math.max(0, after - 1)], road.points[after === -1 ? road.points.length - 1 : after]];
  if (a === undefined || b === undefined) throw new Error('a road has no points');
  const [begin, end] = [road.metresAt[Math.max(0, after - 1)] ?? 0, road.metresAt[after] ?? 0];
  const share = end > begin ? Math.min(1, Math.max(0, (metres - begin) / (end - begin))) : 1;
  if (share === 0) return a;
  return share === 1 ? b : { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share };
}

function joined(pieces: readonly Piece[]): RoadPath {
  const points: Coordinates[] = [];
  const metresPerSecond: number[] = [];
  for (const piece of pieces) {
    for (const point of piece.points) {
      const previous = points.at(-1);
      if (previous !== undefined && previous.lat === point.lat && previous.lon === point.lon) continue;
      if (previous !== undefined) metresPerSecond.push(piece.metresPerSecond);
      points.push(point);
    }
  }
  const [first] = points;
  if (first !== undefined && points.length === 1) {
    points.push(first);
    metresPerSecond.push(pieces[0]?.metresPerSecond ?? 1);
  }
  const metresAt = cumulativeMetres(points);
  return {
    points,
    metresPerSecond,
    lengthMetres: metresAt.at(-1) ?? 0,
    seconds: pieces.reduce((sum, piece) => sum + secondsOf(piece), 0),
  };
}
