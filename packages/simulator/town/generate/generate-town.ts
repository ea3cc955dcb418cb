import type { Coordinates } from '@doorstep/domain';
import { shuffled } from '../../chance.ts';
import type { Town } from '../town.ts';
import { buildAlong } from './build-houses.ts';
import { createBuildingSite } from './building-site.ts';
import { joinAtCrossings } from './crossings.ts';
import { chooseOneways, keepConnected } from './drive-net.ts';
import { contains, type Line, type Point } from './geometry.ts';
import { layGreenery } from './greenery.ts';
import { churchIn, schoolOn } from './landmarks.ts';
import { makeMainStreets } from './main-streets.ts';
import { nameStreets } from './name-streets.ts';
import { numberHouses } from './number-houses.ts';
import { placesOf, postcodeOf } from './places.ts';
import { chanceFor, type Quarter, type Way } from './plan.ts';
import { layQuarters } from './quarters.ts';
import { makeRiver, makeStream } from './river.ts';
import { roadNames } from './street-names.ts';

/** Half the side of the mapped square; the town itself is about three kilometres across. */
const halfMetres = 1_750;

/**
 * An invented town from a seed: the same seed gives the same town. Nothing of it is taken from a real place but where
 * on earth it lies.
 */
export function generateTown({ seed, name = 'Lindach an der Aue' }: { seed: number; name?: string }): Town {
  const river = makeRiver(chanceFor(seed, 'river'), halfMetres);
  const stream = makeStream(chanceFor(seed, 'stream'), river, halfMetres);
  const roads = shuffled(roadNames, chanceFor(seed, 'roads'));
  const main = makeMainStreets(chanceFor(seed, 'main streets'), river, roads, halfMetres);
  const ground = layQuarters(main, river, chanceFor(seed, 'quarters'), halfMetres);
  const greenery = layGreenery(main, river, stream, ground, chanceFor(seed, 'greenery'));

  const laid = [...main.ways, ...ground.ways, ...greenery.paths];
  const joined = joinAtCrossings(laid.map(({ points }) => points));
  const met = laid.map((way, index) => ({ ...way, points: joined[index] ?? way.points }));
  const ways = nameStreets(keepConnected(met), ground.quarters, chanceFor(seed, 'names'));
  const lanes = ways.filter(
    (way) => way.kind === 'living_street' && ground.quarters[way.quarter ?? -1]?.style === 'old',
  );
  const oneways = chooseOneways(ways, lanes, chanceFor(seed, 'oneways'));

  const site = createBuildingSite(ways, [stream], greenery.kept);
  const quarterAt = quarterFinder(ground.quarters);
  const chance = chanceFor(seed, 'houses');
  const built = ways.filter(isNamed).map((way) => buildAlong(way, site, quarterAt, chance));
  const houses = numberHouses(
    built.flatMap((each) => each.houses),
    chanceFor(seed, 'numbers'),
  );
  const rings = [
    churchIn(main.churchyard),
    ...greenery.schools.flatMap(schoolOn),
    ...built.flatMap((each) => each.rings),
  ];

  const place = placeFinder(seed);
  const toRing = (line: Line) => line.map(place);
  const corners = [place({ x: -halfMetres, y: -halfMetres }), place({ x: halfMetres, y: halfMetres })] as const;
  const [, riverName = 'Aue'] = /(?:an|bei) der (\S+)$/.exec(name) ?? [];
  return {
    name,
    source: 'generated',
    attribution: 'Erfundene Modellstadt',
    attributionEnglish: 'Made-up model town',
    bounds: {
      west: Math.min(...corners.map(({ lon }) => lon)),
      south: Math.min(...corners.map(({ lat }) => lat)),
      east: Math.max(...corners.map(({ lon }) => lon)),
      north: Math.max(...corners.map(({ lat }) => lat)),
    },
    centre: place({ x: 0, y: 0 }),
    streets: ways.map((way) => ({
      kind: way.kind,
      name: way.name,
      oneway: oneways.has(way),
      tunnel: false,
      points: toRing(way.points),
    })),
    buildings: rings.map((ring) => ({ ring: toRing(ring) })),
    houses: houses.map(({ street, houseNumber, quarter, door }) => ({
      street,
      houseNumber,
      postcode: postcodeOf(ground.quarters[quarter]),
      city: name,
      place: place(door),
    })),
    areas: greenery.areas.map(({ kind, name: areaName, ring, holes }) => ({
      kind,
      name: kind === 'water' && areaName === null ? riverName : areaName,
      ring: toRing(ring),
      holes: holes.map(toRing),
    })),
    waterways: [
      { kind: 'river', name: riverName, points: toRing(river.course) },
      { kind: 'stream', name: 'Erlbach', points: toRing(stream) },
    ],
    places: placesOf(name, ground.quarters, chanceFor(seed, 'places')).map((each) => ({
      ...each,
      place: place(each.place),
    })),
  };
}

const isNamed = (way: Way): way is Way & { readonly name: string } => way.name !== null;

function quarterFinder(quarters: readonly Quarter[]) {
  const boxes = quarters.map(({ ring }) => {
    const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
    return { west: Math.min(...xs), east: Math.max(...xs), south: Math.min(...ys), north: Math.max(...ys) };
  });
  return (point: Point) => {
    for (const [quarter, { ring, style }] of quarters.entries()) {
      const box = boxes[quarter];
      if (!box || point.x < box.west || point.x > box.east || point.y < box.south || point.y > box.north) continue;
      if (contains(ring, point)) return { quarter, style };
    }
    return null;
  };
}

/** From metres to the earth: turned by quarters and mirrored by the seed, so that not every river runs east. */
function placeFinder(seed: number): (point: Point) => Coordinates {
  const chance = chanceFor(seed, 'turn');
  const quarterTurns = Math.floor(chance.next() * 4);
  const mirror = chance.next() < 0.5 ? -1 : 1;
  const [lat, lon] = [49.5, 11.2];
  const metresPerDegree = 111_195;
  const round = (degrees: number) => Math.round(degrees * 1e7) / 1e7;
  const known = new Map<Point, Coordinates>();
  return (point) => {
    let { x, y } = { x: point.x * mirror, y: point.y };
    for (let turns = 0; turns < quarterTurns; turns += 1) [x, y] = [-y, x];
    const place = known.get(point) ?? {
      lat: round(lat + y / metresPerDegree),
      lon: round(lon + x / (metresPerDegree * Math.cos((lat * Math.PI) / 180))),
    };
    known.set(point, place);
    return place;
  };
}
