import type { Coordinates } from '@doorstep/domain';
import type { House, Street, Town } from '../town/town.ts';

const side = 8;
const step = 0.001;
const origin = { lat: 49.5, lon: 11.2 };

/** A crossing of the grid town. */
export const corner = (row: number, column: number): Coordinates => ({
  lat: origin.lat + row * step,
  lon: origin.lon + column * step,
});

/**
 * Eight by eight streets some hundred metres apart, with twelve houses along each. The lowest row is driven eastwards
 * only, a footway cuts across, one lane lies apart from everything, and a dead end can be entered but not left.
 */
export function gridTown(): Town {
  const lines = Array.from({ length: side }, (_, line) => line);
  const streets: Street[] = lines.flatMap((line) => [
    street({ name: `Querweg ${line + 1}`, oneway: line === 0, points: lines.map((column) => corner(line, column)) }),
    street({ name: `Langstraße ${line + 1}`, kind: 'secondary', points: lines.map((row) => corner(row, line)) }),
  ]);
  return {
    name: 'Rasterstadt',
    source: 'generated',
    attribution: '',
    bounds: { west: 11.199, south: 49.499, east: 11.208, north: 49.508 },
    centre: corner(4, 4),
    streets: [
      ...streets,
      street({ name: 'Steig', kind: 'footway', points: [corner(0, 0), corner(7, 7)] }),
      street({ name: 'Inselgasse', points: [corner(20, 20), corner(20, 21)] }),
      street({ name: 'Falle', oneway: true, points: [corner(7, 7), corner(8, 8)] }),
    ],
    buildings: [],
    houses: lines.flatMap((line) => housesAlong(line)),
    areas: [],
    waterways: [],
    places: [],
  };
}

function street(given: Partial<Street> & Pick<Street, 'name' | 'points'>): Street {
  return { kind: 'residential', oneway: false, tunnel: false, ...given };
}

function housesAlong(line: number): House[] {
  return Array.from({ length: 24 }, (_, index) => {
    const along = origin.lon + (0.2 + Math.floor(index / 2) * 0.55) * step;
    const lat = origin.lat + line * step + (index % 2 === 0 ? 0.00012 : -0.00012);
    return {
      street: `Querweg ${line + 1}`,
      houseNumber: String(index + 1),
      postcode: '91999',
      city: 'Rasterstadt',
      place: { lat, lon: along },
    };
  });
}
