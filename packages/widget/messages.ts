import type { BaseMap, Heartbeat, ParcelViewMessage, VanFrame } from '@doorstep/contract';

// What comes over the wire is looked at only as closely as painting needs: the server's schemas bound it already.

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

export function isView(value: unknown): value is ParcelViewMessage {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.timeZone === 'string' &&
    isObject(value.status) &&
    typeof value.status.headline === 'string' &&
    isObject(value.map) &&
    (value.map.shown === true ? isObject(value.map.van) && isObject(value.map.home) : isObject(value.map.because)) &&
    isObject(value.photo) &&
    (value.photo.available === true
      ? typeof value.photo.takenAt === 'string' && 'deletedOn' in value.photo
      : isObject(value.photo.because)) &&
    Array.isArray(value.photoLooks) &&
    Array.isArray(value.timeline)
  );
}

export function isVanFrame(value: unknown): value is VanFrame {
  const names = ['van', 'distanceMetres', 'pathAhead', 'stopsAway', 'window'];
  return isObject(value) && names.every((name) => name in value);
}

export function isHeartbeat(value: unknown): value is Heartbeat {
  return isObject(value) && typeof value.serverAt === 'string' && typeof value.speed === 'number';
}

export function isReconnect(value: unknown): value is { readonly afterMillis: number } {
  return isObject(value) && typeof value.afterMillis === 'number';
}

/** What the server left in the shadow root for the element to go on from. */
export interface First {
  readonly view: ParcelViewMessage;
  readonly baseMap: BaseMap | null;
  readonly now: number;
}

export function isFirst(value: unknown): value is First {
  return isObject(value) && isView(value.view) && typeof value.now === 'number' && 'baseMap' in value;
}

/** The value, or undefined where the text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The view after a `van` frame. Whether there is a dot at all only a whole view decides, so a frame never opens or
 * closes the map; and an older position than the one shown changes nothing.
 */
export function applyVanFrame(view: ParcelViewMessage, frame: VanFrame): ParcelViewMessage {
  const next = { ...view, stopsAway: frame.stopsAway, window: frame.window };
  if (!view.map.shown || frame.van === null) return next;
  if (Date.parse(frame.van.fixedAt) < Date.parse(view.map.van.fixedAt)) return next;
  const { van, distanceMetres, pathAhead } = frame;
  return { ...next, map: { ...view.map, van, distanceMetres, pathAhead } };
}
