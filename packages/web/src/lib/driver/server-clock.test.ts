import { describe, expect, it } from 'vitest';
import { serverTime } from './server-clock.ts';

const noon = Date.parse('2026-06-09T12:00:00Z');
const latest = { serverAt: noon, heardAt: 10_000 };

describe('the server’s clock on the driver’s page', () => {
  it('goes on as ours does once it was heard, also where an answer took its time', () => {
    expect(serverTime(null, latest, 12_000)).toBe(noon + 2_000);
    expect(serverTime({ serverAt: noon - 3_000, heardAt: 6_600 }, latest, 12_000)).toBe(noon + 2_000);
  });

  it('runs as fast as the demo’s clock runs, or stands still with it', () => {
    expect(serverTime({ serverAt: noon - 30_000, heardAt: 7_000 }, latest, 12_000)).toBe(noon + 20_000);
    expect(serverTime({ serverAt: noon, heardAt: 7_000 }, latest, 12_000)).toBe(noon);
  });

  it('never runs backwards where the demo’s day begins anew', () => {
    expect(serverTime({ serverAt: noon + 3_600_000, heardAt: 7_000 }, latest, 12_000)).toBe(noon);
  });
});
