import type { BaseMap } from '@doorstep/contract';
import type { Language } from '@doorstep/domain/text/language.ts';
import { followStream, type StreamState } from './follow-stream.ts';
import { html } from './html.ts';
import { freshness, isLate, mapAreaKind, whereWords } from './map-area.ts';
import { holdMap, type MapHolder } from './map-holder.ts';
import { applyVanFrame, isFirst, isView, parseJson } from './messages.ts';
import { isDelivered, isOver, type Painting, type PartName, parts, readingOf, type View } from './parts.ts';
import { fullPicture, photoCaption } from './photo-area.ts';
import { paintInside, paintWaiting } from './render.ts';
import type { ServerClock } from './server-clock.ts';
import { makeSpeaker, spokenStatus } from './speak.ts';
import { words } from './words.ts';

export interface LiveParcel {
  open(): void;
  close(): void;
  stop(): void;
}

const partNames: readonly PartName[] = ['answer', 'lead', 'sub', 'map', 'photo', 'looks', 'history'];
const tickMillis = 1000;

/** Brings a painted shadow root to life: follows the stream and repaints the parts that changed. */
export function startLiveParcel(root: ShadowRoot, first: Painting, urls: ParcelUrls, clock: ServerClock): LiveParcel {
  const { language, baseMap } = first;
  let view = first.view;
  const { now } = clock;
  const painting = (): Painting => ({ view, language, baseMap, now: now(), parcelUrl: urls.parcel });
  const element = (name: string): HTMLElement | null => root.querySelector(`[data-part=${name}]`);
  // What the server painted is worked out only once there is something to compare it with: this runs while a slow phone
  // still draws the page.
  const painted = new Map<PartName, string>();
  const paintedOf = (name: PartName): string => painted.get(name) ?? parts[name](first).markup;
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  // Read off the page, not made anew: the first instant to be formatted costs a slow phone a tenth of a second.
  const status = (): string =>
    spokenStatus(
      ['answer', 'lead'].map((name) => element(name)?.textContent ?? ''),
      view,
    );
  const speaker = makeSpeaker((text) => element('spoken')?.replaceChildren(text), status());
  let map: MapHolder | null = null;
  let photoShown = view.photo.available ? view.photo.takenAt : null;
  let isCleared = false;

  /** The right to see it has ended: what is not brought up to date any more does not stay on somebody's screen. */
  const clear = (): void => {
    isCleared = true;
    map?.remove();
    map = null;
    photoShown = null;
    for (const name of partNames) {
      element(name)?.replaceChildren();
      painted.set(name, '');
    }
    element('first')?.remove();
    // For the page around it: what else it says of the parcel is as old.
    root.host.toggleAttribute('ended', true);
    for (const slots of root.querySelectorAll('.actions,.claims')) slots.toggleAttribute('hidden', true);
  };

  /** The shown preview stays while the full picture of the same moment loads above it; false where that is not so. */
  const growPhoto = (target: HTMLElement, next: Painting): boolean => {
    const { photo } = next.view;
    const frame = target.querySelector('.frame');
    if (frame === null || !photo.available || photo.takenAt !== photoShown) return false;
    if (photo.isFull && frame.querySelector('.full') === null) {
      const picture = document.createElement('template');
      picture.innerHTML = fullPicture(photo, urls.parcel, language).markup;
      const full = picture.content.querySelector('img');
      if (full === null) return false;
      if (!still.matches) full.addEventListener('load', () => full.animate({ opacity: [0, 1] }, 150), { once: true });
      // One picture to a screen reader, not two.
      frame.querySelector('.preview')?.setAttribute('alt', '');
      frame.append(full);
    }
    target.querySelector('.until')?.replaceChildren(photoCaption(photo, readingOf(next)));
    return true;
  };

  const paintPart = (name: PartName, next: Painting): void => {
    const { markup } = parts[name](next);
    const target = element(name);
    const stays = paintedOf(name) === markup;
    painted.set(name, markup);
    if (target === null || stays) return;
    if (name === 'photo' && growPhoto(target, next)) return;
    target.innerHTML = markup;
    if ((name === 'answer' || name === 'photo') && !still.matches) target.animate({ opacity: [0, 1] }, 150);
  };

  const showMap = (): void => {
    const figure = root.querySelector<HTMLElement>('.map.open');
    if (!view.map.shown || figure === null) return;
    map ??= holdMap({ root, figure, baseMap, language, map: view.map });
    map.show(view.map);
    element('where')?.replaceChildren(whereWords(view.map, language));
    tick();
  };

  const tick = (): void => {
    const pill = element('freshness');
    if (!view.map.shown || pill === null) return;
    const { markup } = freshness(view.map, language, now());
    if (pill.innerHTML === markup) return;
    pill.innerHTML = markup;
    pill.closest('.map')?.classList.toggle('late', isLate(view.map, now()));
  };

  const show = (next: View): void => {
    const kindBefore = mapAreaKind(view);
    view = next;
    const current = painting();
    // An open map lives on: its words and its van move inside it.
    const mapStays = !isCleared && kindBefore === 'open' && mapAreaKind(next) === 'open';
    if (isCleared) root.host.toggleAttribute('ended', false);
    isCleared = false;
    for (const name of partNames) if (name !== 'map' || !mapStays) paintPart(name, current);
    root.querySelector('.actions')?.toggleAttribute('hidden', isOver(next));
    root.querySelector('.claims')?.toggleAttribute('hidden', !isDelivered(next));
    photoShown = next.photo.available ? next.photo.takenAt : null;
    if (!next.map.shown) {
      map?.remove();
      map = null;
    }
    showMap();
    speaker.hear(status());
    // For what else stands on the page, such as the alarm of leave-by-alarm.ts.
    root.host.dispatchEvent(new CustomEvent('doorstep-view', { detail: { view, now: now() } }));
  };

  const stream =
    urls.live === null
      ? null
      : followStream({
          liveUrl: urls.live,
          viewUrl: urls.view,
          onView: show,
          onVan: (frame) => show(applyVanFrame(view, frame)),
          onClock: clock.set,
          onState(state) {
            if (state === 'signed_out') clear();
            paintState(root, state, language, urls.signIn);
          },
        });

  let ticks = 0;
  const ticking = setInterval(() => {
    ticks += 1;
    tick();
    // "heute" becomes "gestern" without any frame.
    if (ticks % 60 === 0 && !isCleared) show(view);
  }, tickMillis);

  showMap();
  stream?.open();
  return {
    open: () => stream?.open(),
    close: () => stream?.close(),
    stop() {
      clearInterval(ticking);
      speaker.stop();
      stream?.close();
      map?.remove();
    },
  };
}

