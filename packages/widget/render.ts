import type { BaseMap, ParcelViewMessage } from '@doorstep/contract';
import type { Language } from '@doorstep/domain/text/language.ts';
import { html, jsonForScript, trusted } from './html.ts';
import { parcelCss } from './parcel-css.ts';
import { isDelivered, isOver, type Painting, type PartName, parts } from './parts.ts';
import { parcelUrlOf } from './photo-area.ts';
import { words } from './words.ts';

export interface ParcelRendering {
  readonly view: ParcelViewMessage;
  readonly language: Language;
  readonly baseMap: BaseMap | null;
  /** Path or URL of the parcel's stream, without query; null for a page that does not follow. */
  readonly liveUrl: string | null;
  /** Epoch milliseconds by the server's clock. */
  readonly now: number;
}

/**
 * The live part of the parcel page as HTML: the element with its shadow root declared, whole and useful without
 * JavaScript, and the first view for the element to go on from. Pure; runs on the server and in the browser.
 */
export function renderParcel(rendering: ParcelRendering): string {
  const { view, language, liveUrl } = rendering;
  const live = liveUrl === null ? null : html` live="${liveUrl}"`;
  return html`<doorstep-parcel parcel-id="${view.id}" language="${language}"${live}>${trusted(renderShadow(rendering))}</doorstep-parcel>`
    .markup;
}

/**
 * The declared shadow root alone, for a page that writes the element itself: what that page puts beside it into the slot
 * `actions` stands between the parcel's picture and its history while it is on its way, and what it puts into `claims` once
 * it is delivered.
 */
export function renderShadow({ view, language, baseMap, liveUrl, now }: ParcelRendering): string {
  const inside = trusted(paintInside({ view, language, baseMap, now, parcelUrl: parcelUrlOf(view.id, liveUrl) }));
  return html`<template shadowrootmode="open">${inside}</template>`.markup;
}

/** The shadow root's content; the element writes the same where no server rendered it. */
export function paintInside(painting: Painting): string {
  const { view, language, baseMap, now } = painting;
  const part = (name: PartName) => parts[name](painting);
  return html`<style>${trusted(parcelCss)}</style><article lang="${language}"><header><h1 data-part="answer">${part('answer')}</h1><p class="lead" data-part="lead">${part('lead')}</p></header><div class="sub" data-part="sub">${part('sub')}</div><div class="state" data-part="state" role="status"></div><div class="body"><div class="map-area" data-part="map">${part('map')}</div><div class="photo" data-part="photo">${part('photo')}</div><div class="actions"${isOver(view) ? trusted(' hidden') : null}><slot name="actions"></slot></div><div class="claims"${isDelivered(view) ? null : trusted(' hidden')}><slot name="claims"></slot></div><section class="looks" data-part="looks">${part('looks')}</section><section class="history" data-part="history">${part('history')}</section><div class="more"><slot name="more"></slot></div></div><p class="unseen" data-part="spoken" aria-live="polite"></p></article><script type="application/json" data-part="first">${jsonForScript({ view, baseMap, now })}</script>`
    .markup;
}

/** What stands in the element while a shop's page waits for the first view, or cannot get one. */
export function paintWaiting(language: Language): string {
  return html`<style>${trusted(parcelCss)}</style><article lang="${language}"><div class="state" data-part="state" role="status"><p>${words[language].loading}</p></div></article>`
    .markup;
}
