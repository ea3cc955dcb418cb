import type { ParcelListItem } from '@doorstep/contract/parcel-view.ts';
import { describe, expect, it } from 'vitest';
import { rowWords } from './when.ts';

const now = Date.parse('2026-06-10T10:00:00Z');
const parcel: ParcelListItem = {
  id: 'par_1',
  orderId: 'ord_1',
  merchant: 'Buchhandlung',
  headline: 'Zugestellt',
  detail: null,
  serviceDate: '2026-06-05',
  timeZone: 'Europe/Berlin',
  state: 'delivered',
  window: null,
  stopsAway: null,
  carrier: null,
  live: false,
  hasPhoto: false,
  noPhotoBecause: null,
  isGift: false,
};

describe('the line under a parcel of the order list', () => {
  it('names the day and what is left to say', () => {
    expect(rowWords('de', { ...parcel, detail: 'im Briefkasten' }, now)).toBe('Fr., 5. Juni, im Briefkasten');
  });

  it('says the window in the time zone of the address', () => {
    const window = { fromAt: '2026-06-10T12:10:00Z', toAt: '2026-06-10T12:35:00Z', basis: 'plan' } as const;
    expect(rowWords('de', { ...parcel, serviceDate: '2026-06-10', window }, now)).toBe('Heute 14:10–14:35');
  });

  it('says no window once the van is here: it would deny that', () => {
    const window = { fromAt: '2026-06-10T12:10:00Z', toAt: '2026-06-10T12:35:00Z', basis: 'plan' } as const;
    const here = { ...parcel, headline: 'Der Lieferwagen ist da', serviceDate: '2026-06-10', window };
    expect(rowWords('de', here, now)).toBe('Heute');
    expect(rowWords('en', { ...here, headline: 'The van is here' }, now)).toBe('Today');
  });

  it('does not repeat a day that the headline already says', () => {
    expect(rowWords('de', { ...parcel, headline: 'Zugestellt am 5. Juni' }, now)).toBe('');
  });

  it('says "tomorrow" by the calendar of the address, not of the server', () => {
    const lateEvening = Date.parse('2026-06-10T22:30:00Z');
    expect(rowWords('en', { ...parcel, serviceDate: '2026-06-12' }, lateEvening)).toBe('Tomorrow');
  });
});
