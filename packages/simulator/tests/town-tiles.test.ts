import { createHash } from 'node:crypto';
import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { distanceMetres } from '@doorstep/domain/geo/coordinates.ts';
import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { PMTiles, type Source, zxyToTileId } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOsmTown } from '../town/osm/read-osm-town.ts';
import { pmtilesArchive } from '../town/tiles/pmtiles-archive.ts';
import { tileAt, tileId } from '../town/tiles/tile-grid.ts';
import { writeTownTiles } from '../town/tiles/write-town-tiles.ts';
import type { Town } from '../town/town.ts';
import { hasSharedData, sharedData, withSharedData } from './shared-data.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-tiles-'));
});
afterAll(() => rm(folder, { recursive: true }));

const at = (north: number, east: number) => ({ lat: 50 + north / 1000, lon: 11 + east / 1000 });
const square = (north: number, east: number, size: number) => [
  ...[at(north, east), at(north, east + size), at(north + size, east + size), at(north + size, east)],
];

/** A street through a tunnel, a house, a square, a pond with an island, a wood, a brook, a suburb. */
const tinyTown: Town = {
  name: 'Kleinstadt',
  source: 'generated',
  attribution: 'Erfunden',
  attributionEnglish: 'Made up',
  bounds: { west: 11, south: 50, east: 11.01, north: 50.01 },
  centre: at(5, 5),
  streets: [
    { kind: 'secondary', name: 'Lange Straße', oneway: false, tunnel: false, points: [at(5, 1), at(5, 9)] },
    { kind: 'residential', name: 'Unterm Berg', oneway: true, tunnel: true, points: [at(5, 7), at(9, 7)] },
    { kind: 'footway', name: null, oneway: false, tunnel: false, points: [at(1, 1), at(5, 1)] },
  ],
  buildings: [{ ring: square(6, 5, 0.3) }],
  houses: [{ street: 'Lange Straße', houseNumber: '1', postcode: '12345', city: 'Kleinstadt', place: at(6, 5) }],
  areas: [
    { kind: 'square', name: 'Markt', ring: square(4.5, 4.5, 1), holes: [] },
    { kind: 'water', name: 'Weiher', ring: square(7, 7, 2), holes: [square(7.5, 7.5, 0.5)] },
    { kind: 'wood', name: null, ring: square(1, 2, 2), holes: [] },
  ],
  waterways: [{ kind: 'stream', name: 'Bach', points: [at(1, 9), at(7, 8)] }],
  places: [{ kind: 'suburb', name: 'Oberstadt', place: at(6, 6) }],
};

async function drawn(town: Town): Promise<PMTiles> {
  const path = join(folder, 'town.pmtiles');
  await writeTownTiles(town, path);
  return new PMTiles(fileSource(path));
}

function fileSource(path: string): Source {
  return {
    getKey: () => path,
    async getBytes(offset, length) {
      await using file = await open(path);
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return { data: bytes.buffer.slice(0, bytesRead) };
    },
  };
}

interface Drawn {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly parts: readonly (readonly { lat: number; lon: number }[])[];
}

/** What a tile shows, layer by layer; null where the archive has no such tile. */
async function shownAt(archive: PMTiles, place: { lat: number; lon: number }, zoom: number) {
  const { z, x, y } = tileAt(place, zoom);
  const found = await archive.getZxy(z, x, y);
  if (found === undefined) return null;
  const { layers } = new VectorTile(new PbfReader(new Uint8Array(found.data)));
  const degrees = (across: number, down: number) => ({
    lon: ((x + across) / 2 ** z) * 360 - 180,
    lat: (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + down)) / 2 ** z))) * 180) / Math.PI,
  });
  const shown: Record<string, Drawn[]> = {};
  for (const [name, layer] of Object.entries(layers)) {
    const features = Array.from({ length: layer.length }, (_, index) => layer.feature(index));
    shown[name] = features.map((feature) => ({
      properties: feature.properties,
      parts: feature
        .loadGeometry()
        .map((part) => part.map((point) => degrees(point.x / layer.extent, point.y / layer.extent))),
    }));
  }
  return shown;
}

