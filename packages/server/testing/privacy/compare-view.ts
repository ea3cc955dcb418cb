// Compares what was received with what the rules say, key by key: what is not expected is a violation, whatever it is.
import { wrongPlace } from './dot-restated.ts';
import { timelineOf } from './expected-timeline.ts';
import type { Expected, ExpectedCount, ExpectedMap } from './expected-view.ts';
import { type ModelParcel, metresBetween } from './world.ts';

type Json = Readonly<Record<string, unknown>>;

/** Everything that is wrong with a view, in words; empty where it is as the rules say. */
export function wrongInView(view: unknown, expected: Expected, parcel: ModelParcel, now: number): string[] {
  const wrong: string[] = [];
  const same = (name: string, actual: unknown, right: unknown) => {
    if (JSON.stringify(actual) !== JSON.stringify(right))
      wrong.push(`${name} is ${JSON.stringify(actual)}, not ${JSON.stringify(right)}`);
  };
  if (!isObject(view)) return ['is not a view'];
  same('the names', Object.keys(view).sort(), viewNames);
  same('id', view.id, parcel.parcelId);
  same('orderId', view.orderId, parcel.orderId);
  same('merchant', view.merchant, expected.merchant);
  same('isGift', view.isGift, expected.isGift);
  same('serviceDate', view.serviceDate, expected.serviceDate);
  same('timeZone', view.timeZone, expected.timeZone);
  same('driverFirstName', view.driverFirstName, expected.driverFirstName);
  same('windowBecause', codeOf(view.windowBecause), expected.windowBecause);
  wrong.push(...wrongInStatus(view.status, expected, parcel));
  wrong.push(...wrongInCarrier(view.carrier, expected));
  wrong.push(...wrongInWindow(view.window, expected.window, now));
  wrong.push(...wrongInCount(view.stopsAway, expected.count));
  wrong.push(...wrongInMap(view.map, expected.map));
  same('photo', isObject(view.photo) ? [view.photo.available, codeOf(view.photo.because)] : null, [
    false,
    expected.photo,
  ]);
  // Nobody takes a picture in these days, so nobody looks at one.
  same('photoLooks', view.photoLooks, []);
  const state = isObject(view.status) ? String(view.status.state) : '';
  const lines = Array.isArray(view.timeline) ? view.timeline.map((line) => [line.code, line.at]) : null;
  same('timeline', lines, timelineOf(parcel, expected, state, arrivingAt(view.timeline)));
  return wrong;
}

const viewNames = [
  'carrier',
  'driverFirstName',
  'id',
  'isGift',
  'map',
  'merchant',
  'orderId',
  'photo',
  'photoLooks',
  'serviceDate',
  'status',
  'stopsAway',
  'timeZone',
  'timeline',
  'window',
  'windowBecause',
];

/** A row of the list is a part of the view; the rest of it is not there. */
export function wrongInRow(row: unknown, expected: Expected, parcel: ModelParcel, now: number): string[] {
  if (!isObject(row)) return ['is not a row'];
  const wrong = [
    ...wrongInCarrier(row.carrier, expected),
    ...wrongInWindow(row.window, expected.window, now),
    ...wrongInCount(row.stopsAway, expected.count),
  ];
  const names = Object.keys(row).sort().join();
  const right =
    'carrier,detail,hasPhoto,headline,id,isGift,live,merchant,noPhotoBecause,orderId,serviceDate,state,stopsAway,timeZone,window';
  if (names !== right) wrong.push(`the names are ${names}`);
  if (!statesTold(expected).includes(String(row.state))) wrong.push(`state is ${row.state}, not ${expected.state}`);
  if (row.merchant !== expected.merchant) wrong.push(`merchant is ${row.merchant}, not ${expected.merchant}`);
  if (row.serviceDate !== expected.serviceDate) wrong.push(`serviceDate is ${row.serviceDate}`);
  if (row.timeZone !== expected.timeZone) wrong.push(`timeZone is ${row.timeZone}`);
  if (row.hasPhoto !== false) wrong.push('a photo nobody took');
  if (row.live !== (expected.count !== null || 'dot' in expected.map)) wrong.push(`live is ${row.live}`);
  if (expected.daysOnly && hasTimeOfDay(row)) wrong.push('a time of day');
  return [...wrong, ...(parcel.parcelId === row.id ? [] : ['another parcel'])];
}

function wrongInStatus(status: unknown, expected: Expected, parcel: ModelParcel): string[] {
  if (!isObject(status)) return ['there is no status'];
  const wrong: string[] = [];
  if (Object.keys(status).sort().join() !== 'at,detail,headline,state') wrong.push('status has other names');
  if (!statesTold(expected).includes(String(status.state)))
    wrong.push(`state is ${status.state}, not ${expected.state}`);
  const hasOutcome = expected.detail === 'outcome' && (parcel.state === 'delivered' || parcel.state === 'attempted');
  if ((status.detail !== null) !== hasOutcome) wrong.push(`detail is ${JSON.stringify(status.detail)}`);
  if (expected.daysOnly && hasTimeOfDay(status)) wrong.push('a time of day in the status');
  return wrong;
}

function statesTold({ state, mayBeArriving }: Expected): string[] {
  return mayBeArriving ? [state, 'on_its_way'] : [state];
}

function wrongInCarrier(carrier: unknown, { carrier: expected }: Expected): string[] {
  if (expected === null || !isObject(carrier))
    return carrier === null && expected === null ? [] : [`carrier is ${JSON.stringify(carrier)}`];
  const isRight = String(carrier.label).endsWith(expected.name) && carrier.trackingUrl === expected.trackingUrl;
  return isRight ? [] : [`carrier is ${JSON.stringify(carrier)}`];
}

