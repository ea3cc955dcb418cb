// The way of a dot as a neighbour with a street map reads it: from place to place along the roads.
import { type Coordinates, distanceMetres } from '../../packages/domain/index.ts';
import type { PageTrace } from './page-trace.ts';
import type { Door, LaufMap } from './town-day.ts';

export interface ShownWay {
  /** Metres from the beginning of the way to where the dot was at this instant. */
  metresAt(at: number): number;
  placeAt(metres: number): Coordinates;
  /** Doors whose kerb lies on the way, each with where; one that is passed twice stands there twice. */
  readonly passed: readonly { readonly door: Door; readonly metres: number }[];
}

const stepMetres = 4;
const kerbMetres = 12;
/** Frames farther apart than this were driven along roads and not across gardens. */
const jumpMetres = 30;

export function shownWay(map: LaufMap, doorsNear: DoorsNear, { shown }: PageTrace): ShownWay {
  const points: Coordinates[] = [];
  const metres: number[] = [];
  const atOf: { at: number; metres: number }[] = [];
  const add = (point: Coordinates) => {
    const last = points.at(-1);
    metres.push(last === undefined ? 0 : (metres.at(-1) ?? 0) + distanceMetres(last, point));
    points.push(point);
  };
  for (const { at, dot } of shown) {
    if (dot === null) continue;
    const last = points.at(-1);
    if (last !== undefined && distanceMetres(last, dot) > jumpMetres) {
      const path = map.roads.path(last, dot);
      if (path.lengthMetres < 3 * distanceMetres(last, dot)) for (const point of path.points.slice(1, -1)) add(point);
    }
    if (last === undefined || distanceMetres(last, dot) > 0.5) add(dot);
    atOf.push({ at, metres: metres.at(-1) ?? 0 });
  }
  const placeAt = (wanted: number): Coordinates => {
    const after = Math.max(
      1,
      metres.findIndex((each) => each >= wanted),
    );
    const [a, b] = [points[after - 1], points[after]];
    if (a === undefined || b === undefined) return points.at(-1) ?? { lat: 0, lon: 0 };
    const [begin, end] = [metres[after - 1] ?? 0, metres[after] ?? 0];
    const share = end > begin ? Math.min(1, Math.max(0, (wanted - begin) / (end - begin))) : 0;
    return { lat: a.lat + (b.lat - a.lat) * share, lon: a.lon + (b.lon - a.lon) * share };
  };
  return {
    metresAt: (at) => atOf.findLast((each) => each.at <= at)?.metres ?? 0,
    placeAt,
    passed: passedDoors(doorsNear, placeAt, metres.at(-1) ?? 0),
  };
}

function passedDoors(doorsNear: DoorsNear, placeAt: (metres: number) => Coordinates, length: number) {
  const passes = new Map<Door, { metres: number; distance: number; last: number }[]>();
  for (let metres = 0; metres <= length; metres += stepMetres) {
    const place = placeAt(metres);
    for (const door of doorsNear(place, kerbMetres)) {
      const distance = distanceMetres(place, door.kerb.place);
      const known = passes.get(door) ?? [];
      const last = known.at(-1);
      if (last === undefined || metres - last.last > 5 * stepMetres) known.push({ metres, distance, last: metres });
      else {
        last.last = metres;
        if (distance < last.distance) Object.assign(last, { metres, distance });
      }
      passes.set(door, known);
    }
  }
  return [...passes].flatMap(([door, known]) => known.map(({ metres }) => ({ door, metres })));
}

export type DoorsNear = (place: Coordinates, metres: number) => readonly Door[];

/** Doors by their kerbs. */
export function indexDoors(doors: readonly Door[]): DoorsNear {
  const size = 60;
  const key = (lat: number, lon: number) => `${lat},${lon}`;
  const row = (lat: number) => Math.floor((lat * 111_195) / size);
  const column = (lon: number) => Math.floor((lon * 72_000) / size);
  const cells = new Map<string, Door[]>();
  for (const door of doors) {
    const at = key(row(door.kerb.place.lat), column(door.kerb.place.lon));
    cells.set(at, [...(cells.get(at) ?? []), door]);
  }
  return (place, metres) => {
    const reach = Math.ceil(metres / size);
    const found: Door[] = [];
    for (let down = -reach; down <= reach; down += 1)
      for (let right = -reach; right <= reach; right += 1)
        for (const door of cells.get(key(row(place.lat) + down, column(place.lon) + right)) ?? [])
          if (distanceMetres(door.kerb.place, place) <= metres) found.push(door);
    return found;
  };
}
