import type { Line } from './geometry.ts';

/** Things by the square cells of the plan that their boxes touch: what is near a box is found without looking at all. */
export interface Cells<T> {
  add(item: T, around: Line): void;
  /** Each thing once. */
  near(around: Line, marginMetres: number): T[];
}

interface Entry<T> {
  readonly item: T;
  /** The last search that found it: a mark is cheaper than a set for each search. */
  foundIn: number;
}

export function createCells<T>(cellMetres: number): Cells<T> {
  const cells = new Map<number, Entry<T>[]>();
  let search = 0;
  function forEachKey(around: Line, margin: number, visit: (key: number) => void): void {
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const { x, y } of around) {
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
    const lastColumn = Math.floor((east + margin) / cellMetres);
    const lastRow = Math.floor((north + margin) / cellMetres);
    for (let column = Math.floor((west - margin) / cellMetres); column <= lastColumn; column += 1)
      for (let row = Math.floor((south - margin) / cellMetres); row <= lastRow; row += 1) visit(column * 100_000 + row);
  }
  return {
    add(item, around) {
      const entry = { item, foundIn: 0 };
      forEachKey(around, 0, (key) => {
        const cell = cells.get(key);
        if (cell) cell.push(entry);
        else cells.set(key, [entry]);
      });
    },
    near(around, marginMetres) {
      const found: T[] = [];
      search += 1;
      forEachKey(around, marginMetres, (key) => {
        const cell = cells.get(key);
        if (!cell) return;
        for (const entry of cell) {
          if (entry.foundIn === search) continue;
          entry.foundIn = search;
          found.push(entry.item);
        }
      });
      return found;
    },
  };
}
