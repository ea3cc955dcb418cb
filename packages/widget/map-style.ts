import type { ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { type Palette, palettes, type Scheme } from './map-palette.ts';

type Layer = LayerSpecification;

/** A PMTiles archive as the map's vector source. */
export interface VectorBase {
  readonly url: string;
  readonly maxZoom: number;
}

// Protomaps schema 2 prefixes what it derived with `pmap:`, later ones do not.
const kind: ExpressionSpecification = ['coalesce', ['get', 'pmap:kind'], ['get', 'kind'], ''];
const highway: ExpressionSpecification = ['coalesce', ['get', 'highway'], ['get', 'kind_detail'], ''];
const isOneOf = (value: ExpressionSpecification, ...names: string[]): ExpressionSpecification => [
  'in',
  value,
  ['literal', names],
];

const isMain = isOneOf(kind, 'highway', 'major_road');
const isMedium = isOneOf(kind, 'medium_road');
const isSecondary: ExpressionSpecification = ['all', isMedium, isOneOf(highway, 'secondary', 'secondary_link')];
const isService: ExpressionSpecification = isOneOf(highway, 'service');
const isWalked = isOneOf(highway, 'footway', 'path', 'steps', 'cycleway', 'track', 'bridleway', 'corridor');
const isTunnel: ExpressionSpecification = ['==', ['coalesce', ['get', 'pmap:level'], ['get', 'level'], 0], -1];
const waterway: ExpressionSpecification = ['coalesce', ['get', 'waterway'], kind];
const isDriven: ExpressionSpecification = [
  'any',
  isOneOf(kind, 'minor_road', 'medium_road', 'highway', 'major_road'),
  isOneOf(highway, 'pedestrian', 'living_street'),
];
const isYellow: ExpressionSpecification = ['any', isMain, isSecondary];

/** Widths in pixels at zoom 12, 15 and 18; streets double with each zoom, as the ground does. */
const width = (at12: number, at15: number, at18: number): ExpressionSpecification => {
  return ['interpolate', ['exponential', 1.6], ['zoom'], 12, at12, 15, at15, 18, at18];
};
const roadWidth = (extra: number): ExpressionSpecification => {
  const by = (main: number, medium: number, service: number, minor: number): ExpressionSpecification => [
    'case',
    isMain,
    main + extra,
    isMedium,
    medium + extra,
    isService,
    service + extra,
    minor + extra,
  ];
  return [
    'interpolate',
    ['exponential', 1.6],
    ['zoom'],
    12,
    by(2.4, 1.6, 0.4, 0.7),
    15,
    by(9, 7.5, 3, 5.5),
    18,
    by(30, 25, 12, 20),
  ];
};

/** Rivers that matter are surfaces too and cover their line; the others are wider than a stream all the same. */
const waterwayWidth: ExpressionSpecification = [
  'interpolate',
  ['exponential', 1.6],
  ['zoom'],
  12,
  ['case', isOneOf(waterway, 'river'), 1, 0.5],
  15,
  ['case', isOneOf(waterway, 'river'), 4, 1.6],
  18,
  ['case', isOneOf(waterway, 'river'), 15, 5],
];

const layersOf = (colour: Palette): Layer[] => [
  area('farm', 'landuse', isOneOf(kind, 'farmland', 'farm', 'orchard', 'allotments', 'vineyard'), colour.farm),
  area(
    'grass',
    'landuse',
    [
      'any',
      isOneOf(
        ['coalesce', ['get', 'landuse'], kind],
        'grass',
        'greenfield',
        'meadow',
        'recreation_ground',
        'village_green',
      ),
      isOneOf(kind, 'cemetery', 'pitch', 'golf_course'),
    ],
    colour.grass,
  ),
  area(
    'park',
    'landuse',
    [
      'any',
      isOneOf(kind, 'park', 'garden', 'nature_reserve'),
      isOneOf(['coalesce', ['get', 'leisure'], ''], 'park', 'garden', 'pitch', 'playground'),
    ],
    colour.park,
  ),
  area(
    'open',
    'natural',
    isOneOf(['coalesce', ['get', 'landuse'], ['get', 'natural'], ''], 'meadow', 'grass', 'grassland', 'scrub', 'heath'),
    colour.grass,
  ),
  area(
    'wood',
    'natural',
    isOneOf(['coalesce', ['get', 'landuse'], ['get', 'natural'], ''], 'forest', 'wood'),
    colour.wood,
  ),
  area('forest', 'landuse', isOneOf(kind, 'forest', 'wood'), colour.wood),
  // Paved as streets are, but no street: paler, so that the streets across it still show.
  area('square', 'landuse', isOneOf(kind, 'pedestrian'), colour.street, 0.55),
  { ...area('water', 'water', true, colour.water) },
  {
    id: 'stream',
    type: 'line',
    source: 'base',
    'source-layer': 'physical_line',
    filter: isOneOf(waterway, 'stream', 'river'),
    paint: { 'line-color': colour.water, 'line-width': waterwayWidth },
  },
  road('tunnel', ['all', isDriven, isTunnel], {
    'line-color': colour.streetCasing,
    'line-opacity': 0.5,
    'line-width': roadWidth(-2.2),
  }),
  {
    id: 'rail',
    type: 'line',
    source: 'base',
    'source-layer': 'transit',
    filter: [
      'all',
      isOneOf(['coalesce', ['get', 'railway'], ''], 'rail', 'light_rail', 'tram', 'narrow_gauge'),
      ['!', isOneOf(['coalesce', ['get', 'service'], ''], 'yard', 'siding')],
    ],
    paint: { 'line-color': colour.path, 'line-width': width(0.6, 1.4, 3) },
  },
  { ...area('building', 'buildings', true, colour.building), minzoom: 13.5 },
  {
    id: 'building-edge',
    type: 'line',
    source: 'base',
    'source-layer': 'buildings',
    minzoom: 14.5,
    paint: { 'line-color': colour.buildingEdge, 'line-width': 0.7 },
  },
  {
    ...road(
      'path',
      ['all', isWalked, ['!', isTunnel], ['!', isOneOf(['coalesce', ['get', 'footway'], ''], 'sidewalk', 'crossing')]],
      {
        'line-color': colour.path,
        'line-width': width(0.4, 1, 2),
        'line-dasharray': [3, 2],
      },
    ),
    minzoom: 15,
  },
  road('street-casing', ['all', isDriven, ['!', isTunnel], ['!', isYellow]], {
    'line-color': colour.streetCasing,
    'line-width': roadWidth(1.6),
  }),
  road('main-casing', ['all', isYellow, ['!', isTunnel]], {
    'line-color': colour.mainCasing,
    'line-width': roadWidth(1.6),
  }),
  road('street', ['all', isDriven, ['!', isTunnel], ['!', isYellow]], {
    'line-color': colour.street,
    'line-width': roadWidth(0),
  }),
  road('main', ['all', isYellow, ['!', isTunnel]], { 'line-color': colour.main, 'line-width': roadWidth(0) }),
  {
    id: 'water-name',
    type: 'symbol',
    source: 'base',
    'source-layer': 'physical_line',
    filter: isOneOf(waterway, 'river'),
    layout: {
      ...alongLine(['Label Italic', 'system-ui', 'sans-serif']),
      'text-size': 13.5,
      'text-letter-spacing': 0.12,
      'symbol-spacing': 420,
    },
    paint: { 'text-color': colour.waterLabel, 'text-halo-color': colour.water, 'text-halo-width': 0.6 },
  },
  streetName('street-name', ['all', isDriven, ['!', isYellow]], 12, 14.2, colour),
  streetName('main-name', isYellow, 12.5, 13, colour),
  {
    id: 'place-name',
    type: 'symbol',
    source: 'base',
    'source-layer': 'places',
    maxzoom: 15.2,
    filter: isOneOf(kind, 'neighbourhood', 'suburb', 'quarter', 'village', 'town', 'locality'),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': ['system-ui', 'sans-serif'],
      'text-size': 12.5,
      'text-max-width': 7,
      'text-padding': 12,
    },
    paint: { ...labelPaint(colour), 'text-opacity': 0.9 },
  },
];

