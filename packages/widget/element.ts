import type { BaseMap } from '@doorstep/contract';
import type { Language } from '@doorstep/domain/text/language.ts';
import { fetchFirst, type LiveParcel, type ParcelUrls, readFirst, startLiveParcel } from './live-parcel.ts';
import { parcelUrlOf } from './photo-area.ts';
import { paintInside } from './render.ts';
import { startServerClock } from './server-clock.ts';

/**
 * `<doorstep-parcel parcel-id language>`: server-rendered, it goes on from its declared shadow root and follows the
 * stream that `live` names (none without it). Alone on a shop's page, it fetches view and stream by itself; `server` is
 * then our origin where that is another one, `base-map` and `base-map-attribution` the map to draw.
 */
export class DoorstepParcel extends HTMLElement {
  #live: LiveParcel | null = null;
  #wasHere = false;
  readonly #leave = (): void => this.#live?.close();
  readonly #return = (): void => this.#live?.open();

  connectedCallback(): void {
    // A page in the back/forward cache may hold no open stream.
    addEventListener('pagehide', this.#leave);
    addEventListener('pageshow', this.#return);
    void this.#start();
  }

  disconnectedCallback(): void {
    removeEventListener('pagehide', this.#leave);
    removeEventListener('pageshow', this.#return);
    this.#live?.stop();
    this.#live = null;
  }

  async #start(): Promise<void> {
    const language = this.getAttribute('language') === 'en' ? 'en' : 'de';
    const declared = this.shadowRoot ?? adoptTemplate(this);
    const root = declared ?? this.attachShadow({ mode: 'open' });
    const parcelUrl = parcelUrlHere(this);
    const left = readFirst(root, language, parcelUrl);
    const urls = urlsOf(this, language, parcelUrl, left !== null);
    // Moved within the page: the shadow root may show a later view than the one to go on from.
    if (left !== null && this.#wasHere) root.innerHTML = paintInside(left);
    this.#wasHere = true;
    const first = left ?? (await fetchFirst(root, language, baseMapOf(this), urls));
    if (first === null || !this.isConnected || this.#live !== null) return;
    this.#live = startLiveParcel(root, first, urls, startServerClock(first.now + sinceSent(left !== null)));
  }
}

/** Browsers without declarative shadow DOM leave the template where it is. */
function adoptTemplate(host: HTMLElement): ShadowRoot | null {
  const template = host.querySelector('template');
  if (template === null) return null;
  const root = host.attachShadow({ mode: 'open' });
  root.append(template.content);
  template.remove();
  return root;
}

function parcelUrlHere(host: HTMLElement): string {
  const server = host.getAttribute('server') ?? '';
  const own = parcelUrlOf(host.getAttribute('parcel-id') ?? '', null);
  const live = host.getAttribute('live');
  return live === null ? server + own : parcelUrlOf('', live);
}

function urlsOf(host: HTMLElement, language: Language, parcelUrl: string, rendered: boolean): ParcelUrls {
  const live = host.getAttribute('live') ?? (rendered ? null : `${parcelUrl}/live`);
  const query = `?lang=${language}`;
  return {
    live: live === null ? null : live + query,
    parcel: parcelUrl,
    view: parcelUrl + query,
    signIn: signInUrl(new URL(parcelUrl, document.baseURI)),
  };
}

/** From our own page of the parcel it leads back there; a shop's page is not ours to lead to, and a guest's link no address to repeat. */
function signInUrl(server: URL): string {
  const isOurs = server.origin === location.origin && location.pathname.startsWith('/parcels/');
  return new URL(isOurs ? `/login?next=${encodeURIComponent(location.pathname)}` : '/login', server).href;
}

function baseMapOf(host: HTMLElement): BaseMap | null {
  const path = host.getAttribute('base-map');
  return path === null ? null : { path, attribution: host.getAttribute('base-map-attribution') ?? '© OpenStreetMap' };
}

/** Milliseconds since the server painted the page; 0 where that is not known. The stream soon says it exactly. */
function sinceSent(rendered: boolean): number {
  const [navigation] = performance.getEntriesByType('navigation');
  // A page taken from a cache says nothing of now.
  if (!rendered || !(navigation instanceof PerformanceNavigationTiming) || navigation.transferSize === 0) return 0;
  return performance.now() - navigation.responseStart;
}
