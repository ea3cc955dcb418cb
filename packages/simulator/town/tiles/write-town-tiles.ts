import { rename, rm, writeFile } from 'node:fs/promises';
import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Town } from '../town.ts';
import { type LayerPart, mapLayers } from './map-layers.ts';
import { pmtilesArchive, type Tile } from './pmtiles-archive.ts';
import { type TileAddress, tilesOver } from './tile-grid.ts';

/** The widget's map goes no farther out than 9; from 15 on it enlarges what it has, a fifth of a metre fine. */
const minZoom = 9;
const maxZoom = 15;
const extent = 4096;

export interface WrittenTiles {
  readonly tiles: number;
  readonly bytes: number;
}

/**
 * Draws a town into vector tiles and writes them to `filePath` as one PMTiles archive, which the server takes as its
 * base map. The file is there whole or not at all.
 */
export async function writeTownTiles(town: Town, filePath: string): Promise<WrittenTiles> {
  const layers = mapLayers(town);
  const tiles = drawTiles(town, layers);
  const archive = pmtilesArchive(tiles, {
    bounds: town.bounds,
    centre: town.centre,
    centreZoom: 14,
    minZoom,
    maxZoom,
    metadata: {
      name: town.name,
      attribution: town.attribution,
      ...(town.attributionEnglish === undefined ? {} : { attribution_en: town.attributionEnglish }),
      type: 'baselayer',
      format: 'pbf',
      vector_layers: [...Map.groupBy(layers, ({ layer }) => layer)].map(([id, parts]) => ({
        id,
        fields: fieldsOf(parts),
        minzoom: Math.max(minZoom, Math.min(...parts.map(({ fromZoom }) => fromZoom))),
        maxzoom: maxZoom,
      })),
    },
  });
  const unfinished = `${filePath}.${process.pid}.part`;
  try {
    await writeFile(unfinished, archive);
    await rename(unfinished, filePath);
  } finally {
    await rm(unfinished, { force: true });
  }
  return { tiles: tiles.length, bytes: archive.length };
}

function drawTiles(town: Town, layers: readonly LayerPart[]): Tile[] {
  const indexes = layers.map(({ layer, fromZoom, features }) => ({
    layer,
    fromZoom,
    index: new GeoJSONVT(
      { type: 'FeatureCollection', features: [...features] },
      { maxZoom, indexMaxZoom: minZoom, indexMaxPoints: 0, extent, buffer: 64 },
    ),
  }));
  const draw = ({ z, x, y }: TileAddress): Tile[] => {
    const drawn: Record<string, GeoJSONVTTile> = {};
    for (const { layer, fromZoom, index } of indexes) {
      const tile = z < fromZoom ? null : index.getTile(z, x, y);
      if (tile === null || tile.features.length === 0) continue;
      const before = drawn[layer]?.features ?? [];
      drawn[layer] = { ...tile, features: [...before, ...tile.features] };
    }
    if (Object.keys(drawn).length === 0) return [];
    return [{ z, x, y, bytes: fromGeojsonVt(drawn, { version: 2, extent }) }];
  };
  const tiles: Tile[] = [];
  for (let z = minZoom; z <= maxZoom; z++) tiles.push(...tilesOver(town.bounds, z).flatMap(draw));
  return tiles;
}

function fieldsOf(parts: readonly LayerPart[]): Record<string, 'String' | 'Number'> {
  const fields: Record<string, 'String' | 'Number'> = {};
  for (const { features } of parts) {
    for (const { properties } of features) {
      for (const [key, value] of Object.entries(properties)) {
        fields[key] = typeof value === 'number' ? 'Number' : 'String';
      }
    }
  }
  return fields;
}
