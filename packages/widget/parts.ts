import type { BaseMap, ParcelViewMessage } from '@doorstep/contract';
import { isJourneyOver } from '@doorstep/domain/delivery/journey-over.ts';
import type { Language } from '@doorstep/domain/text/language.ts';
import { broughtBySentence } from '@doorstep/domain/text/names.ts';
import { saysVanIsHere } from '@doorstep/domain/text/stops-away.ts';
import { html, keepNumbersTogether, type Markup } from './html.ts';
import { fullStop, mapArea } from './map-area.ts';
import { photoArea } from './photo-area.ts';
import { momentWords, type Reading, windowWords } from './when.ts';
import { words } from './words.ts';

export type View = ParcelViewMessage;

/** All that a painting of one parcel depends on. */
export interface Painting {
  readonly view: View;
  readonly language: Language;
  readonly baseMap: BaseMap | null;
  /** Epoch milliseconds by the server's clock. */
  readonly now: number;
  /** Where the parcel's view is answered, without query; its photo lies below it. */
  readonly parcelUrl: string;
}

/** The parts that change by themselves, in page order; each is the inside of the element of its name. */
export const parts = { answer, lead, sub, map, photo, looks, history } as const;
export type PartName = keyof typeof parts;

/** How instants read on this painting. */
export const readingOf = ({ view, language, now }: Painting): Reading => ({ language, timeZone: view.timeZone, now });

/** Whether the way of this attempt has ended. */
export function isOver(view: View): boolean {
  return isJourneyOver(view.status.state);
}

/** Whether it is said to be delivered, so that it can be asked whether it is there. */
export function isDelivered(view: View): boolean {
  return view.status.state === 'delivered';
}

/** The answer to "where is it?": the count where there is one, else the state. */
export function answerWords(view: View): string {
  return view.stopsAway?.kind === 'number' ? view.stopsAway.sentence.replace(/\.$/, '') : view.status.headline;
}

/** The second line: when, else what the answer leaves open. Empty where neither is known. */
export function leadWords(painting: Painting): string {
  const { view } = painting;
  if (saysVanIsHere(painting.language, view.status.headline)) return '';
  if (view.window !== null) return windowWords(view.window, readingOf(painting));
  if (view.status.detail !== null) return view.status.detail;
  if (view.serviceDate !== null && !isOver(view)) return momentWords(view.serviceDate, readingOf(painting));
  return '';
}

/** "Zugestellt am 18. November" never breaks after its number. */
function answer({ view }: Painting): Markup {
  return html`${answerWords(view).replace(/(\d\.) (?=\p{L})/gu, '$1\u00a0')}`;
}

function lead(painting: Painting): Markup {
  return html`${leadWords(painting)}`;
}

function sub(painting: Painting): Markup {
  const { view, language } = painting;
  const { basis, trackThere } = words[language];
  const lines: Markup[] = [];
  // Where the map is closed, its words say it.
  if (view.stopsAway?.kind === 'more_than' && view.map.shown)
    lines.push(html`<p class="why">${fullStop(view.stopsAway.sentence)}</p>`);
  const whyCount = view.stopsAway?.because;
  if (whyCount) lines.push(html`<p class="why">${keepNumbersTogether(whyCount.sentence)}</p>`);
  if (view.window !== null && view.status.detail !== null) lines.push(html`<p class="why">${view.status.detail}</p>`);
  const noWindow = view.windowBecause;
  const saidByMap = !view.map.shown && view.map.because.code === noWindow?.code;
  if (noWindow !== null && !saidByMap) lines.push(html`<p class="why">${noWindow.sentence}</p>`);
  if (view.carrier !== null) lines.push(html`<p>${view.carrier.label}</p>`);
  if (view.driverFirstName !== null) lines.push(html`<p>${broughtBySentence(language, view.driverFirstName)}</p>`);
  const link = view.carrier?.trackingUrl ?? '';
  if (/^https?:\/\//i.test(link)) {
    lines.push(html`<p><a class="link" href="${link}" rel="noopener noreferrer">${trackThere}</a></p>`);
  }
  if (view.window !== null && !saysVanIsHere(painting.language, view.status.headline))
    lines.push(html`<p>${basis[view.window.basis]}</p>`);
  return html`${lines}`;
}

/**
 * The map, or why there is none. Once the parcel is there the photo stands in its place, or why there is no photo: that
 * nothing is on its way any more, the answer says already.
 */
function map({ view, baseMap, language, now }: Painting): Markup {
  const isPhotosPlace =
    view.status.state === 'delivered' && !view.map.shown && view.map.because.code === 'journey_over';
  const saysOfPhoto = view.photo.available || view.photo.because.code !== 'not_delivered_yet';
  if ((isPhotosPlace && saysOfPhoto) || (view.photo.available && !view.map.shown)) return html``;
  return mapArea(view, baseMap, language, now);
}

/** The photo, or why there is none once there could be one; not twice where the map's reason says it already. */
function photo(painting: Painting): Markup {
  const { view } = painting;
  if (view.photo.available) return photoArea(view.photo, view.status.detail, painting.parcelUrl, readingOf(painting));
  const { code, sentence } = view.photo.because;
  const saidByMap = !view.map.shown && view.map.because.sentence === sentence;
  // Nobody misses a photo of what was lost, cancelled or sent back.
  const isMissed = code !== 'not_photographed' || isDelivered(view);
  return code === 'not_delivered_yet' || saidByMap || !isMissed
    ? html``
    : html`<p>${keepNumbersTogether(sentence)}</p>`;
}

/** Who has seen the photo; said of a photo that nobody looked at, too, and still after it is gone. */
function looks(painting: Painting): Markup {
  const { view, language } = painting;
  if (!view.photo.available && view.photoLooks.length === 0) return html``;
  const { looks: title, looksNone } = words[language];
  if (view.photoLooks.length === 0) return html`<h2>${title}</h2><p>${looksNone}</p>`;
  const reading = readingOf(painting);
  const lines = view.photoLooks.map(
    (look) =>
      html`<li><span>${look.sentence}</span><time datetime="${look.at}">${momentWords(look.at, reading)}</time></li>`,
  );
  return html`<h2>${title}</h2><ul>${lines}</ul>`;
}

function history(painting: Painting): Markup {
  const { view, language } = painting;
  if (view.timeline.length === 0) return html``;
  const reading = readingOf(painting);
  const entries = view.timeline.map(
    (entry) =>
      html`<li><span class="happened">${entry.sentence}</span><time datetime="${entry.at}">${momentWords(entry.at, reading)}</time></li>`,
  );
  return html`<h2>${words[language].history}</h2><ol>${entries}</ol>`;
}
