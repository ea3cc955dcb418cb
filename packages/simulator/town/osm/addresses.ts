import type { Coordinates } from '@doorstep/domain';
import type { House } from '../town.ts';
import { type Elements, noTags, type Tags } from './elements.ts';
import { nearestAmong } from './nearest.ts';
import { middleOf, type Surface } from './rings.ts';

/** A house number on the map; postcode and city are often left to the neighbours. */
export interface Address {
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string | null;
  readonly city: string | null;
  readonly place: Coordinates;
}

/** Longer ones are no house numbers but remarks; the import takes none of them. */
const maxNumberLength = 20;

/**
 * Every address of the extract, with duplicates: entrances first, since they are doors, then buildings, then other
 * points.
 */
export function addressesOf(elements: Elements, surfaces: readonly Surface[]): Address[] {
  const entrances = new Map(
    elements.taggedNodes
      .filter(({ tags }) => tags.entrance !== undefined && tags.entrance !== 'no')
      .map(({ id, place, tags }) => [id, { place, isMain: tags.entrance === 'main' }]),
  );
  const doorOf = ({ refs, ring }: Surface): Coordinates => {
    const doors = refs.flatMap((ref) => entrances.get(ref) ?? []);
    return (doors.find(({ isMain }) => isMain) ?? doors[0])?.place ?? middleOf(ring);
  };
  const atNodes = elements.taggedNodes.flatMap(({ id, place, tags }) => {
    const address = addressOf(tags, () => place);
    return address === null ? [] : [{ address, isDoor: entrances.has(id) }];
  });
  const onSurfaces = surfaces.flatMap((surface) => addressOf(surface.tags, () => doorOf(surface)) ?? []);
  return [
    ...atNodes.filter(({ isDoor }) => isDoor).map(({ address }) => address),
    ...onSurfaces,
    ...otherRelations(elements),
    ...atNodes.filter(({ isDoor }) => !isDoor).map(({ address }) => address),
  ];
}

/** Relations that are no multipolygons (such as type=building) stand where their first known member stands. */
function otherRelations(elements: Elements): Address[] {
  return elements.relations.flatMap(({ tags = noTags, members }) => {
    if (tags.type === 'multipolygon') return [];
    const place = members
      .map(({ type, ref }) => {
        const refs = type === 'way' ? (elements.ways.get(ref)?.refs ?? []) : type === 'node' ? [ref] : [];
        const ring = refs.flatMap((node) => elements.places.get(node) ?? []);
        return ring.length > 0 ? middleOf(ring) : null;
      })
      .find((found) => found !== null);
    return place ? (addressOf(tags, () => place) ?? []) : [];
  });
}

function addressOf(tags: Tags, place: () => Coordinates): Address | null {
  const street = (tags['addr:street'] ?? tags['addr:place'])?.trim();
  const houseNumber = tags['addr:housenumber']?.trim();
  if (!street || !houseNumber || houseNumber.length > maxNumberLength) return null;
  const postcode = tags['addr:postcode']?.trim() || null;
  return { street, houseNumber, postcode, city: tags['addr:city']?.trim() || null, place: place() };
}

/**
 * Deliverable houses: postcode and city from the address or from the nearest one that has them, the same address only
 * once. Null where no address at all has a postcode, since a parcel without one cannot be sent.
 */
export function housesOf(addresses: readonly Address[], townName: string): House[] | null {
  const nearestPostcode = nearestAmong(
    addresses.flatMap(({ place, postcode }) => (postcode ? { place, postcode } : [])),
  );
  const nearestCity = nearestAmong(addresses.flatMap(({ place, city }) => (city ? { place, city } : [])));
  const houses = new Map<string, House>();
  for (const { street, houseNumber, place, ...known } of addresses) {
    const postcode = known.postcode ?? nearestPostcode(place)?.postcode;
    if (postcode === undefined) return null;
    const city = known.city ?? nearestCity(place)?.city ?? townName;
    const key = [street, houseNumber.replace(/\s/g, ''), postcode].join('\n').toLowerCase();
    if (!houses.has(key)) houses.set(key, { street, houseNumber, postcode, city, place });
  }
  return [...houses.values()];
}