export interface ParcelUrls {
  /** The stream, or null where the page does not follow. */
  readonly live: string | null;
  /** The parcel's own address, without query. */
  readonly parcel: string;
  readonly view: string;
  readonly signIn: string;
}

/** What a server left in the shadow root, as a painting; null where it left nothing. */
export function readFirst(root: ShadowRoot, language: Language, parcelUrl: string): Painting | null {
  const left = parseJson(root.querySelector('[data-part=first]')?.textContent ?? '');
  return isFirst(left) ? { view: left.view, baseMap: left.baseMap, language, now: left.now, parcelUrl } : null;
}

/** Paints a shadow root that no server painted, with a view fetched from the server; null where there is none. */
export async function fetchFirst(
  root: ShadowRoot,
  language: Language,
  baseMap: BaseMap | null,
  urls: ParcelUrls,
): Promise<Painting | null> {
  root.innerHTML = paintWaiting(language);
  const response = await fetch(urls.view, { credentials: 'include', cache: 'no-store' }).catch(() => null);
  const view = response?.ok ? parseJson(await response.text()) : undefined;
  if (!isView(view)) {
    const signedOut = response?.status === 401 || response?.status === 404;
    paintState(root, signedOut ? 'signed_out' : 'interrupted', language, urls.signIn);
    return null;
  }
  const sent = Date.parse(response?.headers.get('date') ?? '');
  const painting = { view, language, baseMap, parcelUrl: urls.parcel, now: Number.isNaN(sent) ? Date.now() : sent };
  root.innerHTML = paintInside(painting);
  return painting;
}

function paintState(root: ShadowRoot, state: StreamState, language: Language, signInUrl: string): void {
  const { interrupted, offline, signIn, signInLink } = words[language];
  const sentences = {
    live: html``,
    interrupted: html`<p>${interrupted}</p>`,
    offline: html`<p>${offline}</p>`,
    signed_out: html`<p>${signIn} <a href="${signInUrl}">${signInLink}</a>.</p>`,
  };
  const target = root.querySelector('[data-part=state]');
  const { markup } = sentences[state];
  if (target !== null && target.innerHTML !== markup) target.innerHTML = markup;
}
