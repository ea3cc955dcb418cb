// Where the dot may be (rules.md P3, P4), stated for the model checker: which place was drawn nobody can predict, but it
// lies on the way the van came by, is the van's own place where nothing has to be hidden, and never where a door has to be.
import { nextOf } from './order-restated.ts';
import { type ModelFix, type ModelParcel, metresBetween, newestFix, type Place, type World } from './world.ts';

export interface ExpectedDot {
  /** The newest fix: where the van is. */
  readonly van: ModelFix;
  /** The way it came by, from the first fix to the newest. */
  readonly way: readonly ModelFix[];
  /**
   * The dot must lag: the van was measured at the door of somebody else that was next then, or that it had arrived at. A
   * door that nobody could know of is no secret once the dot was shown there, as it never goes back.
   */
  readonly mustLag: boolean;
  /** The dot must be the van's own place: it was measured at the door of whoever asks, where it had arrived. */
  readonly mustBeAtVan: boolean;
  /** There is no way yet on which the dot could lag. */
  readonly mayBeHidden: boolean;
}

const atDoorMetres = 19;
/** The way is kept as a line of its longer moves: what is shorter than this may lie beside it. */
const besideMetres = 65;
/** So near another's door the dot may have to lag, and at the start of a route there is nothing to lag on. */
const nearDoorMetres = 200;
const shortWayMetres = 120;

export function expectedDot(world: World, parcel: ModelParcel): ExpectedDot | null {
  const van = newestFix(world);
  if (van === null) return null;
  const { order, stops, fixes } = world;
  const isMine = (stop: number | null | undefined): boolean => {
    const place = stop === null || stop === undefined ? undefined : stops[stop];
    return place !== undefined && metresBetween(place, parcel.home) <= 5;
  };
  const isNear = (stop: number | null | undefined, metres: number): boolean => {
    const place = stop === null || stop === undefined ? undefined : stops[stop];
    return place !== undefined && metresBetween(place, van) <= metres;
  };
  const atMine = isMine(order.at);
  const hadArrived = (stop: number | null | undefined): boolean =>
    van.fixedAt > (world.arrivedAt.get(stop ?? -1) ?? Number.POSITIVE_INFINITY);
  const wasKnown = (stop: number | null | undefined): boolean => stop === van.next || hadArrived(stop);
  const doors = [nextOf(order), order.at, order.served.at(-1)];
  const wayMetres = fixes.reduce(
    (sum, fix, index) => (index === 0 ? 0 : sum + metresBetween(fix, fixes[index - 1] ?? fix)),
    0,
  );
  return {
    van,
    way: fixes,
    mustLag: !atMine && doors.some((stop) => !isMine(stop) && wasKnown(stop) && isNear(stop, atDoorMetres)),
    mustBeAtVan: atMine && hadArrived(order.at) && isNear(order.at, atDoorMetres),
    mayBeHidden: wayMetres < shortWayMetres && doors.some((stop) => isNear(stop, nearDoorMetres)),
  };
}

/** What is wrong with a dot at this place; empty where it is as the rules say. */
export function wrongPlace(place: Place, lags: boolean, { van, way, mustLag, mustBeAtVan }: ExpectedDot): string[] {
  const isAtVan = place.lat === van.lat && place.lon === van.lon;
  if (!lags)
    return [...(isAtVan ? [] : ['the dot is not where the van is']), ...(mustLag ? ['the dot shows a door'] : [])];
  if (mustBeAtVan) return ['the dot lags at the own door'];
  const beside = Math.min(...way.map((fix, index) => metresBeside(place, way[index - 1] ?? fix, fix)));
  return beside <= besideMetres ? [] : [`the dot is ${Math.round(beside)} m beside the way`];
}

/** How far a place lies from the line between two others, on a flat ground around it. */
function metresBeside(place: Place, from: Place, to: Place): number {
  const scale = Math.cos((place.lat * Math.PI) / 180);
  const flat = ({ lat, lon }: Place) => ({ x: (lon - place.lon) * scale * 111_195, y: (lat - place.lat) * 111_195 });
  const [a, b] = [flat(from), flat(to)];
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(a.x * dx + a.y * dy) / length));
  return Math.hypot(a.x + share * dx, a.y + share * dy);
}
