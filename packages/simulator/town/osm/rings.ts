import type { Coordinates } from '@doorstep/domain';
import { isInPolygon } from '@doorstep/domain/geo/polygon.ts';
import { type Elements, noTags, type Relation, type Tags } from './elements.ts';

export type Ring = readonly Coordinates[];

/** A surface of the map: a closed way, or one outer ring of a multipolygon with the holes in it. */
export interface Surface {
  readonly tags: Tags;
  readonly ring: Ring;
  readonly holes: readonly Ring[];
  /** Nodes along its edge: entrances are among them. */
  readonly refs: readonly number[];
}

/** Every surface with tags, in the order of the file. Rings that the extract's edge cuts are closed straight along it. */
export function surfacesOf(elements: Elements): Surface[] {
  const surfaces: Surface[] = [];
  for (const way of elements.ways.values()) {
    if (way.tags === undefined || way.refs.length < 4 || way.refs[0] !== way.refs.at(-1)) continue;
    const ring = ringOf(elements, way.refs);
    if (ring !== null) surfaces.push({ tags: way.tags, ring, holes: [], refs: way.refs });
  }
  for (const relation of elements.relations) {
    const { tags = noTags } = relation;
    if (tags.type !== 'multipolygon') continue;
    surfaces.push(...surfacesOfRelation(elements, relation, tags));
  }
  return surfaces;
}

/** A ring without its closing point and without nodes that the extract does not hold; null where too little is left. */
function ringOf({ places }: Elements, refs: readonly number[]): Ring | null {
  const open = refs[0] === refs.at(-1) ? refs.slice(1) : refs;
  const ring = open.flatMap((ref) => places.get(ref) ?? []);
  return ring.length >= 3 ? ring : null;
}

function surfacesOfRelation(elements: Elements, relation: Relation, tags: Tags): Surface[] {
  const chainsOf = (isInner: boolean): number[][] => {
    const parts = relation.members.flatMap(({ type, ref, role }) => {
      const refs = type === 'way' && (role === 'inner') === isInner ? elements.ways.get(ref)?.refs : undefined;
      const there = refs?.filter((node) => elements.places.has(node)) ?? [];
      return there.length >= 2 ? [[...there]] : [];
    });
    return joinChains(elements, parts);
  };
  const holes = chainsOf(true).flatMap((refs) => [ringOf(elements, refs)].filter((ring) => ring !== null));
  return chainsOf(false).flatMap((refs) => {
    const ring = ringOf(elements, refs);
    if (ring === null) return [];
    const polygon = ring.map(({ lat, lon }) => [lat, lon] as const);
    return [{ tags, ring, refs, holes: holes.filter(([first]) => first !== undefined && isInPolygon(first, polygon)) }];
  });
}

/** Joins ways at the nodes they share; then, where the extract has cut ways off, each end with the nearest one. */
function joinChains({ places }: Elements, parts: number[][]): number[][] {
  const closed: number[][] = [];
  let open: number[][] = [];
  const rest = [...parts];
  for (let chain = rest.pop(); chain !== undefined; chain = rest.pop()) {
    while (chain[0] !== chain.at(-1)) {
      const end = chain.at(-1);
      const next = rest.findIndex((part) => part[0] === end || part.at(-1) === end);
      const [part] = next < 0 ? [] : rest.splice(next, 1);
      if (part === undefined) break;
      chain.push(...(part[0] === end ? part : part.reverse()).slice(1));
    }
    (chain[0] === chain.at(-1) ? closed : open).push(chain);
  }
  // A chain that was begun in its middle meets its other half at its head.
  for (let merged = true; merged; ) {
    merged = false;
    for (const chain of open) {
      const other = open.find((part) => part !== chain && (part[0] === chain[0] || part.at(-1) === chain[0]));
      if (other === undefined) continue;
      open = open.filter((part) => part !== chain && part !== other);
      const joined = [...(other.at(-1) === chain[0] ? other : other.toReversed()), ...chain.slice(1)];
      (joined[0] === joined.at(-1) ? closed : open).push(joined);
      merged = true;
      break;
    }
  }
  const gap = (a: number | undefined, b: number | undefined): number => {
    const from = places.get(a ?? Number.NaN);
    const to = places.get(b ?? Number.NaN);
    if (from === undefined || to === undefined) return Number.POSITIVE_INFINITY;
    return Math.hypot(from.lat - to.lat, (from.lon - to.lon) * Math.cos((from.lat * Math.PI) / 180));
  };
  for (let chain = open.pop(); chain !== undefined; chain = open.pop()) {
    for (;;) {
      const end = chain.at(-1);
      const ways = open.flatMap((part) => [
        { part, refs: part, gap: gap(end, part[0]) },
        { part, refs: part.toReversed(), gap: gap(end, part.at(-1)) },
      ]);
      const nearest = ways.sort((a, b) => a.gap - b.gap)[0];
      if (nearest === undefined || nearest.gap >= gap(end, chain[0])) break;
      chain.push(...nearest.refs);
      open = open.filter((part) => part !== nearest.part);
    }
    closed.push(chain);
  }
  return closed;
}

/** The middle of a ring, by area where it has one. */
export function middleOf(ring: Ring): Coordinates {
  const [origin = { lat: 0, lon: 0 }] = ring;
  let twiceArea = 0;
  let lat = 0;
  let lon = 0;
  ring.forEach((a, index) => {
    const b = ring[(index + 1) % ring.length] ?? a;
    const [ax, ay, bx, by] = [a.lon - origin.lon, a.lat - origin.lat, b.lon - origin.lon, b.lat - origin.lat];
    const cross = ax * by - bx * ay;
    twiceArea += cross;
    lon += (ax + bx) * cross;
    lat += (ay + by) * cross;
  });
  if (Math.abs(twiceArea) < 1e-14) return origin;
  return { lat: origin.lat + lat / (3 * twiceArea), lon: origin.lon + lon / (3 * twiceArea) };
}
