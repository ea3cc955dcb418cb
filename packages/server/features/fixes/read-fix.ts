import { correctedAt, type FixCandidate } from '@doorstep/domain';
import { readInstant } from './read-instant.ts';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

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

/**
 * Reads one fix of a batch. Hand-written where a schema would do, because each fix is answered by itself: one that
 * cannot be read costs the others nothing. `offsetMillis` is what the phone's clock is wrong by (phone-clock.ts).
 * Returns the name of the first field that is wrong, else the fix.
 */
export function readFix(given: unknown, offsetMillis: number): FixCandidate | { readonly wrongField: string } {
  if (typeof given !== 'object' || given === null) return { wrongField: 'fix' };
  const fix: GivenFix = given;
  const id = typeof fix.id === 'string' ? readId(fix.id) : null;
  if (id === null) return { wrongField: 'id' };
  const fixedAt = typeof fix.fixedAt === 'string' ? readInstant(fix.fixedAt) : null;
  if (fixedAt === null) return { wrongField: 'fixedAt' };
  // Each by its name and not in a loop: this is the busiest line of the server.
  const { lat, lon, accuracyMetres, speedMetresPerSecond, headingDegrees } = fix;
  if (!isNumberOrAbsent(lat)) return { wrongField: 'lat' };
  if (!isNumberOrAbsent(lon)) return { wrongField: 'lon' };
  if (!isNumberOrAbsent(accuracyMetres)) return { wrongField: 'accuracyMetres' };
  if (!isNumberOrAbsent(speedMetresPerSecond)) return { wrongField: 'speedMetresPerSecond' };
  if (!isNumberOrAbsent(headingDegrees)) return { wrongField: 'headingDegrees' };
  return {
    id,
    lat: numberOrNull(lat),
    lon: numberOrNull(lon),
    accuracyMetres: positiveOrNull(accuracyMetres),
    speedMetresPerSecond: positiveOrNull(speedMetresPerSecond),
    headingDegrees: positiveOrNull(headingDegrees),
    fixedAt: correctedAt(fixedAt, offsetMillis),
    mocked: fix.mocked === true,
  };
}

function readId(id: string): string | null {
  if (uuid.test(id)) return id;
  const lower = id.length === 36 ? id.toLowerCase() : '';
  return uuid.test(lower) ? lower : null;
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
