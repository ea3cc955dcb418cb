import { type Coordinates, distanceMetres } from '@doorstep/domain/geo/coordinates.ts';

/** About 500 m: a few dozen houses of a town. */
const cellDegrees = 0.005;

/** Finds the nearest of many by looking from cell to cell outwards; undefined only where there are none. */
export function nearestAmong<T extends { readonly place: Coordinates }>(
  all: readonly T[],
): (place: Coordinates) => T | undefined {
  const cells = new Map<string, T[]>();
  const rowOf = ({ lat }: Coordinates) => Math.floor(lat / cellDegrees);
  const columnOf = ({ lon }: Coordinates) => Math.floor(lon / cellDegrees);
  for (const item of all) {
    const key = `${rowOf(item.place)}/${columnOf(item.place)}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [item]);
    else cell.push(item);
  }
  const best = (items: readonly T[], place: Coordinates): T | undefined => {
    let found: T | undefined;
    let metres = Number.POSITIVE_INFINITY;
    for (const item of items) {
      const away = distanceMetres(place, item.place);
      if (away >= metres) continue;
      metres = away;
      found = item;
    }
    return found;
  };
  return (place) => {
    const cellMetres = cellDegrees * 111_195 * Math.cos((place.lat * Math.PI) / 180);
    for (let reach = 1; reach <= 8; reach *= 2) {
      const near: T[] = [];
      for (let row = -reach; row <= reach; row++) {
        for (let column = -reach; column <= reach; column++) {
          near.push(...(cells.get(`${rowOf(place) + row}/${columnOf(place) + column}`) ?? []));
        }
      }
      const found = best(near, place);
      // Beyond the cells that were searched there may be a nearer one, unless this one is nearer than their edge.
      if (found !== undefined && distanceMetres(place, found.place) <= reach * cellMetres) return found;
    }
    return best(all, place);
  };
}
