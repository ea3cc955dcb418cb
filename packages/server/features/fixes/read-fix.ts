import type { FixCandidate } from '@doorstep/domain';
import { readInstant } from './read-instant.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const upperCase = /[A-F]/;

/** What a phone sent as one fix: an object of whatever it likes. */
interface GivenFix {
  readonly id?: unknown;
  readonly lat?: unknown;
  readonly lon?: unknown;
  readonly accuracyMetres?: unknown;
  readonly speedMetresPerSecond?: unknown;
  readonly headingDegrees?: unknown;
  readonly fixedAt?: unknown;
  readonly mocked?: unknown;
}
const numbers = ['lat', 'lon', 'accuracyMetres', 'speedMetresPerSecond', 'headingDegrees'] as const;

/**
 * Reads one fix of a batch. Hand-written where a schema would do, because each fix is answered by itself: one that
 * cannot be read costs the others nothing. Returns the name of the first field that is wrong, else the fix.
 */
export function readFix(given: unknown): FixCandidate | { readonly wrongField: string } {
  if (typeof given !== 'object' || given === null) return { wrongField: 'fix' };
  const fix: GivenFix = given;
  const { id } = fix;
  if (typeof id !== 'string' || !uuid.test(id)) return { wrongField: 'id' };
  const fixedAt = typeof fix.fixedAt === 'string' ? readInstant(fix.fixedAt) : null;
  if (fixedAt === null) return { wrongField: 'fixedAt' };
  for (const name of numbers) if (!isNumberOrAbsent(fix[name])) return { wrongField: name };
  return {
    id: upperCase.test(id) ? id.toLowerCase() : id,
    lat: numberOrNull(fix.lat),
    lon: numberOrNull(fix.lon),
    accuracyMetres: positiveOrNull(fix.accuracyMetres),
    speedMetresPerSecond: positiveOrNull(fix.speedMetresPerSecond),
    headingDegrees: positiveOrNull(fix.headingDegrees),
    fixedAt,
    mocked: fix.mocked === true,
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
