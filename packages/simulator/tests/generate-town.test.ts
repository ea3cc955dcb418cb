import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateTown } from '../town/generate/generate-town.ts';
import { drivenStreets, flatten, misplacedBuildings, unreachablePoints } from './town-checks.ts';

const town = generateTown({ seed: 7 });

describe('a generated town', () => {
  it('is the same town for the same seed', () => {
    expect(generateTown({ seed: 7 })).toEqual(town);
  });

  it('is another town for another seed: hardly a house stands where one stood', () => {
    const other = generateTown({ seed: 8 });
    const doors = new Set(town.houses.map(({ place }) => `${place.lat.toFixed(5)},${place.lon.toFixed(5)}`));
    const same = other.houses.filter(({ place }) => doors.has(`${place.lat.toFixed(5)},${place.lon.toFixed(5)}`));
    expect(same.length).toBeLessThan(other.houses.length / 50);
  });

  it('takes the name it is given, and the river its name from it', () => {
    const named = generateTown({ seed: 7, name: 'Hollerried an der Mühlach' });
    expect(named.name).toBe('Hollerried an der Mühlach');
    expect(named.waterways.find(({ kind }) => kind === 'river')?.name).toBe('Mühlach');
    expect(new Set(named.houses.map(({ city }) => city))).toEqual(new Set(['Hollerried an der Mühlach']));
  });

  it('has odd numbers on one side of a street, even ones on the other, both rising along it', () => {
    const flat = flatten(town);
    let rows = 0;
    for (const street of drivenStreets(town)) {
      const houses = town.houses.filter(({ street: name }) => name === street.name);
      const points = street.points.map(flat);
      const [from, to] = [points[0], points.at(-1)];
      if (!from || !to) continue;
      const straight = Math.hypot(to.x - from.x, to.y - from.y);
      const strayed = points.map(({ x, y }) =>
        Math.abs((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x)),
      );
      // Only along a street that is nearly straight does its line tell the side and how far along a house stands.
      if (straight < 60 || Math.max(...strayed) / straight > 2.5) continue;
      const placed = houses.map(({ place, houseNumber }) => {
        const { x, y } = flat(place);
        const along = ((x - from.x) * (to.x - from.x) + (y - from.y) * (to.y - from.y)) / straight;
        const left = (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x) > 0;
        return { along, left, number: Number.parseInt(houseNumber, 10) };
      });
      for (const parity of [0, 1]) {
        const row = placed.filter(({ number }) => number % 2 === parity).sort((a, b) => a.along - b.along);
        if (row.length < 2) continue;
        rows += 1;
        expect(new Set(row.map(({ left }) => left)).size, street.name ?? '').toBe(1);
        const numbers = row.map(({ number }) => number);
        expect(numbers, street.name ?? '').toEqual(numbers.toSorted((a, b) => a - b));
      }
    }
    expect(rows).toBeGreaterThan(20);
  });

  it('has what a town has', () => {
    const areas = new Set(town.areas.map(({ kind }) => kind));
    expect(areas).toEqual(new Set(['water', 'park', 'grass', 'wood', 'farm', 'cemetery', 'square']));
    const kinds = new Set(town.streets.map(({ kind }) => kind));
    for (const kind of ['primary', 'secondary', 'tertiary', 'residential', 'pedestrian', 'service', 'footway'] as const)
      expect(kinds).toContain(kind);
    expect(town.streets.filter(({ oneway }) => oneway).length).toBeGreaterThan(5);
    expect(new Set(town.houses.map(({ postcode }) => postcode)).size).toBe(3);
  });

  it('can be driven and delivered in, whatever the seed', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const any = generateTown({ seed });
        expect(any.houses.length).toBeGreaterThan(2_500);
        expect(any.houses.length).toBeLessThan(5_000);
        expect(unreachablePoints(any)).toEqual([]);
        expect(misplacedBuildings(any)).toEqual({ onStreets: 0, inWater: 0, onOthers: 0 });

        const names = drivenStreets(any).flatMap(({ name }) => name ?? []);
        expect(new Set(names).size).toBe(names.length);
        expect(names.filter((name) => name.trim() === '')).toEqual([]);
        expect(names.some((name) => /[äöüß]/i.test(name))).toBe(true);

        const known = new Set(names);
        expect(any.houses.filter(({ street }) => !known.has(street))).toEqual([]);
        const addresses = any.houses.map(({ street, houseNumber }) => `${street} ${houseNumber}`);
        expect(new Set(addresses).size).toBe(addresses.length);
      }),
      { numRuns: 4 },
    );
  });
});
