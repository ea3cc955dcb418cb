import { type Chance, shuffled } from '../../chance.ts';
import type { Place } from '../town.ts';
import { areaOf, middleOf, type Point } from './geometry.ts';
import type { Quarter } from './plan.ts';

const suburbs = ['Gartenstadt', 'Rosenau', 'Lindenhof', 'Steinbühl', 'Auvorstadt', 'Weinbergsiedlung', 'Hirtenfeld'];

/** Postcodes that no place in Germany has: old town, north and south of the river. */
export function postcodeOf(quarter: Quarter | undefined): string {
  if (!quarter || quarter.style === 'old') return '91291';
  return middleOf(quarter.ring).y > -220 ? '91293' : '91295';
}

/** The town's name at its market, and names of its largest quarters. */
export function placesOf(
  town: string,
  quarters: readonly Quarter[],
  chance: Chance,
): (Omit<Place, 'place'> & { place: Point })[] {
  const names = shuffled(suburbs, chance);
  const largest = quarters
    .filter(({ style }) => style !== 'old' && style !== 'works')
    .toSorted((a, b) => areaOf(b.ring) - areaOf(a.ring))
    .slice(0, names.length);
  return [
    { kind: 'town', name: town, place: { x: 0, y: 0 } },
    { kind: 'suburb', name: 'Altstadt', place: { x: 0, y: 95 } },
    ...largest.map(({ ring }, index) => ({
      kind: 'suburb' as const,
      name: names[index] ?? town,
      place: middleOf(ring),
    })),
    ...quarters
      .filter(({ style }) => style === 'works')
      .map(({ ring }) => ({ kind: 'neighbourhood' as const, name: 'Gewerbegebiet', place: middleOf(ring) })),
  ];
}
