import type { Area, AreaKind, Building, Place, Waterway } from '../town.ts';
import { type Elements, noTags, type Tags } from './elements.ts';
import { wholePieces } from './extent.ts';
import { middleOf, type Surface } from './rings.ts';
import { isArea } from './streets.ts';

/** What OpenStreetMap calls a surface, and what it is painted as; the first that fits. */
const areaTags: readonly (readonly [AreaKind, string, readonly string[]])[] = [
  ['water', 'natural', ['water']],
  ['water', 'waterway', ['riverbank', 'dock']],
  ['water', 'landuse', ['reservoir', 'basin']],
  ['cemetery', 'landuse', ['cemetery']],
  ['cemetery', 'amenity', ['grave_yard']],
  ['square', 'place', ['square']],
  ['square', 'amenity', ['marketplace']],
  ['square', 'highway', ['pedestrian']],
  ['park', 'leisure', ['park', 'playground']],
  ['grass', 'leisure', ['garden', 'pitch', 'golf_course', 'common', 'dog_park']],
  ['grass', 'landuse', ['grass', 'meadow', 'village_green', 'recreation_ground', 'greenfield', 'flowerbed']],
  ['grass', 'natural', ['grass', 'grassland', 'scrub', 'heath']],
  ['wood', 'landuse', ['forest']],
  ['wood', 'natural', ['wood']],
  ['farm', 'landuse', ['farmland', 'orchard', 'vineyard', 'allotments', 'plant_nursery']],
];

export function areasOf(surfaces: readonly Surface[]): Area[] {
  return surfaces.flatMap(({ tags, ring, holes }) => {
    const kind = areaKindOf(tags);
    return kind === null ? [] : [{ kind, name: tags.name ?? null, ring, holes }];
  });
}

function areaKindOf(tags: Tags): AreaKind | null {
  if (isBuilding(tags) || tags.tunnel === 'culvert') return null;
  const found = areaTags.find(([, key, values]) => values.includes(tags[key] ?? '') && !isHomeGarden(tags, key));
  if (found === undefined) return null;
  // A pedestrian street may run in a circle around a block; only said to be a surface is it one.
  return found[1] === 'highway' && !isArea(tags) && tags.type !== 'multipolygon' ? null : found[0];
}

/** Whole blocks of houses are mapped as their gardens: ground like any other between houses. */
function isHomeGarden({ leisure, landuse, access, ...tags }: Tags, key: string): boolean {
  if (key !== 'leisure' || leisure !== 'garden') return false;
  return access === 'private' || landuse === 'residential' || tags['garden:type'] === 'residential';
}

export function buildingsOf(surfaces: readonly Surface[]): Building[] {
  return surfaces.flatMap(({ tags, ring }) => (isBuilding(tags) ? [{ ring }] : []));
}

export function isBuilding(tags: Tags): boolean {
  return tags.building !== undefined && tags.building !== 'no';
}

export function waterwaysOf(elements: Elements): Waterway[] {
  return [...elements.ways.values()].flatMap(({ tags = noTags, refs }) => {
    const kind = tags.waterway === 'canal' ? 'river' : tags.waterway;
    if ((kind !== 'river' && kind !== 'stream') || (tags.tunnel ?? 'no') !== 'no') return [];
    const name = tags.name ?? null;
    return wholePieces(refs.map((ref) => elements.places.get(ref))).map((points) => ({ kind, name, points }));
  });
}

const placeKinds: Readonly<Record<string, Place['kind']>> = {
  city: 'town',
  town: 'town',
  borough: 'suburb',
  suburb: 'suburb',
  village: 'suburb',
  quarter: 'neighbourhood',
  neighbourhood: 'neighbourhood',
  hamlet: 'neighbourhood',
};

export function placesOf(elements: Elements, surfaces: readonly Surface[]): Place[] {
  const all = [
    ...elements.taggedNodes,
    ...surfaces
      .filter(({ tags }) => tags.place !== undefined)
      .map(({ tags, ring }) => ({ tags, place: middleOf(ring) })),
  ];
  const seen = new Set<string>();
  return all.flatMap(({ tags, place }) => {
    const kind = placeKinds[tags.place ?? ''];
    // A place is often mapped twice, as a point and as what it covers; the points come first.
    if (kind === undefined || tags.name === undefined || seen.has(tags.name)) return [];
    seen.add(tags.name);
    return [{ kind, name: tags.name, place }];
  });
}
