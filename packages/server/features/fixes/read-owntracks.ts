import type { SentPlace } from './fix-id-of-place.ts';
import { asNumber, asObject, millisOf, notNegative, parseJson } from './read-sent-values.ts';

const kilometresPerHour = 1 / 3.6;

/**
 * What an OwnTracks app posts (owntracks.org/booklet/tech/json): one message, or several. Only `location` holds a place;
 * `lwt`, `transition`, `waypoint`, `card`, `cmd`, `status`, `steps` and whatever else there will be are of no use here. So
 * is a location without coordinates or with a time that cannot be read: the app would repeat it for ever, and nothing
 * would come after it. `encrypted` and `malformed` are refused as a whole.
 */
export function readOwnTracks(body: string, receivedAt: number): readonly SentPlace[] | 'encrypted' | 'malformed' {
  // The app posts nothing at all where it deletes what it had published before.
  if (body === '') return [];
  const parsed = parseJson(body);
  if (typeof parsed !== 'object' || parsed === null) return 'malformed';
  const messages = (Array.isArray(parsed) ? parsed : [parsed]).map(asObject);
  if (messages.some(({ _type: type }) => type === 'encrypted')) return 'encrypted';
  return messages.flatMap((message) => (message._type === 'location' ? placeOf(message, receivedAt) : []));
}

/** `tst` is in seconds, `vel` in km/h, `cog` in degrees, `acc` in metres. */
function placeOf(message: { readonly [key: string]: unknown }, receivedAt: number): SentPlace[] {
  const lat = asNumber(message.lat);
  const lon = asNumber(message.lon);
  const seconds = message.tst === undefined ? receivedAt : asNumber(message.tst);
  if ((lat === null && lon === null) || seconds === null) return [];
  const kilometres = notNegative(asNumber(message.vel));
  return [
    {
      lat,
      lon,
      fixedAt: millisOf(seconds),
      accuracyMetres: notNegative(asNumber(message.acc)),
      speedMetresPerSecond: kilometres === null ? null : kilometres * kilometresPerHour,
      headingDegrees: notNegative(asNumber(message.cog)),
      mocked: false,
    },
  ];
}
