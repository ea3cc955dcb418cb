import type { Coordinates } from '@doorstep/domain';
import { parse } from 'osm-pbf-parser-node';
import { type Read, unreadable } from '../../reading.ts';
import { damaged, walkBlocks } from './pbf-blocks.ts';

export type Tags = Readonly<Record<string, string | undefined>>;

interface Node extends Coordinates {
  readonly type: 'node';
  readonly id: number;
  readonly tags?: Tags;
}

export interface Way {
  readonly type: 'way';
  readonly id: number;
  readonly refs: readonly number[];
  readonly tags?: Tags;
}

export interface Relation {
  readonly type: 'relation';
  readonly id: number;
  readonly members: readonly { readonly type: string; readonly ref: number; readonly role: string }[];
  readonly tags?: Tags;
}

/** What an extract holds, before anybody asks what it means. */
export interface Elements {
  /** Where every node is: one and the same object wherever the node is used. */
  readonly places: ReadonlyMap<number, Coordinates>;
  readonly taggedNodes: readonly { readonly id: number; readonly place: Coordinates; readonly tags: Tags }[];
  readonly ways: ReadonlyMap<number, Way>;
  readonly relations: readonly Relation[];
}

export const noTags: Tags = {};
/** More is a country, not a town, and would not fit into memory. */
const maxNodes = 8_000_000;

export function readElements(name: string, bytes: Buffer): Read<Elements> {
  const places = new Map<number, Coordinates>();
  const taggedNodes: { id: number; place: Coordinates; tags: Tags }[] = [];
  const ways = new Map<number, Way>();
  const relations: Relation[] = [];
  let tooMany = false;
  const take = (block: Buffer): void => {
    if (tooMany) return;
    for (const element of parse(block, {})) {
      if (isNode(element)) {
        const place = { lat: element.lat, lon: element.lon };
        places.set(element.id, place);
        if (element.tags) taggedNodes.push({ id: element.id, place, tags: element.tags });
      } else if (isWay(element)) ways.set(element.id, element);
      else if (isRelation(element)) relations.push(element);
    }
    tooMany = places.size + ways.size + relations.length > maxNodes;
  };
  try {
    const walked = walkBlocks(name, bytes, take);
    if (!walked.ok) return walked;
  } catch {
    // The parser throws on what it cannot make sense of, in words that help nobody.
    return damaged(name);
  }
  if (tooMany) return unreadable(`${name} is too large for a town: it holds more than 8 million elements.`);
  return { ok: true, value: { places, taggedNodes, ways, relations } };
}

// The parser builds each element from the format's own fields; the type alone tells them apart.
const isNode = (element: object): element is Node => 'type' in element && element.type === 'node';
const isWay = (element: object): element is Way => 'type' in element && element.type === 'way';
const isRelation = (element: object): element is Relation => 'type' in element && element.type === 'relation';
