import type { Coordinates } from '@doorstep/domain';
import type { AreaKind, Place, Street, StreetKind, Town } from '../town.ts';

type Position = [lon: number, lat: number];
type Geometry =
  | { readonly type: 'Point'; readonly coordinates: Position }
  | { readonly type: 'LineString'; readonly coordinates: Position[] }
  | { readonly type: 'Polygon'; readonly coordinates: Position[][] };

/** GeoJSON (RFC 7946), as much of it as the map needs. */
export interface MapFeature {
  readonly type: 'Feature';
  readonly geometry: Geometry;
  readonly properties: Readonly<Record<string, string | number>>;
}

/** What one layer of the map shows from one zoom on; a layer may have several of these. */
export interface LayerPart {
  readonly layer: string;
  readonly fromZoom: number;
  readonly features: readonly MapFeature[];
}

/** OpenStreetMap's kinds of streets as Protomaps groups them (https://docs.protomaps.com/basemaps/layers#roads). */
const roadKinds: Readonly<Record<StreetKind, { kind: string; fromZoom: number }>> = {
  motorway: { kind: 'highway', fromZoom: 0 },
  trunk: { kind: 'major_road', fromZoom: 0 },
  primary: { kind: 'major_road', fromZoom: 0 },
  secondary: { kind: 'medium_road', fromZoom: 0 },
  tertiary: { kind: 'medium_road', fromZoom: 0 },
  unclassified: { kind: 'minor_road', fromZoom: 12 },
  residential: { kind: 'minor_road', fromZoom: 12 },
  living_street: { kind: 'minor_road', fromZoom: 12 },
  pedestrian: { kind: 'path', fromZoom: 12 },
  service: { kind: 'minor_road', fromZoom: 13 },
  track: { kind: 'path', fromZoom: 14 },
  cycleway: { kind: 'path', fromZoom: 14 },
  footway: { kind: 'path', fromZoom: 14 },
  path: { kind: 'path', fromZoom: 14 },
  steps: { kind: 'path', fromZoom: 14 },
};

const areaLayers: Readonly<Record<AreaKind, { layer: string; kind: string }>> = {
  water: { layer: 'water', kind: 'water' },
  park: { layer: 'landuse', kind: 'park' },
  grass: { layer: 'landuse', kind: 'grass' },
  wood: { layer: 'landuse', kind: 'forest' },
  farm: { layer: 'landuse', kind: 'farmland' },
  cemetery: { layer: 'landuse', kind: 'cemetery' },
  square: { layer: 'landuse', kind: 'pedestrian' },
};

const placeKinds: Readonly<Record<Place['kind'], string>> = {
  town: 'town',
  suburb: 'suburb',
  neighbourhood: 'neighbourhood',
};

/** The town in the layers and attributes of the Protomaps schema, which the map's style reads. */
export function mapLayers(town: Town): LayerPart[] {
  const roads = Map.groupBy(town.streets, ({ kind }) => roadKinds[kind].fromZoom);
  return [
    { layer: 'landuse', fromZoom: 0, features: areasIn(town, 'landuse') },
    { layer: 'water', fromZoom: 0, features: areasIn(town, 'water') },
    {
      layer: 'physical_line',
      fromZoom: 12,
      features: town.waterways.map(({ kind, name, points }) => feature(line(points), { kind, ...named(name) })),
    },
    {
      // Below, no map of ours draws them, and they are most of what a tile weighs.
      layer: 'buildings',
      fromZoom: 14,
      features: town.buildings.map(({ ring }) => feature(polygon([ring]), { kind: 'building' })),
    },
    ...[...roads].map(([fromZoom, streets]) => ({ layer: 'roads', fromZoom, features: streets.map(road) })),
    {
      layer: 'places',
      fromZoom: 0,
      features: town.places.map(({ kind, name, place }) =>
        feature({ type: 'Point', coordinates: position(place) }, { kind: placeKinds[kind], name }),
      ),
    },
  ].filter(({ features }) => features.length > 0);
}

function areasIn(town: Town, layer: string): MapFeature[] {
  return town.areas
    .filter(({ kind }) => areaLayers[kind].layer === layer)
    .map(({ kind, name, ring, holes }) =>
      feature(polygon([ring, ...holes]), { kind: areaLayers[kind].kind, ...named(name) }),
    );
}

function road({ kind, name, oneway, tunnel, points }: Street): MapFeature {
  return feature(line(points), {
    kind: roadKinds[kind].kind,
    kind_detail: kind,
    ...named(name),
    ...(oneway ? { oneway: 'yes' } : {}),
    level: tunnel ? -1 : 0,
  });
}

function feature(geometry: Geometry, properties: MapFeature['properties']): MapFeature {
  return { type: 'Feature', geometry, properties };
}

const named = (name: string | null) => (name === null ? {} : { name });
const position = ({ lat, lon }: Coordinates): Position => [lon, lat];
const line = (points: readonly Coordinates[]): Geometry => ({
  type: 'LineString',
  coordinates: points.map(position),
});

/** GeoJSON closes its rings, towns do not. */
function polygon(rings: readonly (readonly Coordinates[])[]): Geometry {
  return { type: 'Polygon', coordinates: rings.map((ring) => [...ring, ...ring.slice(0, 1)].map(position)) };
}