/** Its ends are a forecast; that there is one, what it rests on, and that it lies ahead is not. */
export function wrongInWindow(window: unknown, expected: Expected['window'], now: number): string[] {
  if (!isObject(window))
    return window === null && expected === 'none' ? [] : [`window is ${JSON.stringify(window)}, not ${expected}`];
  const bases = { none: [], planned: ['plan', 'plan_and_delay'], current: ['plan_and_delay'], widened: ['widened'] };
  const [from, to] = [Date.parse(String(window.fromAt)), Date.parse(String(window.toAt))];
  const right: readonly string[] = bases[expected];
  if (!right.includes(String(window.basis))) return [`window rests on ${window.basis}, not ${expected}`];
  // A frame may have been sent up to a minute ago.
  return from < to && from >= now - 60_000 ? [] : [`window is from ${window.fromAt} to ${window.toAt}`];
}

export function wrongInCount(count: unknown, expected: ExpectedCount): string[] {
  const told = `count is ${JSON.stringify(count)}, not ${JSON.stringify(expected)}`;
  if (expected === null || !isObject(count)) return count === null && expected === null ? [] : [told];
  if ('either' in expected) return expected.either.some((each) => wrongInCount(count, each).length === 0) ? [] : [told];
  if ('words' in expected) return count.kind === 'words' && codeOf(count.because) === expected.words ? [] : [told];
  const number = Number(count.count);
  const isNumber =
    count.kind === 'number' && number >= expected.least && number <= Math.min(expected.most, expected.upTo);
  const isMore = count.kind === 'more_than' && number === expected.upTo && expected.most > expected.upTo;
  return (isNumber || isMore) && isReasonRight(count, isMore, expected) ? [] : [told];
}

/** A number higher than one that was told says why, and no other does; "more than so many" where that one was a number. */
function isReasonRight(
  count: Json,
  isMore: boolean,
  { upTo, told }: Extract<ExpectedCount, { told: unknown }>,
): boolean {
  const number = isMore ? upTo : Number(count.count);
  const hasRisenOver = (least: number) => (isMore ? least <= number : least < number);
  if (count.because === undefined) return !hasRisenOver(told.most);
  return codeOf(count.because) === 'count_rose' && hasRisenOver(told.least);
}

export function wrongInMap(map: unknown, expected: ExpectedMap): string[] {
  if (!isObject(map)) return ['there is no map'];
  if ('because' in expected) {
    const isRight = map.shown === false && codeOf(map.because) === expected.because;
    const names = Object.keys(map).sort().join();
    return isRight && names === 'because,shown' ? [] : [`map is ${JSON.stringify(map)}, not ${expected.because}`];
  }
  if (map.shown === false && expected.dot.mayBeHidden && codeOf(map.because) === 'no_position') return [];
  if (map.shown !== true) return [`map is closed by ${codeOf(map.because)}, and a dot is granted`];
  const wrong = [...wrongInVan(map.van, expected)];
  if (JSON.stringify(map.home) !== JSON.stringify({ lat: expected.home.lat, lon: expected.home.lon }))
    wrong.push(`home is ${JSON.stringify(map.home)}`);
  wrong.push(...wrongInDistance(map, map.van, expected));
  return wrong;
}

export function wrongInVan(van: unknown, expected: Extract<ExpectedMap, { dot: object }>): string[] {
  if (!isObject(van)) return ['there is no dot'];
  const names = Object.keys(van).sort().join();
  if (names !== 'fixedAt,freshness,headingDegrees,lat,lon') return [`the dot has ${names}`];
  const { dot, delayed } = expected;
  const lags = van.freshness === 'lagging';
  const wrong = wrongPlace({ lat: Number(van.lat), lon: Number(van.lon) }, lags, dot);
  const at = Date.parse(String(van.fixedAt));
  const isKnown = lags ? dot.way.some(({ fixedAt }) => fixedAt === at) : at === dot.van.fixedAt;
  if (!isKnown) wrong.push(`the dot is of ${van.fixedAt}`);
  if (!lags && van.freshness !== (delayed ? 'delayed' : 'live')) wrong.push(`the dot is ${van.freshness}`);
  return wrong;
}

export function wrongInDistance(told: Json, van: unknown, expected: Extract<ExpectedMap, { dot: object }>): string[] {
  if (!isObject(van)) return [];
  const place = { lat: Number(van.lat), lon: Number(van.lon) };
  const wrong: string[] = [];
  const metres = Math.round(metresBetween(place, expected.home));
  const isRight = expected.hasDistance
    ? Math.abs(Number(told.distanceMetres) - metres) <= 1
    : told.distanceMetres === null;
  if (!isRight) wrong.push(`the distance is ${told.distanceMetres}, of the dot as shown it is ${metres}`);
  const home = { lat: expected.home.lat, lon: expected.home.lon };
  const has = told.pathAhead !== null;
  const isPathRight = has ? expected.mayHavePath : !expected.hasPath;
  if (!isPathRight || (has && JSON.stringify(told.pathAhead) !== JSON.stringify([place, home])))
    wrong.push(`path is ${JSON.stringify(told.pathAhead)}`);
  return wrong;
}

/** The instant of a line that says "almost there": it must not be that of a confidential stop's completion. */
function arrivingAt(timeline: unknown): string | null {
  const line = Array.isArray(timeline) ? timeline.find((each) => each.code === 'arriving') : undefined;
  return line === undefined ? null : String(line.at);
}

function codeOf(because: unknown): unknown {
  return isObject(because) ? because.code : null;
}

function hasTimeOfDay(value: unknown): boolean {
  return /\dT\d\d:\d\d|\d\d:\d\d/.test(JSON.stringify(value));
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}
