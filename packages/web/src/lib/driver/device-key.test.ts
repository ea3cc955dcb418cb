import { describe, expect, it } from 'vitest';
import { readPairingLink } from './device-key.ts';

const code = 'AbCdEf_-0123456789xyz';

describe('a pairing link that leads to the driver’s page', () => {
  it('carries the code, and the phone’s name where one was given', () => {
    expect(readPairingLink(`#${code}`)).toEqual({ code, deviceName: null });
    const name = 'Telefon 7/b, Jürgens';
    expect(readPairingLink(`#${code}/${encodeURIComponent(name)}`)).toEqual({ code, deviceName: name });
    expect(readPairingLink(`#${code}/%E0%`)).toEqual({ code, deviceName: null });
  });

  it('is not what any other place on the page looks like', () => {
    for (const hash of ['', '#', '#main', `#${code} x`, `#${code}/a/b`]) expect(readPairingLink(hash)).toBeNull();
  });
});
