import type { Coordinates } from '@doorstep/domain';
import type { Bounds } from '../town.ts';

export interface TileAddress {
  readonly z: number;
  readonly x: number;
  readonly y: number;
}

/** Every Web Mercator tile of a zoom that bounds touch. */
export function tilesOver({ west, south, east, north }: Bounds, z: number): TileAddress[] {
  const first = tileAt({ lat: north, lon: west }, z);
  const last = tileAt({ lat: south, lon: east }, z);
  const tiles: TileAddress[] = [];
  for (let x = first.x; x <= last.x; x++) {
    for (let y = first.y; y <= last.y; y++) tiles.push({ z, x, y });
  }
  return tiles;
}

/** The tile that holds a place. */
export function tileAt({ lat, lon }: Coordinates, z: number): TileAddress {
  const across = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  const clamp = (value: number) => Math.min(across - 1, Math.max(0, Math.floor(value)));
  return { z, x: clamp(((lon + 180) / 360) * across), y: clamp(y * across) };
}

/**
 * A tile's number in PMTiles: the zooms one after the other, each along a Hilbert curve, so that neighbours on the
 * ground mostly are neighbours in the file.
 */
export function tileId({ z, x, y }: TileAddress): number {
  let id = (4 ** z - 1) / 3;
  let [column, row] = [x, y];
  for (let side = 2 ** z / 2; side >= 1; side /= 2) {
    const right = (column & side) > 0 ? 1 : 0;
    const lower = (row & side) > 0 ? 1 : 0;
    id += side * side * ((3 * right) ^ lower);
    // Each quarter is a smaller curve; the upper two are turned, so that curve follows upon curve.
    if (lower === 0) {
      if (right === 1) [column, row] = [side - 1 - column, side - 1 - row];
      [column, row] = [row, column];
    }
    column &= side - 1;
    row &= side - 1;
  }
  return id;
}
