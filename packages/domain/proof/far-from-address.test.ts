import { describe, expect, it } from 'vitest';
import { farFromAddress } from './far-from-address.ts';

const address = { lat: 49.5, lon: 11.2 };
/** So many metres north of the address. */
const away = (metres: number) => ({ lat: 49.5 + metres / 111_195, lon: 11.2 });

describe('whether this may be the wrong door', () => {
  it('is asked from 60 m on, after the error that the phone itself states', () => {
    expect(farFromAddress({ ...away(64), accuracyMetres: 5 }, address)).toBeNull();
    expect(farFromAddress({ ...away(66), accuracyMetres: 5 }, address)).toBe(66);
    expect(farFromAddress({ ...away(66), accuracyMetres: 50 }, address)).toBeNull();
    expect(farFromAddress({ ...away(2_000), accuracyMetres: 50 }, address)).toBe(2_000);
  });

  it('reckons with 30 m where the phone does not say how well it knows its place', () => {
    expect(farFromAddress({ ...away(89), accuracyMetres: null }, address)).toBeNull();
    expect(farFromAddress({ ...away(91), accuracyMetres: null }, address)).toBe(91);
  });
});
