import type { FixCandidate } from '@doorstep/domain';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const farthestFuture = 8.64e15;

/**
 * Reads one fix of a batch. Hand-written where a schema would do, because each fix is answered by itself: one that
 * cannot be read costs the others nothing. Returns the name of the first field that is wrong, else the fix.
 */
export function readFix(given: unknown): FixCandidate | { readonly wrongField: string } {
  if (typeof given !== 'object' || given === null) return { wrongField: 'fix' };
  const fix: { readonly [key: string]: unknown } = { ...given };
  const { id, fixedAt, mocked } = fix;
  if (typeof id !== 'string' || !uuid.test(id)) return { wrongField: 'id' };
  const fixedMillis = typeof fixedAt === 'string' ? Date.parse(fixedAt) : Number.NaN;
  if (!(Math.abs(fixedMillis) < farthestFuture)) return { wrongField: 'fixedAt' };
  for (const name of ['lat', 'lon', 'accuracyMetres', 'speedMetresPerSecond', 'headingDegrees'])
    if (!isNumberOrAbsent(fix[name])) return { wrongField: name };
  return {
    id: id.toLowerCase(),
    lat: numberOrNull(fix.lat),
    lon: numberOrNull(fix.lon),
    accuracyMetres: positiveOrNull(fix.accuracyMetres),
    speedMetresPerSecond: positiveOrNull(fix.speedMetresPerSecond),
    headingDegrees: positiveOrNull(fix.headingDegrees),
    fixedAt: fixedMillis,
    mocked: mocked === true,
  };
}

function isNumberOrAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'number' && Number.isFinite(value));
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

/** Phones write -1 where they do not know. */
function positiveOrNull(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 ? value : null;
}