describe('a town’s tiles', () => {
  it('say in their archive what they hold and where it is from', async () => {
    const archive = await drawn(tinyTown);
    const header = await archive.getHeader();
    expect(header).toMatchObject({ specVersion: 3, minZoom: 9, maxZoom: 15, clustered: true, tileType: 1 });
    expect(header).toMatchObject({ minLon: 11, minLat: 50, maxLon: 11.01, maxLat: 50.01, centerLon: 11.005 });
    expect(await archive.getMetadata()).toMatchObject({
      name: 'Kleinstadt',
      attribution: 'Erfunden',
      attribution_en: 'Made up',
    });
    expect(await readdir(folder)).toEqual(['town.pmtiles']);
  });

  it('show it in the layers and kinds that the map’s style reads', async () => {
    const archive = await drawn(tinyTown);
    const shown = await shownAt(archive, tinyTown.centre, 14);
    const propertiesOf = (layer: string) => shown?.[layer]?.map(({ properties }) => properties);
    expect(propertiesOf('roads')).toEqual([
      { kind: 'medium_road', kind_detail: 'secondary', name: 'Lange Straße', level: 0 },
      { kind: 'minor_road', kind_detail: 'residential', name: 'Unterm Berg', oneway: 'yes', level: -1 },
      { kind: 'path', kind_detail: 'footway', level: 0 },
    ]);
    expect(propertiesOf('landuse')?.map(({ kind }) => kind)).toEqual(['pedestrian', 'forest']);
    expect(propertiesOf('water')).toEqual([{ kind: 'water', name: 'Weiher' }]);
    expect(propertiesOf('physical_line')).toEqual([{ kind: 'stream', name: 'Bach' }]);
    expect(propertiesOf('places')).toEqual([{ kind: 'suburb', name: 'Oberstadt' }]);
    expect(propertiesOf('buildings')).toEqual([{ kind: 'building' }]);
    expect(shown?.water?.[0]?.parts).toHaveLength(2);
  });

  it('leave houses and footways for the nearer ones, and have none beyond the bounds', async () => {
    const archive = await drawn(tinyTown);
    const far = await shownAt(archive, tinyTown.centre, 11);
    expect(Object.keys(far ?? {}).sort()).toEqual(['landuse', 'places', 'roads', 'water']);
    expect(far?.roads?.map(({ properties }) => properties.name)).toEqual(['Lange Straße']);
    expect(await shownAt(archive, { lat: 51, lon: 12 }, 15)).toBeNull();
  });
});

describe('an archive', () => {
  const setting = { bounds: tinyTown.bounds, centre: at(5, 5), centreZoom: 8, minZoom: 8, maxZoom: 16, metadata: {} };
  const archiveOf = (tiles: Parameters<typeof pmtilesArchive>[0]): PMTiles => {
    const bytes = new Uint8Array(pmtilesArchive(tiles, setting));
    return new PMTiles({
      getKey: () => `${bytes.length}`,
      getBytes: async (offset, length) => ({ data: bytes.buffer.slice(offset, offset + length) }),
    });
  };

  it('numbers its tiles along PMTiles’ curve', () => {
    for (const [z, x, y] of [
      ...([0, 1, 2, 3].flatMap((column) => [0, 1, 2, 3].map((row) => [2, column, row])) as [number, number, number][]),
      [15, 17_410, 11_196],
      [15, 32_767, 32_767],
      [0, 0, 0],
    ] as const) {
      expect(tileId({ z, x, y })).toBe(zxyToTileId(z, x, y));
    }
  });

  it('too large for one directory is read through its leaves', async () => {
    // Scattered, and of contents and lengths that do not repeat: else the directory packs too well to need leaves.
    const tiles = Array.from({ length: 5_000 }, (_, index) => ({
      z: 16,
      x: Math.imul(index, 0x9e3779b1) >>> 16,
      y: Math.imul(index, 0x9e3779b1) & 0xffff,
      bytes: createHash('shake256', { outputLength: 16 + ((index * 104_729) % 601) })
        .update(`${index}`)
        .digest(),
    }));
    const archive = archiveOf(tiles);
    const header = await archive.getHeader();
    expect(header.leafDirectoryLength).toBeGreaterThan(0);
    expect(header.numAddressedTiles).toBe(5_000);
    for (const { z, x, y, bytes } of [0, 1, 4_095, 4_096, 4_999].flatMap((index) => tiles[index] ?? [])) {
      const found = await archive.getZxy(z, x, y);
      expect(found && Buffer.from(found.data).equals(bytes)).toBe(true);
    }
    expect(await archive.getZxy(16, 255, 255)).toBeUndefined();
  });

  it('keeps tiles that are the same once', async () => {
    const same = [0, 1, 2, 3].map((y) => ({ z: 8, x: 0, y, bytes: Buffer.from('sea') }));
    const archive = archiveOf([...same, { z: 8, x: 9, y: 9, bytes: Buffer.from('land') }]);
    expect(await archive.getHeader()).toMatchObject({ numAddressedTiles: 5, numTileContents: 2 });
    for (const { z, x, y } of same) {
      const found = await archive.getZxy(z, x, y);
      expect(found && Buffer.from(found.data).toString()).toBe('sea');
    }
  });
});

describe.skipIf(!hasSharedData)(`tiles of a real town, ${withSharedData}`, () => {
  it('show Lauf’s Luitpoldstraße where it is', async () => {
    const read = await readOsmTown(sharedData('osm/lauf_nuernberg-200115.osm.pbf'));
    if (!read.ok) throw new Error(read.sentence);
    const archive = await drawn(read.value);
    const place = { lat: 49.50667, lon: 11.27387 };
    const shown = await shownAt(archive, place, 15);
    expect(Object.keys(shown ?? {}).sort()).toEqual(['buildings', 'landuse', 'physical_line', 'roads', 'water']);
    const luitpoldstrasse = shown?.roads?.filter(({ properties }) => properties.name === 'Luitpoldstraße') ?? [];
    const metres = luitpoldstrasse.flatMap(({ parts }) => parts.flat()).map((point) => distanceMetres(point, place));
    expect(Math.min(...metres)).toBeLessThan(3);
  });
});
