import { distanceMetres } from '@doorstep/domain';
import { expect, it } from 'vitest';
import { createChance, shuffled } from '../chance.ts';
import { createRoads } from '../town/road-graph.ts';
import { tourOf } from '../town/tour.ts';
import { corner, gridTown } from './grid-town.ts';

const town = gridTown();
const roads = createRoads(town);

it('drives a one-way street in its direction, and round the block against it', () => {
  const block = distanceMetres(corner(0, 2), corner(0, 5));
  expect(roads.path(corner(0, 2), corner(0, 5)).lengthMetres).toBeCloseTo(block, 0);
  const against = roads.path(corner(0, 5), corner(0, 2));
  expect(against.lengthMetres).toBeGreaterThan(block + 150);
  for (const [index, point] of against.points.entries()) {
    const next = against.points[index + 1];
    const bothOnOneWay = next !== undefined && point.lat === 49.5 && next.lat === 49.5;
    if (bothOnOneWay) expect(next.lon).toBeGreaterThanOrEqual(point.lon);
  }
});

it('keeps the way within one street where both places lie on it, also against a one-way', () => {
  const [west, east] = [corner(0, 3), corner(0, 4)];
  const between = (share: number) => ({ lat: west.lat, lon: west.lon + (east.lon - west.lon) * share });
  const block = distanceMetres(west, east);
  expect(roads.path(between(0.2), between(0.7)).lengthMetres).toBeCloseTo(block / 2, 0);
  expect(roads.path(between(0.7), between(0.2)).lengthMetres).toBeGreaterThan(block * 2);
});

it('leaves out what cannot be reached or not be left, and what is only walked', () => {
  const names = new Set(roads.roads.map(({ name }) => name));
  for (const unreachable of ['Inselgasse', 'Falle', 'Steig']) expect(names.has(unreachable)).toBe(false);
  expect(names.has('Querweg 1')).toBe(true);
});

it('finds a way between any two houses, and its length is that of the table of distances', () => {
  const chance = createChance(3);
  const houses = shuffled(town.houses, chance).slice(0, 12);
  const places = houses.map(({ place, street }) => roads.nearest(place, street));
  const table = roads.metresBetween(places);
  for (const [row, from] of places.entries()) {
    for (const [column, to] of places.entries()) {
      const path = roads.path(from, to);
      // The quickest way may be longer than the shortest one.
      expect(path.lengthMetres).toBeGreaterThanOrEqual((table[row]?.[column] ?? Number.NaN) - 0.5);
      expect(path.points.at(-1)).toEqual(to.place);
      expect(path.metresPerSecond).toHaveLength(path.points.length - 1);
    }
  }
});

it('stands in the street of the address where two streets are about as near', () => {
  const atCorner = { lat: corner(3, 3).lat + 0.0002, lon: corner(3, 3).lon + 0.00015 };
  const standing = (street: string) => roads.roads[roads.nearest(atCorner, street).road]?.name;
  expect(standing('Querweg 4')).toBe('Querweg 4');
  expect(standing('Langstraße 4')).toBe('Langstraße 4');
});

it('orders a tour far shorter than chance would, and serves a street in one sweep', () => {
  const chance = createChance(7);
  const houses = shuffled(town.houses, chance).slice(0, 80);
  const depot = corner(0, 0);
  const order = tourOf(roads, depot, houses);
  expect([...order].sort((a, b) => a - b)).toEqual(houses.map((_, index) => index));
  const places = [...houses.map(({ place, street }) => roads.nearest(place, street)), roads.nearest(depot)];
  const table = roads.metresBetween(places);
  const length = (tour: readonly number[]) =>
    [places.length - 1, ...tour, places.length - 1].reduce(
      (sum, place, index, all) => sum + (index === 0 ? 0 : (table[all[index - 1] ?? 0]?.[place] ?? 0)),
      0,
    );
  expect(length(order)).toBeLessThan(length(houses.map((_, index) => index)) / 4);
  const changes = order.filter((house, index) => houses[house]?.street !== houses[order[index - 1] ?? -1]?.street);
  expect(changes.length).toBeLessThanOrEqual(16);
});
