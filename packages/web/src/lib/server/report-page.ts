import type { Claims, PageServices } from '@doorstep/contract/page-services.ts';
import type { ParcelViewMessage } from '@doorstep/contract/parcel-view.ts';
import type { Language } from '@doorstep/domain/text/language.ts';
import { photoMomentWords } from '@doorstep/widget/when.ts';

/** What stands before the form "Nothing there?": look again first, where and when it was left, and the photo. */
export function reportPageOf(
  services: Pick<PageServices, 'now'>,
  seen: {
    readonly view: ParcelViewMessage;
    readonly claims: Claims;
    readonly language: Language;
    /** The page of the parcel, and where its photo is answered. */
    readonly backPath: string;
    readonly photoUrl: string;
  },
) {
  const { view, claims, language, backPath, photoUrl } = seen;
  const { photo, timeZone, status } = view;
  const now = services.now();
  return {
    backPath,
    photoUrl,
    place: status.detail,
    at: status.at,
    timeZone,
    now,
    photo: photo.available
      ? {
          isFull: photo.isFull,
          distance: photo.distance,
          taken: photoMomentWords(photo.takenAt, { language, timeZone, now }),
          version: Math.floor(Date.parse(photo.takenAt) / 1000).toString(36),
        }
      : null,
    photoWhy: photo.available ? null : photo.because.sentence,
    isReceived: claims.receivedAt !== null,
  };
}
export type ReportPage = ReturnType<typeof reportPageOf>;
