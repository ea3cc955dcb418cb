import { describe, expect, it } from 'vitest';
import type { ParcelFacts } from '../visibility/facts.ts';
import { asked, parcel, recipient, routeAfter, startedAt } from '../visibility/questions.testdata.ts';
import type { ParcelView } from '../visibility/views.ts';
import { whatViewerSees } from '../visibility/what-viewer-sees.ts';
import {
  hears,
  mannerTowards,
  type NotificationAddressee,
  notificationEvents,
  notificationRows,
  tellableAt,
} from './when-to-notify.ts';

const anna: NotificationAddressee = { kind: 'recipient', gift: false, confidential: false, contactBasis: 'own_fleet' };
const heardBy = (change: Partial<NotificationAddressee>) =>
  notificationEvents.filter((event) => hears(event, { ...anna, ...change }));

describe('who hears of what', () => {
  it('a recipient hears of the day, but not of being next unless that is switched on', () => {
    expect(heardBy({})).toEqual([
      'out_for_delivery',
      'map_available',
      'delivered',
      'photo_ready',
      'attempted',
      'delivery_corrected',
      'photo_viewed_by_staff',
      'photo_deleted',
    ]);
  });

  it('a gift’s buyer only hears arrived, returned or lost, and its recipient nothing of a map', () => {
    expect(heardBy({ kind: 'buyer', gift: true })).toEqual(['delivered', 'returned', 'lost']);
    expect(heardBy({ gift: true })).not.toContain('map_available');
  });

  it('whoever bought without giving is the recipient', () => {
    expect(heardBy({ kind: 'buyer' })).toEqual(heardBy({}));
  });

  it('of a confidential parcel there is news, never a map or a photo', () => {
    expect(heardBy({ confidential: true })).toEqual([
      'out_for_delivery',
      'delivered',
      'attempted',
      'delivery_corrected',
    ]);
    expect(mannerTowards({ ...anna, confidential: true })).toBe('confidential');
    expect(mannerTowards({ ...anna, kind: 'buyer', gift: true, confidential: true })).toBe('confidential');
    expect(mannerTowards({ ...anna, kind: 'buyer', gift: true })).toBe('gift_buyer');
  });

  it('nobody hears anything without a basis to write on', () => {
    expect(heardBy({ contactBasis: 'none' })).toEqual([]);
    expect(heardBy({ contactBasis: 'none', kind: 'buyer', gift: true })).toEqual([]);
  });
});

describe('quiet hours', () => {
  const berlin = (text: string) => Date.parse(`${text}+02:00`);
  const told = (text: string) => tellableAt('attempted', 'Europe/Berlin', berlin(text));

  it.each([
    ['2026-06-09T21:59:59.999', '2026-06-09T21:59:59.999'],
    ['2026-06-09T22:00', '2026-06-10T07:00'],
    ['2026-06-10T06:59:59.999', '2026-06-10T07:00'],
    ['2026-06-10T07:00', '2026-06-10T07:00'],
  ])('what happens at %s is told at %s', (happened, tellable) => {
    expect(told(happened)).toBe(berlin(tellable));
  });

  it('end at seven of the address’s clock, also in the night that loses an hour', () => {
    const at = Date.parse('2026-03-28T22:30:00+01:00');
    expect(tellableAt('attempted', 'Europe/Berlin', at)).toBe(Date.parse('2026-03-29T07:00:00+02:00'));
    expect(tellableAt('attempted', 'America/New_York', at)).toBe(at);
  });

  it('do not hold up the word that it was delivered', () => {
    expect(tellableAt('delivered', 'Europe/Berlin', berlin('2026-06-09T23:30'))).toBe(berlin('2026-06-09T23:30'));
  });
});

describe('what a later event has overtaken', () => {
  function seen(change: Partial<ParcelFacts>, served = 9): ParcelView {
    const { route, now } = routeAfter(served);
    const view = whatViewerSees(asked({ viewer: recipient, parcel: { ...parcel, ...change }, route, now }));
    if (view === null) throw new Error('the recipient sees it');
    return view;
  }
  const holding = (view: ParcelView) => notificationEvents.filter((event) => notificationRows[event].holds(view));

  it('is told no more', () => {
    expect(holding(seen({}, 2))).toEqual(['out_for_delivery', 'map_available', 'delivery_corrected']);
    expect(holding(seen({ state: 'arriving' }, 12))).toContain('next_stop');
    const delivered = { state: 'delivered', how: 'safe_place', stateSince: startedAt } as const;
    expect(holding(seen(delivered, 13))).toEqual(['delivered']);
    expect(holding(seen({ state: 'attempted', attemptReason: 'nobody_home' }, 13))).toEqual(['attempted']);
    expect(holding(seen({ state: 'at_depot', stopId: null }))).toEqual([]);
  });

  it('a map that waits, or that the recipient switched off, is not announced', () => {
    expect(notificationRows.map_available.holds(seen({}, 0))).toBe(false);
    const off = whatViewerSees(asked({ viewer: { ...recipient, mapSwitchedOff: true } }));
    expect(off && notificationRows.map_available.holds(off)).toBe(false);
  });
});
