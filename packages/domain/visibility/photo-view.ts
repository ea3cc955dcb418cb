import { distanceMetres } from '../geo/coordinates.ts';
import { unknownAccuracyMetres } from '../proof/far-from-address.ts';
import { dayIn } from '../text/dates.ts';
import { distanceFromYourAddress, lookSentence, photoGoneSentence, photoHiddenSentence } from '../text/sentences.ts';
import { type EpochMillis, toRfc3339 } from '../time.ts';
import type { Asked } from './asked.ts';
import type { KnownPhoto, ParcelFacts } from './facts.ts';
import type { Shows } from './shows.ts';
import type { Because, PhotoLookView, PhotoView, ReasonCode } from './views.ts';

const hour = 3_600_000;

/** A photo that has not come by then is no longer announced: the phone may be lost. Comes it later, it is shown. */
const expectedForMillis = 48 * hour;

/** Until when a photo is awaited or shown: then its view is another one without anything having happened. */
export function photoChangesAt(photo: KnownPhoto): EpochMillis | null {
  if (photo.kind === 'expected') return photo.takenAt + expectedForMillis;
  return photo.kind === 'kept' && !photo.isFrozen ? photo.deleteAfter : null;
}

/** The photo, or why there is none to see (rules.md section 5). */
export function photoView(
  asked: Asked,
  shows: Shows,
  gateReason: ReasonCode | null,
  because: (code: ReasonCode) => Because,
): PhotoView {
  const { parcel, viewer, now } = asked;
  const hidden = hiddenBecause(asked, shows, gateReason);
  if (hidden !== null) return { available: false, because: because(hidden) };
  const { photo, timeZone } = parcel;
  if (photo === null) return { available: false, because: because(neverTaken(parcel)) };
  if (photo.kind === 'expected') {
    const isAwaited = now < photo.takenAt + expectedForMillis;
    return { available: false, because: because(isAwaited ? 'photo_expected' : 'not_photographed') };
  }
  if (photo.kind === 'hidden') {
    const { hiddenAt, keyEndsAt, isFrozen } = photo;
    const keyEnds = isFrozen ? 'case_open' : keyEndsAt;
    const sentence = photoHiddenSentence(viewer.language, { hiddenAt, keyEnds, timeZone });
    return { available: false, because: { code: 'photo_deleted', sentence } };
  }
  // Past its time a photo is gone for everybody, also in the minute before its key is destroyed.
  if (photo.kind === 'deleted' || (photo.deleteAfter <= now && !photo.isFrozen)) {
    const code = photo.kind === 'deleted' && photo.why === 'by_recipient' ? 'photo_deleted' : 'photo_expired';
    const deletedAt = photo.kind === 'deleted' ? photo.deletedAt : photo.deleteAfter;
    const sentence = photoGoneSentence(viewer.language, { code, deletedAt, takenAt: photo.takenAt, timeZone });
    return { available: false, because: { code, sentence } };
  }
  return {
    available: true,
    takenAt: toRfc3339(photo.takenAt),
    deletedOn: photo.isFrozen ? null : dayIn(timeZone, photo.deleteAfter),
    distance: distanceOf(asked),
    isFull: photo.isFull,
  };
}

/** Whoever may see the photo learns who else has; to others there is nothing to tell. */
export function photoLooksView({ viewer, parcel }: Asked, shows: Shows): readonly PhotoLookView[] {
  if (shows.photo !== 'yes' || parcel.photoLooks.length === 0) return [];
  return parcel.photoLooks
    .map(({ at, reason }): PhotoLookView => {
      const sentence = lookSentence(viewer.language, reason);
      return { at: toRfc3339(at), role: 'support', reason, sentence };
    })
    .reverse();
}

function distanceOf({ viewer: { language }, parcel: { home, outcomePoint } }: Asked): string | null {
  if (outcomePoint === null) return null;
  const { accuracyMetres } = outcomePoint;
  const metres = distanceMetres(outcomePoint, home);
  const isWithinError = metres <= (accuracyMetres ?? unknownAccuracyMetres);
  return distanceFromYourAddress(language, { metres, accuracyMetres, isWithinError });
}

/** Why this viewer may not even ask for a photo of this parcel now; null: may ask. */
function hiddenBecause({ viewer, parcel }: Asked, shows: Shows, gateReason: ReasonCode | null): ReasonCode | null {
  if (viewer.kind === 'guest' || viewer.kind === 'neighbour') return 'link_shows_status_only';
  if (viewer.kind === 'buyer' && gateReason === 'gift') return 'gift';
  if (parcel.confidential) return 'confidential';
  if (parcel.carrier.kind === 'other') return 'other_carrier';
  if (parcel.state !== 'delivered') {
    if (['returned', 'cancelled', 'lost', 'damaged'].includes(parcel.state)) return 'not_photographed';
    // To others than the recipients, what they chose is not told.
    return parcel.photosSwitchedOff && shows.photo === 'yes' ? 'opted_out' : 'not_delivered_yet';
  }
  if (shows.photo === 'yes') return null;
  return wasHandedOver(parcel) ? 'handed_over' : 'recipient_only';
}

/** As it was at that delivery: what is chosen today is no reason for it. */
function neverTaken(parcel: ParcelFacts): ReasonCode {
  if (wasHandedOver(parcel)) return 'handed_over';
  return parcel.photoOptedOut ? 'opted_out' : 'not_photographed';
}

function wasHandedOver({ how }: ParcelFacts): boolean {
  return how !== null && ['recipient', 'household', 'neighbour', 'reception'].includes(how);
}
