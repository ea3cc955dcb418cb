import { describe, expect, it } from 'vitest';
import type { Asked } from './asked.ts';
import type { KnownPhoto, ParcelFacts, ViewerKind } from './facts.ts';
import { asked, parcel, recipient } from './questions.testdata.ts';
import { viewMayChangeAt } from './view-changes.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

const hour = 3_600_000;
// Late in the evening in Nuremberg, when it is the day before in UTC.
const takenAt = Date.parse('2026-06-10T22:30:00Z');
const deleteAfter = takenAt + 30 * 24 * hour;
const kept: KnownPhoto = { kind: 'kept', takenAt, deleteAfter, isFull: true, isFrozen: false };
const left: ParcelFacts = { ...parcel, state: 'delivered', how: 'safe_place', stateSince: takenAt };

function photoOf(change: Partial<ParcelFacts>, more: Partial<Asked> = {}) {
  return whatViewerSees(asked({ now: takenAt + hour, parcel: { ...left, ...change }, ...more }))?.photo;
}
const codeOf = (...question: Parameters<typeof photoOf>) => {
  const photo = photoOf(...question);
  return photo?.available === false ? photo.because.code : 'shown';
};

describe('the photo of a delivery', () => {
  it('is shown to the recipient, with its time and the day on which it is deleted where it was left', () => {
    expect(photoOf({ photo: kept })).toEqual({
      available: true,
      takenAt: '2026-06-10T22:30:00.000Z',
      deletedOn: '2026-07-11',
      distance: null,
      isFull: true,
    });
    expect(photoOf({ photo: { ...kept, isFull: false } })).toMatchObject({ available: true, isFull: false });
  });

  it('is shown to a recipient of a gift, and to nobody else but a verified guest', () => {
    expect(codeOf({ photo: kept, gift: true })).toBe('shown');
    const as = (kind: ViewerKind, gift = false) => codeOf({ photo: kept, gift }, { viewer: { ...recipient, kind } });
    expect(as('verified_guest')).toBe('shown');
    expect(as('buyer')).toBe('recipient_only');
    expect(as('buyer', true)).toBe('gift');
    expect(as('guest')).toBe('link_shows_status_only');
    expect(as('neighbour')).toBe('link_shows_status_only');
  });

  it('is never shown of a confidential parcel, nor of one that was taken back', () => {
    expect(codeOf({ photo: kept, confidential: true })).toBe('confidential');
    expect(codeOf({ photo: kept, state: 'on_its_way', how: null })).toBe('not_delivered_yet');
    expect(codeOf({ photo: kept, state: 'lost', how: null })).toBe('not_photographed');
  });

  it('is on its way for two days, then no longer announced', () => {
    const photo: KnownPhoto = { kind: 'expected', takenAt };
    expect(codeOf({ photo })).toBe('photo_expected');
    expect(codeOf({ photo }, { now: takenAt + 48 * hour - 1 })).toBe('photo_expected');
    expect(codeOf({ photo }, { now: takenAt + 48 * hour })).toBe('not_photographed');
    const now = takenAt + 30 * hour;
    expect(viewMayChangeAt(asked({ parcel: { ...left, photo }, now }))).toBe(takenAt + 48 * hour);
  });

  it('is gone when its time is up, to the millisecond, and says when and after how many days', () => {
    expect(codeOf({ photo: kept }, { now: deleteAfter - 1 })).toBe('shown');
    expect(viewMayChangeAt(asked({ parcel: { ...left, photo: kept }, now: deleteAfter - 1 }))).toBe(deleteAfter);
    expect(photoOf({ photo: kept }, { now: deleteAfter })).toEqual({
      available: false,
      because: { code: 'photo_expired', sentence: 'Das Foto wurde am 11. Juli gelöscht, 30 Tage nach der Zustellung.' },
    });
    const deletedAt = takenAt + 14 * 24 * hour;
    const expired: KnownPhoto = { kind: 'deleted', takenAt, deletedAt, why: 'expired' };
    expect(photoOf({ photo: expired }, { viewer: { ...recipient, language: 'en' } })).toMatchObject({
      because: { sentence: 'The photo was deleted on 25 June, 14 days after the delivery.' },
    });
    expect(photoOf({ photo: { ...expired, why: 'by_recipient' } })).toMatchObject({
      because: { code: 'photo_deleted', sentence: 'Das Foto wurde am 25. Juni auf Wunsch gelöscht.' },
    });
  });

  it('is kept beyond its time while a report is open, and says so by naming no day', () => {
    const frozen: KnownPhoto = { ...kept, isFrozen: true };
    expect(photoOf({ photo: frozen }, { now: deleteAfter + hour })).toMatchObject({ available: true, deletedOn: null });
  });

  it('that its recipient deleted is nobody’s to see, and says until when its key is kept and how that ends sooner', () => {
    const keyEndsAt = takenAt + 14 * 24 * hour;
    const hidden: KnownPhoto = { kind: 'hidden', takenAt, hiddenAt: takenAt, keyEndsAt, isFrozen: false };
    expect(photoOf({ photo: hidden })).toEqual({
      available: false,
      because: {
        code: 'photo_deleted',
        sentence:
          'Das Foto wurde am 11. Juni auf Wunsch gelöscht. Endgültig vernichtet wird es am 25. Juni, oder sofort, wenn Sie bestätigen, dass das Paket da ist.',
      },
    });
    expect(photoOf({ photo: { ...hidden, isFrozen: true } })).toMatchObject({
      because: { sentence: expect.stringContaining('sobald die Meldung dazu geklärt ist') },
    });
  });

  it('says how far from the address it was left, and no more exactly than the phone knew', () => {
    const distance = (north: number, accuracyMetres: number | null, language: 'de' | 'en' = 'de') => {
      const outcomePoint = { lat: parcel.home.lat + north, lon: parcel.home.lon, accuracyMetres };
      return photoOf({ photo: kept, outcomePoint }, { viewer: { ...recipient, language } });
    };
    expect(distance(0.00009, 5)).toMatchObject({ distance: '10 m von Ihrer Adresse, auf 5 m genau' });
    expect(distance(0.00009, 12)).toMatchObject({ distance: 'an Ihrer Adresse, auf 12 m genau' });
    expect(distance(0.00009, null)).toMatchObject({ distance: 'an Ihrer Adresse' });
    expect(distance(0.0009, null)).toMatchObject({ distance: 'etwa 100 m von Ihrer Adresse' });
    expect(distance(0.0009, 8, 'en')).toMatchObject({ distance: '100 m from your address, accurate to 8 m' });
    expect(distance(0.00009, 12, 'en')).toMatchObject({ distance: 'at your address, accurate to 12 m' });
  });

  it('says when, in which role and for which reason it was looked at: to those who may see it, and to nobody else', () => {
    const photoLooks = [
      { at: takenAt, reason: 'missing' as const },
      { at: takenAt + hour, reason: 'other' as const },
    ];
    const seen = (kind: ViewerKind) =>
      whatViewerSees(asked({ parcel: { ...left, photo: kept, photoLooks }, viewer: { ...recipient, kind } }))
        ?.photoLooks;
    expect(seen('recipient')?.map(({ sentence }) => sentence)).toEqual([
      'Kundenservice, Grund: Sonstiges',
      'Kundenservice, Grund: Paket vermisst',
    ]);
    for (const kind of ['buyer', 'guest', 'neighbour'] as const) expect(seen(kind)).toEqual([]);
  });

  it('says why there is none by what was chosen then; today’s choice is told of deliveries to come', () => {
    expect(codeOf({ photoOptedOut: true })).toBe('opted_out');
    expect(codeOf({ photosSwitchedOff: true })).toBe('not_photographed');
    expect(codeOf({ photosSwitchedOff: true, state: 'on_its_way', how: null })).toBe('opted_out');
    expect(codeOf({ photoOptedOut: true, how: 'recipient' })).toBe('handed_over');
    expect(codeOf({ photosSwitchedOff: true, photo: kept })).toBe('shown');
  });
});
