import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Coordinates } from '@doorstep/domain';
import { distanceMetres } from '@doorstep/domain/geo/coordinates.ts';
import { type Read, unreadable } from '../../reading.ts';
import type { Bounds, Place, Town } from '../town.ts';
import { type Address, addressesOf, housesOf } from './addresses.ts';
import { type Elements, readElements } from './elements.ts';
import { boundsOfTown, boxOf, isWithin, middleOfPlaces, piecesWithin, reaches } from './extent.ts';
import { surfacesOf } from './rings.ts';
import { streetsOf } from './streets.ts';
import { areasOf, buildingsOf, placesOf, waterwaysOf } from './surroundings.ts';

/** An extract of a town has about one megabyte, of a city of a million some fifty. */
const maxMegabytes = 64;

/** Reads an OpenStreetMap extract (.osm.pbf, at most 64 MB) as a town, or says in one sentence why it is none. */
export async function readOsmTown(path: string): Promise<Read<Town>> {
  const bytes = await readBounded(path);
  if (!bytes.ok) return bytes;
  const name = basename(path);
  const elements = readElements(name, bytes.value);
  return elements.ok ? townOf(name, elements.value) : elements;
}

async function readBounded(path: string): Promise<Read<Buffer>> {
  const name = basename(path);
  try {
    await using file = await open(path);
    const found = await file.stat();
    if (found.isDirectory()) return unreadable(`${path} is a folder; an extract (.osm.pbf) is needed.`);
    if (found.size > maxMegabytes * 1_000_000) {
      const megabytes = Math.ceil(found.size / 1_000_000);
      return unreadable(
        `${name} is too large for a town: it has ${megabytes} MB, at most ${maxMegabytes} MB are read.`,
      );
    }
    return { ok: true, value: await file.readFile() };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return unreadable(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be opened (${code ?? error}).`);
  }
}

function townOf(fileName: string, elements: Elements): Read<Town> {
  const surfaces = surfacesOf(elements);
  const addresses = addressesOf(elements, surfaces);
  if (addresses.length === 0) return unreadable(`${fileName} holds no house with street and house number.`);
  const places = placesOf(elements, surfaces);
  const doors = addresses.map(({ place }) => place);
  const middle = middleOfPlaces(doors);
  const known = boxOf(elements.places.values());
  const main = mainPlace(elements, places, boundsOfTown(doors, middle, known), middle);
  const name = main?.name ?? usualCity(addresses) ?? fileName.replace(/(\.osm)?\.pbf$/i, '');
  const centre = main?.place ?? middle;
  const bounds = boundsOfTown(doors, centre, known);
  const houses = housesOf(
    addresses.filter(({ place }) => isWithin(bounds, place)),
    name,
  );
  if (houses === null) return unreadable(`${fileName} holds no house with a postcode.`);
  const town: Town = {
    name,
    source: 'openstreetmap',
    attribution: '© OpenStreetMap',
    bounds,
    centre,
    streets: cutTo(bounds, streetsOf(elements)),
    buildings: buildingsOf(surfaces).filter(({ ring }) => reaches(bounds, ring)),
    houses,
    areas: areasOf(surfaces).filter(({ ring }) => reaches(bounds, ring)),
    waterways: cutTo(bounds, waterwaysOf(elements)),
    places: places.filter(({ place }) => isWithin(bounds, place)),
  };
  if (!town.streets.some(({ kind }) => kind !== 'footway' && kind !== 'path')) {
    return unreadable(`${fileName} holds no streets.`);
  }
  return { ok: true, value: town };
}

function cutTo<T extends { readonly points: readonly Coordinates[] }>(bounds: Bounds, lines: readonly T[]): T[] {
  return lines.flatMap((line) => piecesWithin(bounds, line.points).map((points) => ({ ...line, points })));
}

/** The town or city in whose middle the houses stand; only where there is none of either, the nearest village. */
function mainPlace(
  elements: Elements,
  places: readonly Place[],
  built: Bounds,
  middle: Coordinates,
): Place | undefined {
  const villages = new Set(elements.taggedNodes.flatMap(({ tags }) => (tags.place === 'village' ? [tags.name] : [])));
  const nearest = (candidates: readonly Place[]): Place | undefined =>
    candidates
      .filter(({ place }) => isWithin(built, place))
      .sort((a, b) => distanceMetres(a.place, middle) - distanceMetres(b.place, middle))[0];
  return (
    nearest(places.filter(({ kind }) => kind === 'town')) ?? nearest(places.filter(({ name }) => villages.has(name)))
  );
}

function usualCity(addresses: readonly Address[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { city } of addresses) if (city !== null) counts.set(city, (counts.get(city) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
