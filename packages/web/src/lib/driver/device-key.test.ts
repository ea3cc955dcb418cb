import { describe, expect, it } from 'vitest';
import { isOfDriver, parseDeviceKey, readPairingLink } from './device-key.ts';

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

describe('whose is what waits on a phone', () => {
  const mehmet = { driverId: 'drv_1', driverName: 'Mehmet Aydin' };

  it('is told by the driver’s id: two drivers of one name keep apart', () => {
    expect(isOfDriver(mehmet, { driverId: 'drv_2', driverName: 'Mehmet Aydin' })).toBe(false);
    expect(isOfDriver({ ...mehmet, driverName: 'M. Aydin' }, mehmet)).toBe(true);
  });

  it('is told by the name where it was kept before ids were', () => {
    expect(isOfDriver({ driverName: 'Mehmet Aydin' }, mehmet)).toBe(true);
    expect(isOfDriver({ driverName: 'Selma Kaya' }, mehmet)).toBe(false);
    expect(isOfDriver({}, mehmet)).toBe(true);
  });

  it('reads the key with the id, and one of before', () => {
    expect(parseDeviceKey('t0ken drv_1 Mehmet Aydin')).toEqual({ token: 't0ken', ...mehmet });
    expect(parseDeviceKey('t0ken Mehmet Aydin')).toEqual({
      token: 't0ken',
      driverId: null,
      driverName: 'Mehmet Aydin',
    });
    expect(parseDeviceKey('t0ken')).toEqual({ token: 't0ken', driverId: null, driverName: null });
    expect(parseDeviceKey('')).toBeNull();
  });
});
