// Days of vans among Lauf's real houses: planned and driven as the simulator plans and drives, measured as phones do.
import type { AcceptedFix, Coordinates, PlannedStop, RouteEvent } from '../../packages/domain/index.ts';
import { createChance } from '../../packages/simulator/chance.ts';
import { distinctHouses } from '../../packages/simulator/town/choose-stops.ts';
import { readOsmTown } from '../../packages/simulator/town/osm/read-osm-town.ts';
import { depotOf, planDay } from '../../packages/simulator/town/plan-day.ts';
import { createRoads, type RoadPlace, type Roads } from '../../packages/simulator/town/road-graph.ts';
import type { House, Town } from '../../packages/simulator/town/town.ts';
import { motionAlong } from '../../packages/simulator/vans/motion.ts';
import { createReceiver } from '../../packages/simulator/vans/receiver.ts';
import { BenchFailed } from '../measure.ts';

/** A door with the place on the road where a van stops for it. */
export interface Door {
  readonly name: string;
  readonly house: Coordinates;
  readonly kerb: RoadPlace;
}

export interface LaufMap {
  readonly town: Town;
  readonly roads: Roads;
  readonly doors: readonly Door[];
}

/** One instant of a day as it was: where the van truly stood, and what the server learnt then. */
export interface Moment {
  readonly at: number;
  readonly truth: Coordinates;
  /** Zero while it stands. */
  readonly metresPerSecond: number;
  readonly fix: AcceptedFix | null;
  readonly events: readonly RouteEvent[];
}

export interface DrivenDay {
  readonly routeId: string;
  readonly serviceDate: string;
  readonly startAt: number;
  readonly stops: readonly (PlannedStop & { readonly door: Door })[];
  readonly moments: readonly Moment[];
}

const serviceDate = '2026-06-09';
const plannedStartAt = Date.parse('2026-06-09T06:00:00Z');
const extract = new URL('../../../shared/data/osm/lauf_nuernberg-200115.osm.pbf', import.meta.url);
/** As the simulator's phones measure: every other second on the move, every tenth standing. */
const movingMillis = 2_000;
const standingMillis = 10_000;

export async function readLauf(): Promise<LaufMap> {
  const read = await readOsmTown(extract.pathname);
  if (!read.ok) throw new BenchFailed(`The map of Lauf is not here (../shared/data/osm): ${read.sentence}`);
  const town = read.value;
  const roads = createRoads(town);
  const doors = distinctHouses(town.houses).map((house) => doorOf(roads, house));
  return { town, roads, doors };
}

const nameOf = ({ street, houseNumber }: { readonly street: string; readonly houseNumber?: string }) =>
  `${street} ${houseNumber ?? ''}`;

function doorOf(roads: Roads, house: House): Door {
  return { name: nameOf(house), house: house.place, kerb: roads.nearest(house.place, house.street) };
}

/** `vans` routes of one day, each driven stop by stop. */
export function driveDays({ town, roads, doors }: LaufMap, seed: number, vans: number, stops: number): DrivenDay[] {
  const byName = new Map(doors.map((door) => [door.name, door]));
  const { document } = planDay({
    town,
    roads,
    serviceDate,
    timeZone: 'Europe/Berlin',
    seed,
    carrier: 'Bench Express',
    vans: Array.from({ length: vans }, (_, van) => ({
      van: `V-${van}`,
      driver: `Driver ${van}`,
      reference: `R-${seed}-${van}`,
      plannedStartAt,
      stops,
      breakAfter: null,
    })),
    guests: [],
  });
  const depot = depotOf(town, roads);
  return document.routes.map((route, van) => {
    const planned = route.stops.map((stop, index) => {
      const { lat = 0, lon = 0 } = stop.address;
      const door = byName.get(nameOf(stop.address));
      if (door === undefined) throw new BenchFailed(`${nameOf(stop.address)} is on no map`);
      return {
        stopId: `${route.reference}-${index}`,
        lat,
        lon,
        plannedArrivalAt: Date.parse(stop.plannedArrivalAt ?? route.plannedStartAt),
        serviceSeconds: stop.serviceSeconds ?? 100,
        confidential: false,
        door,
      };
    });
    const moments = driveRoute(roads, depot, planned, seed * 100 + van);
    return { routeId: route.reference, serviceDate, startAt: plannedStartAt, stops: planned, moments };
  });
}

function driveRoute(roads: Roads, depot: RoadPlace, stops: DrivenDay['stops'], seed: number): Moment[] {
  const chance = createChance(seed);
  const measure = createReceiver(createChance(seed + 7));
  const moments: Moment[] = [];
  let at = plannedStartAt;
  let fixedAt = Number.NEGATIVE_INFINITY;
  let headingDegrees = 0;
  const note = (truth: Coordinates, metresPerSecond: number, events: readonly RouteEvent[] = []) => {
    const due = at - fixedAt >= (metresPerSecond > 0.8 ? movingMillis : standingMillis);
    if (!due && events.length === 0) return;
    let fix: AcceptedFix | null = null;
    if (due) {
      fixedAt = at;
      const moving = metresPerSecond > 0.8;
      fix = {
        ...measure(truth, at),
        fixedAt: at,
        speedMetresPerSecond: Math.round(metresPerSecond * 10) / 10,
        headingDegrees: moving ? Math.round(headingDegrees) % 360 : null,
        mocked: false,
      };
    }
    moments.push({ at, truth, metresPerSecond, fix, events });
  };
  const stand = (truth: Coordinates, seconds: number) => {
    for (const until = at + seconds * 1_000; at < until; at += 1_000) note(truth, 0);
  };
  note(depot.place, 0, [{ type: 'route_started', at }]);
  stand(depot.place, 60);
  let here = depot;
  for (const { door, stopId, serviceSeconds } of stops) {
    const motion = motionAlong(roads.path(here, door.kerb));
    // No two drivers are equally brisk, nor one at all times.
    const pace = 0.8 + chance.next() * 0.3;
    const leftAt = at;
    for (;;) {
      const van = motion.at(((at - leftAt) / 1_000) * pace);
      headingDegrees = van.headingDegrees;
      if ((at - leftAt) / 1_000 >= motion.seconds / pace) break;
      note(van.place, Math.max(1, van.metresPerSecond * pace));
      at += 1_000;
    }
    here = door.kerb;
    // The tap comes some seconds after the van stands, and the van leaves some seconds after the last tap.
    stand(here.place, 1 + Math.floor(chance.next() * 8));
    note(here.place, 0, [{ type: 'stop_arrived', at, stopId }]);
    stand(here.place, Math.round(serviceSeconds * (0.8 + chance.next() * 0.4)));
    note(here.place, 0, [{ type: 'stop_completed', at, stopId }]);
    stand(here.place, 1 + Math.floor(chance.next() * 15));
  }
  return moments;
}
