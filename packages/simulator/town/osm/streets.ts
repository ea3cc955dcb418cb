import { type Street, type StreetKind, streetKinds } from '../town.ts';
import { type Elements, noTags, type Tags, type Way } from './elements.ts';
import { wholePieces } from './extent.ts';

const kinds: ReadonlySet<string> = new Set(streetKinds);
const walkedKinds: ReadonlySet<StreetKind> = new Set(['track', 'cycleway', 'footway', 'path', 'steps']);
const sameAs: Readonly<Record<string, StreetKind>> = { road: 'unclassified', bridleway: 'path', busway: 'service' };

/** Values of access tags that keep a van out. Customers, residents and deliveries are let in elsewhere. */
const closedTo = new Set([
  'no',
  'private',
  'agricultural',
  'forestry',
  'agricultural;forestry',
  'military',
  'emergency',
]);

/** Streets and ways as OpenStreetMap has them, without what is private or closed to everybody. */
export function streetsOf(elements: Elements): Street[] {
  return [...elements.ways.values()].flatMap((way) => streetsOfWay(elements, way));
}

function streetsOfWay({ places }: Elements, { tags = noTags, refs }: Way): Street[] {
  const kind = kindOf(tags);
  if (kind === null || isArea(tags)) return [];
  const direction = directionOf(tags);
  const along = direction === 'against' ? refs.toReversed() : refs;
  const name = tags.name ?? null;
  const tunnel = tags.tunnel !== undefined && tags.tunnel !== 'no';
  return wholePieces(along.map((ref) => places.get(ref))).map((points) => ({
    kind,
    name,
    oneway: direction !== 'both',
    tunnel,
    points,
  }));
}

/** A pedestrian square drawn as a surface is no line to walk around. */
export function isArea(tags: Tags): boolean {
  return tags.area === 'yes' || tags.place === 'square';
}

function kindOf(tags: Tags): StreetKind | null {
  const value = tags.highway?.replace(/_link$/, '');
  if (value === undefined) return null;
  const kind = isStreetKind(value) ? value : (sameAs[value] ?? null);
  if (kind === null) return null;
  const isWalked = walkedKinds.has(kind);
  // The more particular tag overrules the general one: https://wiki.openstreetmap.org/wiki/Key:access
  const forVehicles = tags.motor_vehicle ?? tags.vehicle;
  const general = tags.access ?? 'yes';
  if (isWalked)
    return isClosed(tags.foot ?? (kind === 'track' && general !== 'private' ? 'yes' : general)) ? null : kind;
  if (forVehicles === undefined) return isClosed(general) ? null : kind;
  // People walk where vehicles may not go; a pedestrian street stays one, vans deliver there in the morning.
  if (isClosed(forVehicles) && kind !== 'pedestrian') return isClosed(general) ? null : 'footway';
  return kind;
}

function isClosed(value: string): boolean {
  return closedTo.has(value.replace(/\s/g, ''));
}

function directionOf(tags: Tags): 'both' | 'along' | 'against' {
  const { oneway } = tags;
  if (oneway === '-1' || oneway === 'reverse') return 'against';
  if (oneway === 'yes' || oneway === 'true' || oneway === '1') return 'along';
  if (oneway !== undefined) return 'both';
  const isRound = tags.junction === 'roundabout' || tags.junction === 'circular';
  return isRound || tags.highway === 'motorway' ? 'along' : 'both';
}

function isStreetKind(value: string): value is StreetKind {
  return kinds.has(value);
}
