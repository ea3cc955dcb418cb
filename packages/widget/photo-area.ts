import type { ParcelViewMessage } from '@doorstep/contract';
import type { Language } from '@doorstep/domain/text/language.ts';
import { html, keepNumbersTogether, type Markup } from './html.ts';
import { upperFirst } from './upper-first.ts';
import { photoMomentWords, type Reading, wholeDayWords } from './when.ts';
import { words } from './words.ts';

type Photo = Extract<ParcelViewMessage['photo'], { available: true }>;

/** Where one parcel's view is answered, without query; its photo lies below it. */
export function parcelUrlOf(parcelId: string, liveUrl: string | null): string {
  return liveUrl?.replace(/\/live$/, '') ?? `/api/v1/me/parcels/${encodeURIComponent(parcelId)}`;
}

/**
 * The photo in a frame of fixed shape, so that nothing jumps: whole, never cropped, before a blurred ground of its own
 * preview. The preview comes first; the full picture lies above it and is seen as soon as it is there.
 */
export function photoArea(photo: Photo, place: string | null, parcelUrl: string, reading: Reading): Markup {
  const { photoAlt } = words[reading.language];
  const preview = urlOf(photo, parcelUrl, '/photo/preview');
  const full = photo.isFull ? fullPicture(photo, parcelUrl, reading.language) : null;
  return html`<figure class="shot"><div class="frame"><img class="ground" src="${preview}" alt="" width="4" height="3" decoding="async"><img class="preview" src="${preview}" alt="${photo.isFull ? '' : photoAlt}" width="4" height="3">${full}</div><figcaption>${placeLine(photo, place)}<span class="until">${photoCaption(photo, reading)}</span></figcaption></figure>`;
}

/** "Am Ablageort: Carport", and below it "6 m von Ihrer Adresse, auf 5 m genau": what one needs to find it. */
function placeLine(photo: Photo, place: string | null): readonly Markup[] {
  const lines: Markup[] = [];
  if (place !== null) lines.push(html`<strong class="place">${upperFirst(place)}</strong>`);
  if (photo.distance !== null)
    lines.push(html`<span class="near">${upperFirst(keepNumbersTogether(photo.distance))}</span>`);
  return lines;
}

/** The full picture alone, to be laid above a preview that is shown already. */
export function fullPicture(photo: Photo, parcelUrl: string, language: Language): Markup {
  return html`<img class="full" src="${urlOf(photo, parcelUrl, '/photo')}" alt="${words[language].photoAlt}" width="4" height="3" decoding="async">`;
}

/** "Foto von 14:22, wird am 9. Juli gelöscht." */
export function photoCaption(photo: Photo, reading: Reading): string {
  const { photoCaption: caption, photoCaptionFrozen } = words[reading.language];
  const taken = keepNumbersTogether(photoMomentWords(photo.takenAt, reading));
  return photo.deletedOn === null
    ? photoCaptionFrozen(taken)
    : caption(taken, keepNumbersTogether(wholeDayWords(photo.deletedOn, reading.language)));
}

/** A delivery that was undone and made again has another photo at the same address; its moment tells them apart. */
function urlOf(photo: Photo, parcelUrl: string, path: string): string {
  return `${parcelUrl}${path}?v=${Math.floor(Date.parse(photo.takenAt) / 1000).toString(36)}`;
}
