import type { ParcelViewMessage, VanFrame } from '@doorstep/contract';
import { describe, expect, it } from 'vitest';
import { applyVanFrame, isVanFrame, isView } from './messages.ts';

const van = { lat: 1, lon: 2, headingDegrees: null, fixedAt: '2026-06-09T12:00:10Z', freshness: 'live' as const };
const closed = { shown: false as const, because: { code: 'not_near_yet', sentence: 'Noch nicht nah.' } };
const open = { shown: true as const, van, home: { lat: 1, lon: 2.01 }, distanceMetres: 1100, pathAhead: null };
const view = (map: ParcelViewMessage['map']): ParcelViewMessage => ({
  id: 'par_1',
  orderId: 'ord_1',
  merchant: null,
  isGift: false,
  status: { state: 'on_its_way', headline: 'Unterwegs', detail: null, at: null },
  serviceDate: null,
  timeZone: 'Europe/Berlin',
  carrier: null,
  window: null,
  windowBecause: null,
  driverFirstName: null,
  stopsAway: { kind: 'number', count: 3, sentence: 'Noch 3 Stopps' },
  map,
  photo: { available: false, because: { code: 'not_delivered_yet', sentence: 'Später.' } },
  photoLooks: [],
  timeline: [],
});
const frame = (over: Partial<VanFrame>): VanFrame => ({
  van: null,
  distanceMetres: null,
  pathAhead: null,
  stopsAway: null,
  window: null,
  ...over,
});

describe('a van frame', () => {
  it('moves the van and changes count and window', () => {
    const later = { ...van, lat: 1.1, fixedAt: '2026-06-09T12:00:11Z' };
    const stopsAway = { kind: 'number' as const, count: 2, sentence: 'Noch 2 Stopps' };
    const next = applyVanFrame(view(open), frame({ van: later, distanceMetres: 900, stopsAway }));
    expect(next.map).toEqual({ ...open, van: later, distanceMetres: 900 });
    expect(next.stopsAway).toEqual(stopsAway);
  });

  it('never takes the van back to an older position', () => {
    const older = { ...van, lat: 9, fixedAt: '2026-06-09T12:00:09Z' };
    expect(applyVanFrame(view(open), frame({ van: older, distanceMetres: 1 })).map).toEqual(open);
  });

  it('opens no map that the view has closed', () => {
    expect(applyVanFrame(view(closed), frame({ van, distanceMetres: 5 })).map).toEqual(closed);
  });
});

describe('what comes over the wire', () => {
  it('is known by its shape', () => {
    expect(isView(view(open))).toBe(true);
    expect(isView(view(closed))).toBe(true);
    const photo = { available: true, takenAt: '2026-06-09T12:22:00Z', deletedOn: '2026-07-09', isFull: false };
    expect(isView({ ...view(closed), photo })).toBe(true);
    expect(isView({ ...view(closed), photo: { available: true } })).toBe(false);
    expect(isVanFrame(frame({}))).toBe(true);
  });

  it('is passed over where it is something else', () => {
    for (const other of [undefined, null, 'view', [], {}, { ...view(open), map: { shown: true } }, { error: 'x' }]) {
      expect(isView(other)).toBe(false);
      expect(isVanFrame(other)).toBe(false);
    }
  });
});
