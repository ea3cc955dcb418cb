import type { DriverRoute } from '@doorstep/contract';
import { bearingDegrees, type Coordinates, distanceMetres, type EpochMillis, toRfc3339 } from '@doorstep/domain';
import type { NewCommand, NewFix } from '@doorstep/outbox';
import { createChance } from './chance.ts';

export type RouteToDrive = NonNullable<DriverRoute['route']>;
type Stop = RouteToDrive['stops'][number];

/** One thing that the phone does at an instant. `stop` is the stop it is about; a fix's is the one driven to. */
export type TimedAction =
  | { readonly kind: 'fix'; readonly at: EpochMillis; readonly fix: NewFix; readonly stop: StopOfDrive | null }
  | {
      readonly kind: 'command';
      readonly at: EpochMillis;
      readonly command: NewCommand;
      readonly stop: StopOfDrive | null;
    };

export interface StopOfDrive {
  readonly id: string;
  readonly addressLine: string;
  /** 1 = driven to first. */
  readonly position: number;
  readonly count: number;
}

export interface DriveOptions {
  readonly startAt: EpochMillis;
  /** Stop ids in the order to drive; the plan's order where left out. Stops that are not named are not visited. */
  readonly order?: readonly string[];
  readonly seed?: number;
  readonly speedKilometresPerHour?: number;
  /** Real roads are longer than the straight line driven here: it is driven slower by this factor. */
  readonly detourFactor?: number;
  readonly fixIntervalSeconds?: number;
  /** The receiver's accuracy (68 % radius) that is both reported and put on as noise; 0 for none. */
  readonly accuracyMetres?: number;
  /** Overrides every stop's own service time. */
  readonly serviceSeconds?: number;
  /** Whether the driver taps "I go here next" when leaving a stop; never by default. */
  readonly tapNextStop?: boolean;
  /** Whether the route is finished after the last stop; it is by default. */
  readonly finish?: boolean;
}

/**
 * A route as one driver's phone would tell it, from where it stands now: route start, fixes along straight lines and
 * while standing, arrival, hand-over to the recipient after the service time, the next stop, and the end. Pure: the
 * same route, options and seed give the same actions. Completed stops are passed over, a break is ended first.
 */
export function* planDrive(route: RouteToDrive, options: DriveOptions): Generator<TimedAction> {
  const chance = createChance(options.seed ?? 1);
  const pace = (options.speedKilometresPerHour ?? 25) / 3.6 / (options.detourFactor ?? 1.3);
  const interval = (options.fixIntervalSeconds ?? 5) * 1_000;
  const accuracyMetres = options.accuracyMetres ?? 6;
  const stops = stopsToDrive(route, options.order);
  let at = options.startAt;
  // A receiver's first fix comes a moment after the route is started, never before.
  let nextFixAt = at + 1_000;
  let place: Coordinates = lastPlace(route);

  const about = (index: number): StopOfDrive | null => {
    const stop = stops[index];
    if (stop === undefined) return null;
    return { id: stop.id, addressLine: stop.addressLine, position: index + 1, count: stops.length };
  };
  const tell = (command: NewCommand, stop: StopOfDrive | null): TimedAction => ({ kind: 'command', at, command, stop });

  function* move(to: Coordinates, seconds: number, stop: StopOfDrive | null): Generator<TimedAction> {
    const [from, startedAt, endsAt] = [place, at, at + Math.round(seconds * 1_000)];
    const distance = distanceMetres(from, to);
    for (; nextFixAt < endsAt; nextFixAt += interval) {
      const share = (nextFixAt - startedAt) / (endsAt - startedAt);
      const truth = { lat: from.lat + (to.lat - from.lat) * share, lon: from.lon + (to.lon - from.lon) * share };
      const moving = distance > 1;
      const fix: NewFix = {
        ...withNoise(truth, accuracyMetres, chance),
        accuracyMetres: Math.max(1, accuracyMetres),
        speedMetresPerSecond: moving ? Math.round((distance / seconds) * 10) / 10 : 0,
        ...(moving ? { headingDegrees: Math.round(bearingDegrees(from, to)) % 360 } : {}),
        fixedAt: toRfc3339(nextFixAt),
      };
      yield { kind: 'fix', at: nextFixAt, fix, stop };
    }
    at = endsAt;
    place = to;
  }

  if (route.phase === 'finished') return;
  if (route.phase === 'planned') yield tell({ type: 'start_route', routeId: route.id }, null);
  else if (route.duty !== 'driving') yield tell({ type: 'resume' }, null);
  for (const [index, stop] of stops.entries()) {
    const here = about(index);
    if (stop.status === 'open') {
      if (options.tapNextStop) yield tell({ type: 'next_stop', stopId: stop.id }, here);
      yield* move(stop, distanceMetres(place, stop) / pace, here);
      yield tell({ type: 'arrive', stopId: stop.id }, here);
    }
    yield* move(stop, options.serviceSeconds ?? stop.serviceSeconds, here);
    yield tell({ type: 'deliver', stopId: stop.id, how: 'recipient' }, here);
  }
  if (options.finish ?? true) yield tell({ type: 'finish_route' }, null);
}

/** The stops still to be served, in the order to drive; one where the van stands already comes first. */
function stopsToDrive(route: RouteToDrive, order: readonly string[] | undefined): readonly Stop[] {
  const planned = [...route.stops].sort((a, b) => a.sequence - b.sequence);
  const byId = new Map(planned.map((stop) => [stop.id, stop]));
  const ordered = order === undefined ? planned : order.flatMap((id) => byId.get(id) ?? []);
  const open = ordered.filter(({ status }) => status !== 'completed');
  return [...open.filter(({ status }) => status === 'arrived'), ...open.filter(({ status }) => status === 'open')];
}

/** Where the van stands as far as the route tells: at the stop arrived at, at the last completed one, at the depot. */
function lastPlace(route: RouteToDrive): Coordinates {
  const planned = [...route.stops].sort((a, b) => a.sequence - b.sequence);
  const stop =
    planned.findLast(({ status }) => status === 'arrived') ?? planned.findLast(({ status }) => status === 'completed');
  const { lat, lon } = stop ?? route.depot;
  return { lat, lon };
}

/** Of a round normal scatter, 68 % lie within 1.51 standard deviations: that radius is what receivers report. */
function withNoise(place: Coordinates, accuracyMetres: number, chance: ReturnType<typeof createChance>): Coordinates {
  const deviation = accuracyMetres / 1.51 / 111_195;
  const round = (degrees: number) => Math.round(degrees * 1e6) / 1e6;
  return {
    lat: round(place.lat + chance.normal() * deviation),
    lon: round(place.lon + (chance.normal() * deviation) / Math.cos((place.lat * Math.PI) / 180)),
  };
}
