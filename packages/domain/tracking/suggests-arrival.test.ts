import { expect, it } from 'vitest';
import { suggestsArrival } from './suggests-arrival.ts';

const address = { lat: 49.51, lon: 11.28 };
/** So many metres north of the address. */
const at = (metres: number, accuracyMetres: number | null = 10, speedMetresPerSecond: number | null = 0) => ({
  lat: address.lat + metres / 111_195,
  lon: address.lon,
  accuracyMetres,
  speedMetresPerSecond,
});

it.each([
  ['standing at the door', at(20), true],
  ['where the phone tells no speed', at(20, 10, null), true],
  ['not driving past it', at(20, 10, 8), false],
  ['not two doors further', at(60), false],
  ['not where the place is a guess', at(20, 80), false],
  ['not where nobody knows how good it is', at(20, null), false],
])('arrived is suggested: %s', (_when, place, suggested) => {
  expect(suggestsArrival(place, address)).toBe(suggested);
});
