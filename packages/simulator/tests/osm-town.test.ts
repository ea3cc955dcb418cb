import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOsmTown } from '../town/osm/read-osm-town.ts';
import type { Town } from '../town/town.ts';
import { block, type Extract, field, osmPbf } from './osm-extract.ts';
import { hasSharedData, sharedData, withSharedData } from './shared-data.ts';

const lauf = sharedData('osm/lauf_nuernberg-200115.osm.pbf');
const hoyerswerda = sharedData('osm/hoyerswerda.osm.pbf');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-town-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(bytes: Buffer | string, name = 'town.osm.pbf'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function townAt(path: string): Promise<Town> {
  const read = await readOsmTown(path);
  if (!read.ok) throw new Error(read.sentence);
  return read.value;
}

async function refusalOf(path: string): Promise<string> {
  const read = await readOsmTown(path);
  if (read.ok) throw new Error('not refused');
  return read.sentence;
}

/** A street of one house, and nodes 1 to 6 in a row from west to east to hang more on. */
const row: Extract['nodes'] = [1, 2, 3, 4, 5, 6].map((id) => [id, 50, 11 + id / 1000] as const);
const house: Extract['nodes'][number] = [
  10,
  50.0002,
  11.001,
  { 'addr:street': 'Hauptstraße', 'addr:housenumber': '1', 'addr:postcode': '91207', 'addr:city': 'Lauf' },
];
const street = [20, [1, 2], { highway: 'residential', name: 'Hauptstraße' }] as const;

async function townOf(more: Partial<Extract>): Promise<Town> {
  const { nodes = [], ways = [], relations = [] } = more;
  return townAt(await fileWith(osmPbf({ nodes: [...row, house, ...nodes], ways: [street, ...ways], relations })));
}

describe('streets of an extract', () => {
  it('meet in the very same point, and keep their direction, round and backwards too', async () => {
    const { streets } = await townOf({
      ways: [
        [21, [2, 3], { highway: 'primary_link', oneway: 'yes' }],
        [22, [3, 4], { highway: 'tertiary', oneway: '-1' }],
        [23, [4, 5, 6, 4], { highway: 'residential', junction: 'roundabout' }],
        [24, [5, 6], { highway: 'service', oneway: 'no', tunnel: 'yes' }],
      ],
    });
    expect(streets.map(({ kind, oneway, tunnel }) => [kind, oneway, tunnel])).toEqual([
      ['residential', false, false],
      ['primary', true, false],
      ['tertiary', true, false],
      ['residential', true, false],
      ['service', false, true],
    ]);
    const [main, link, against] = streets.map(({ points }) => points);
    expect(main?.[1]).toBe(link?.[0]);
    expect(against?.map(({ lon }) => Math.round(lon * 1000))).toEqual([11_004, 11_003]);
  });

  it('leave out what is private, and let people walk where no van may drive', async () => {
    const { streets } = await townOf({
      ways: [
        [21, [2, 3], { highway: 'service', access: 'private' }],
        [22, [2, 3], { highway: 'residential', access: 'no' }],
        [23, [2, 3], { highway: 'residential', motor_vehicle: 'no' }],
        [24, [2, 3], { highway: 'service', access: 'no', motor_vehicle: 'delivery' }],
        [25, [2, 3], { highway: 'track', access: 'agricultural' }],
        [26, [2, 3], { highway: 'proposed' }],
      ],
    });
    expect(streets.map(({ kind }) => kind)).toEqual(['residential', 'footway', 'service', 'track']);
  });

  it('end where the extract ends', async () => {
    const { streets } = await townOf({ ways: [[21, [1, 2, 777, 3, 4, 888], { highway: 'path' }]] });
    expect(streets.map(({ kind, points }) => [kind, points.length])).toEqual([
      ['residential', 2],
      ['path', 2],
      ['path', 2],
    ]);
  });
});

describe('houses of an extract', () => {
  it('take postcode and city from their nearest neighbour, and stand at their door', async () => {
    const { houses } = await townOf({
      nodes: [
        [11, 50.001, 11.005, { 'addr:place': 'Am Wehr', 'addr:housenumber': '2 a' }],
        [12, 50.002, 11.006, { 'addr:street': 'Am Wehr', 'addr:housenumber': '3', 'addr:postcode': '90607' }],
        [13, 50.0005, 11.003],
        [14, 50.0006, 11.003, { entrance: 'main' }],
        [15, 50.0006, 11.0031],
      ],
      ways: [[21, [13, 14, 15, 13], { building: 'yes', 'addr:street': 'Hauptstraße', 'addr:housenumber': '7' }]],
    });
    expect(houses.map((found) => [found.street, found.houseNumber, found.postcode, found.city])).toEqual([
      ['Hauptstraße', '7', '91207', 'Lauf'],
      ['Hauptstraße', '1', '91207', 'Lauf'],
      ['Am Wehr', '2 a', '90607', 'Lauf'],
      ['Am Wehr', '3', '90607', 'Lauf'],
    ]);
    expect(houses[0]?.place).toEqual({ lat: 50.0006, lon: 11.003 });
  });

  it('are there once, however often the map has their address', async () => {
    const again = { 'addr:street': 'Hauptstraße', 'addr:housenumber': '1', name: 'Bäckerei' };
    const { houses } = await townOf({ nodes: [[11, 50.0003, 11.001, again]] });
    expect(houses).toHaveLength(1);
  });
});

describe('surfaces of an extract', () => {
  const corner = (id: number, lat: number, lon: number) => [id, 50 + lat / 1000, 11 + lon / 1000] as const;
  const corners = [
    ...[corner(31, 0, 0), corner(32, 0, 2), corner(33, 2, 2), corner(34, 2, 0)],
    ...[corner(41, 0.5, 0.5), corner(42, 0.5, 1), corner(43, 1, 1)],
  ];

  it('are put together from pieces, with their islands', async () => {
    const { areas, buildings } = await townOf({
      nodes: corners,
      ways: [
        [51, [31, 32, 33]],
        [52, [31, 34, 33]],
        [53, [41, 42, 43, 41]],
      ],
      relations: [
        [
          60,
          [
            [51, 'outer'],
            [52, 'outer'],
            [53, 'inner'],
          ],
          { type: 'multipolygon', natural: 'water', name: 'Weiher' },
        ],
        [61, [[53, 'outer']], { type: 'multipolygon', building: 'yes' }],
      ],
    });
    expect(
      areas.map(({ kind, name, ring, holes }) => [kind, name, ring.length, holes.map((hole) => hole.length)]),
    ).toEqual([['water', 'Weiher', 4, [3]]]);
    expect(buildings.map(({ ring }) => ring.length)).toEqual([3]);
  });

  it('are closed where the extract cuts them off, and gardens at home are no parks', async () => {
    const { areas } = await townOf({
      nodes: corners,
      ways: [
        [51, [31, 32, 33]],
        [53, [41, 42, 43, 41], { leisure: 'garden', access: 'private' }],
        [54, [31, 32, 33, 34, 31], { landuse: 'cemetery' }],
      ],
      relations: [
        [
          60,
          [
            [51, 'outer'],
            [999, 'outer'],
          ],
          { type: 'multipolygon', landuse: 'forest' },
        ],
      ],
    });
    expect(areas.map(({ kind, ring }) => [kind, ring.length])).toEqual([
      ['cemetery', 4],
      ['wood', 3],
    ]);
  });
});

describe('the name of a town', () => {
  it('is that of the town among its villages, else of its addresses', async () => {
    const village = [11, 50, 11.0011, { place: 'village', name: 'Heuchling' }] as const;
    const town = await townOf({
      nodes: [village, [12, 50.001, 11.003, { place: 'town', name: 'Lauf a. d. Pegnitz' }]],
    });
    expect([town.name, town.centre]).toEqual(['Lauf a. d. Pegnitz', { lat: 50.001, lon: 11.003 }]);
    expect((await townOf({ nodes: [village] })).name).toBe('Heuchling');
    expect((await townOf({})).name).toBe('Lauf');
  });
});

describe('a file that is no town', () => {
  it('is refused: not there, a folder, too large, a text, empty', async () => {
    expect(await refusalOf(join(folder, 'nothing.osm.pbf'))).toBe(
      `There is no file ${join(folder, 'nothing.osm.pbf')}.`,
    );
    expect(await refusalOf(folder)).toBe(`${folder} is a folder; an extract (.osm.pbf) is needed.`);
    const huge = join(folder, 'bavaria.osm.pbf');
    await using file = await open(huge, 'w');
    await file.truncate(64_000_001);
    expect(await refusalOf(huge)).toBe(
      'bavaria.osm.pbf is too large for a town: it has 65 MB, at most 64 MB are read.',
    );
    const notPbf = 'notes.osm.pbf is not an OpenStreetMap extract in PBF format (.osm.pbf).';
    for (const content of ['<?xml version="1.0"?><osm version="0.6"></osm>', '', 'abc']) {
      expect(await refusalOf(await fileWith(content, 'notes.osm.pbf'))).toBe(notPbf);
    }
  });

  it('is refused wherever it is cut off', async () => {
    const whole = osmPbf({ nodes: [...row, house], ways: [street] });
    for (let length = 1; length < whole.length; length++) {
      const sentence = await refusalOf(await fileWith(whole.subarray(0, length), 'cut.osm.pbf'));
      // Cut between two blocks it is a whole file, of nothing.
      expect(sentence).toMatch(/^cut\.osm\.pbf (is cut off|is not an OpenStreetMap extract|holds no house)/);
    }
  });

  it('is refused when damaged, of a kind unknown, or a bomb', async () => {
    const header = block('OSMHeader', [field(4, Buffer.from('OsmSchema-V0.6'))]);
    const history = block('OSMHeader', [field(4, Buffer.from('HistoricalInformation'))]);
    const senseless = block('OSMData', [field(2, [field(1, Buffer.from('no node'))])]);
    const bomb = block('OSMData', [field(1, Buffer.alloc(40_000_000))]);
    // One dense node whose list of tags never ends.
    const one = Buffer.of(2);
    const endless = block('OSMData', [
      field(1, [field(1, Buffer.of()), field(1, Buffer.from('name'))]),
      field(2, [field(2, [field(1, one), field(8, one), field(9, one), field(10, Buffer.of(1, 1))])]),
    ]);
    const damage = 'town.osm.pbf is damaged: a block of it cannot be unpacked.';
    expect(await refusalOf(await fileWith(Buffer.concat([header, senseless])))).toBe(damage);
    expect(await refusalOf(await fileWith(Buffer.concat([header, bomb])))).toBe(damage);
    expect(await refusalOf(await fileWith(Buffer.concat([header, endless])))).toBe(damage);
    expect(await refusalOf(await fileWith(history))).toBe(
      'town.osm.pbf asks for "HistoricalInformation", which this reader does not know.',
    );
  });

  it('is refused without houses, postcodes or streets', async () => {
    const noPostcode = [10, 50, 11, { 'addr:street': 'Hauptstraße', 'addr:housenumber': '1' }] as const;
    for (const [extract, why] of [
      [{ nodes: row, ways: [street] }, 'holds no house with street and house number.'],
      [{ nodes: [...row, noPostcode], ways: [street] }, 'holds no house with a postcode.'],
      [{ nodes: [...row, house] }, 'holds no streets.'],
    ] as const) {
      expect(await refusalOf(await fileWith(osmPbf(extract)))).toBe(`town.osm.pbf ${why}`);
    }
  });
});

describe.skipIf(!hasSharedData)(`real towns, ${withSharedData}`, () => {
  it('Lauf is read whole: its 5,425 addresses but for duplicates, each with postcode and city', async () => {
    const town = await townAt(lauf);
    expect([town.name, town.attribution]).toEqual(['Lauf an der Pegnitz', '© OpenStreetMap']);
    expect(town.houses.length).toBeGreaterThan(5_000);
    expect(town.houses.length).toBeLessThanOrEqual(5_425);
    expect(town.houses.filter(({ postcode, city }) => !/^\d{5}$/.test(postcode) || city === '')).toEqual([]);
    expect(town.buildings.length).toBeGreaterThan(6_400);
    expect(town.buildings.length).toBeLessThanOrEqual(6_533);
    expect(town.streets.length).toBeGreaterThan(2_300);
    expect(town.streets.length).toBeLessThanOrEqual(3_164);
    expect(town.areas.some(({ kind, name }) => kind === 'square' && name === 'Marktplatz')).toBe(true);
    expect(town.waterways.some(({ kind, name }) => kind === 'river' && name === 'Pegnitz')).toBe(true);
  });

  it('Hoyerswerda is cut down to what its extract was made for', async () => {
    const town = await townAt(hoyerswerda);
    expect(town.name).toContain('Hoyerswerda');
    expect(town.houses.length).toBeGreaterThan(190);
    expect(town.houses.length).toBeLessThanOrEqual(225);
    // Its rivers run on for five kilometres to the south.
    expect(town.bounds.south).toBeGreaterThan(51.42);
    const points = town.waterways.flatMap((waterway) => waterway.points);
    expect(points.every(({ lat }) => lat > town.bounds.south - 0.01)).toBe(true);
  });

  it('cut off or damaged, Lauf is refused', async () => {
    const whole = await readFile(lauf);
    const cut = await fileWith(whole.subarray(0, 500_000), 'lauf.osm.pbf');
    expect(await refusalOf(cut)).toBe('lauf.osm.pbf is cut off: its last block is not whole.');
    const damaged = await fileWith(Buffer.from(whole).fill(7, 300_000, 300_400), 'lauf.osm.pbf');
    expect(await refusalOf(damaged)).toBe('lauf.osm.pbf is damaged: a block of it cannot be unpacked.');
  });
});
