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
  usualQuietHours,
  wants,
} from './when-to-notify.ts';

const anna: NotificationAddressee = { kind: 'recipient', gift: false, confidential: false, contactBasis: 'own_fleet' };
const heardBy = (change: Partial<NotificationAddressee>) =>
  notificationEvents.filter((event) => hears(event, { ...anna, ...change }));

describe('who hears of what', () => {
  it('a recipient hears of the day and of what became of it', () => {
    expect(heardBy({})).toEqual([
      'out_for_delivery',
      'map_available',
      'next_stop',
      'arrival_changed',
      'delivered',
      'photo_ready',
      'attempted',
      'delivery_corrected',
      'drop_off_confirmed',
      'day_changed',
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
      'day_changed',
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

describe('what a person chose', () => {
  const open = { channels: { mail: true, push: true }, events: {}, quietHours: usualQuietHours };

  it('counts for each event and channel by itself; being next is told only where that was switched on', () => {
    expect(wants('delivered', 'mail', open)).toBe(true);
    expect(wants('next_stop', 'push', open)).toBe(false);
    expect(wants('next_stop', 'push', { ...open, events: { next_stop: { push: true } } })).toBe(true);
    const quieter = { ...open, events: { delivered: { mail: false } } };
    expect([wants('delivered', 'mail', quieter), wants('delivered', 'push', quieter)]).toEqual([false, true]);
  });

  it('cannot bring an event to a channel it has not, nor to one that is switched off', () => {
    expect(wants('map_available', 'mail', { ...open, events: { map_available: { mail: true } } })).toBe(false);
    const off = { ...open, channels: { mail: true, push: false }, events: { delivered: { push: true } } };
    expect(wants('delivered', 'push', off)).toBe(false);
  });
});

describe('quiet hours', () => {
  const berlin = (text: string) => Date.parse(`${text}+02:00`);
  const zone = { timeZone: 'Europe/Berlin', quietHours: usualQuietHours };
  const told = (text: string) => tellableAt('attempted', zone, berlin(text));

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
    expect(tellableAt('attempted', zone, at)).toBe(Date.parse('2026-03-29T07:00:00+02:00'));
    expect(tellableAt('attempted', { ...zone, timeZone: 'America/New_York' }, at)).toBe(at);
  });

  it('are each person’s own: to the minute, over noon as well as over midnight, or none at all', () => {
    const nap = { ...zone, quietHours: { fromMinute: 13 * 60, toMinute: 14 * 60 + 30 } };
    const at = (text: string, where: typeof nap | { timeZone: string; quietHours: null }) =>
      tellableAt('attempted', where, berlin(text));
    expect(at('2026-06-09T13:00', nap)).toBe(berlin('2026-06-09T14:30'));
    expect(at('2026-06-09T14:30', nap)).toBe(berlin('2026-06-09T14:30'));
    expect(at('2026-06-09T03:00', nap)).toBe(berlin('2026-06-09T03:00'));
    expect(at('2026-06-09T03:00', { ...zone, quietHours: null })).toBe(berlin('2026-06-09T03:00'));
  });

  it('do not hold up the word that it was delivered', () => {
    expect(tellableAt('delivered', zone, berlin('2026-06-09T23:30'))).toBe(berlin('2026-06-09T23:30'));
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
    expect(holding(seen({}, 2))).toEqual([
      'out_for_delivery',
      'map_available',
      'arrival_changed',
      'delivery_corrected',
      'drop_off_confirmed',
    ]);
    expect(holding(seen({ state: 'arriving' }, 12))).toContain('next_stop');
    const delivered = { state: 'delivered', how: 'safe_place', stateSince: startedAt } as const;
    expect(holding(seen(delivered, 13))).toEqual(['delivered']);
    expect(holding(seen({ state: 'attempted', attemptReason: 'nobody_home' }, 13))).toEqual(['attempted']);
    expect(holding(seen({ state: 'at_depot', stopId: null }))).toEqual(['drop_off_confirmed', 'day_changed']);
  });

  it('a map that waits, or that the recipient switched off, is not announced', () => {
    expect(notificationRows.map_available.holds(seen({}, 0))).toBe(false);
    const off = whatViewerSees(asked({ viewer: { ...recipient, mapSwitchedOff: true } }));
    expect(off && notificationRows.map_available.holds(off)).toBe(false);
  });
});