/** The ground and, with a base map, all of its layers, after the look. Text is drawn with the device's own fonts. */
export function mapStyle(scheme: Scheme, base: VectorBase | null): StyleSpecification {
  const colour = palettes[scheme];
  const ground: Layer = { id: 'land', type: 'background', paint: { 'background-color': colour.land } };
  if (base === null) return { version: 8, sources: {}, layers: [ground] };
  return {
    version: 8,
    sources: { base: { type: 'vector', tiles: [`pmtiles://${base.url}/{z}/{x}/{y}`], maxzoom: base.maxZoom } },
    layers: [ground, ...layersOf(colour)],
  };
}

function area(id: string, layer: string, filter: ExpressionSpecification | true, colour: string, opacity = 1): Layer {
  return {
    id,
    type: 'fill',
    source: 'base',
    'source-layer': layer,
    filter: ['all', ['==', ['geometry-type'], 'Polygon'], filter],
    paint: { 'fill-color': colour, 'fill-opacity': opacity },
  };
}

function road(
  id: string,
  filter: ExpressionSpecification,
  paint: NonNullable<Extract<Layer, { type: 'line' }>['paint']>,
): Extract<Layer, { type: 'line' }> {
  return {
    id,
    type: 'line',
    source: 'base',
    'source-layer': 'roads',
    filter,
    layout: {
      'line-cap': 'round',
      'line-join': 'round',
      'line-sort-key': ['case', isMain, 3, isMedium, 2, isService, 0, 1],
    },
    paint,
  };
}

function alongLine(font: string[]): NonNullable<Extract<Layer, { type: 'symbol' }>['layout']> {
  return {
    'symbol-placement': 'line',
    'text-field': ['get', 'name'],
    'text-font': font,
    'text-max-angle': 30,
    'text-padding': 6,
  };
}

function streetName(
  id: string,
  filter: ExpressionSpecification,
  size: number,
  minzoom: number,
  colour: Palette,
): Layer {
  return {
    id,
    type: 'symbol',
    source: 'base',
    'source-layer': 'roads',
    filter,
    minzoom,
    layout: { ...alongLine(['Label Medium', 'system-ui', 'sans-serif']), 'text-size': size, 'symbol-spacing': 280 },
    paint: labelPaint(colour),
  };
}

function labelPaint(colour: Palette): NonNullable<Extract<Layer, { type: 'symbol' }>['paint']> {
  return { 'text-color': colour.label, 'text-halo-color': colour.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.3 };
}
