import type { Coordinates } from '@doorstep/domain';

/**
 * A town to drive in: one shape, two sources (generated from a seed, read from an OpenStreetMap extract). Names and
 * kinds are OpenStreetMap's, so that roads, tiles and people never ask where a town came from.
 */
export interface Town {
  readonly name: string;
  readonly source: 'generated' | 'openstreetmap';
  /** What the map must say of its origin, such as "© OpenStreetMap". */
  readonly attribution: string;
  /** The same to English readers, where it is not the same words. */
  readonly attributionEnglish?: string;
  readonly bounds: Bounds;
  /** The market square, or the middle of what is built. */
  readonly centre: Coordinates;
  readonly streets: readonly Street[];
  readonly buildings: readonly Building[];
  /** Houses that can be delivered to: with street, house number and postcode. */
  readonly houses: readonly House[];
  readonly areas: readonly Area[];
  readonly waterways: readonly Waterway[];
  readonly places: readonly Place[];
}

export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** OpenStreetMap's values of `highway` that are drawn; the last five are walked, not driven. */
export const streetKinds = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'unclassified',
  'residential',
  'living_street',
  'service',
  'pedestrian',
  'track',
  'cycleway',
  'footway',
  'path',
  'steps',
] as const;
export type StreetKind = (typeof streetKinds)[number];

export interface Street {
  readonly kind: StreetKind;
  readonly name: string | null;
  /** Driven only in the direction of its points. */
  readonly oneway: boolean;
  readonly tunnel: boolean;
  /** At least two. Streets that meet share the very same point, so that equal coordinates mean a crossing. */
  readonly points: readonly Coordinates[];
}

export interface Building {
  /** A ring without its closing point. */
  readonly ring: readonly Coordinates[];
}

export interface House {
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  readonly city: string;
  /** Its door, or its middle where the door is not known. */
  readonly place: Coordinates;
}

export const areaKinds = ['water', 'park', 'grass', 'wood', 'farm', 'cemetery', 'square'] as const;
export type AreaKind = (typeof areaKinds)[number];

export interface Area {
  readonly kind: AreaKind;
  readonly name: string | null;
  readonly ring: readonly Coordinates[];
  /** Islands and clearings. */
  readonly holes: readonly (readonly Coordinates[])[];
}

export interface Waterway {
  readonly kind: 'river' | 'stream';
  readonly name: string | null;
  readonly points: readonly Coordinates[];
}

export interface Place {
  readonly kind: 'town' | 'suburb' | 'neighbourhood';
  readonly name: string;
  readonly place: Coordinates;
}
