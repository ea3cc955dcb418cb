import type { Coordinates } from '@doorstep/domain';
import lookUp from '@photostructure/tz-lookup';

/** Names found right before: asking the runtime takes half a millisecond, and a file names few zones many times. */
const known = new Set<string>();

/** Whether a name is an IANA time zone this runtime knows. Offsets such as +02:00 are none: they miss summer time. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (!/^[A-Za-z]/.test(name) || name.length > 60) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    known.add(name);
    return true;
  } catch {
    return false;
  }
}

/** The time zone of a place (a borderline may be off by a few hundred metres; a file may name the zone instead). */
export function timeZoneOf(place: Coordinates): string {
  const name = lookUp(place.lat, place.lon);
  return isTimeZone(name) ? name : 'UTC';
}
