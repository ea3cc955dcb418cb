import type { BaseMap, ParcelViewMessage } from '@doorstep/contract';
import type { Language } from '@doorstep/domain/text/language.ts';
import { dial } from './dial.ts';
import { houses } from './houses.ts';
import { html, keepNumbersTogether, type Markup } from './html.ts';
import { whereVanIs } from './where.ts';
import { words } from './words.ts';

type View = ParcelViewMessage;
type OpenMap = Extract<View['map'], { shown: true }>;
type ClosedMap = Extract<View['map'], { shown: false }>;

/** Where the way lies ahead and the map may yet open, the drawing shows it; where not, the sentence alone does. */
const waitingFor: ReadonlySet<string> = new Set(['not_near_yet', 'not_today', 'not_on_its_way', 'no_position']);

const lateMillis = 30_000;

/** Which of the two the map area is; the library's map lives on only while this stays `open`. */
export function mapAreaKind(view: View): 'open' | 'closed' {
  return view.map.shown ? 'open' : 'closed';
}

/** The whole map area, as the server paints it. */
export function mapArea(view: View, baseMap: BaseMap | null, language: Language, now: number): Markup {
  return view.map.shown ? openMap(view.map, baseMap, language, now) : closedMap(view, view.map, language);
}

function openMap(map: OpenMap, baseMap: BaseMap | null, language: Language, now: number): Markup {
  const look = ['map open', ...(isLate(map, now) ? ['late'] : []), ...(baseMap === null ? ['plain'] : [])];
  return html`<figure class="${look.join(' ')}">${dial(map, language)}<div class="canvas" data-part="canvas"></div><figcaption class="where" data-part="where">${whereWords(map, language)}</figcaption><p class="pill freshness" data-part="freshness">${freshness(map, language, now)}</p>${baseMap === null ? null : attribution(baseMap, language)}</figure>`;
}

/** Names the map's source; OpenStreetMap's licence asks for the link, a map from elsewhere has none to offer. */
function attribution({ attribution: german, attributionEnglish }: BaseMap, language: Language): Markup {
  const source = language === 'en' ? (attributionEnglish ?? german) : german;
  const named = source.includes('OpenStreetMap')
    ? html`<a href="https://www.openstreetmap.org/copyright" rel="noreferrer">${source}</a>`
    : html`<span>${source}</span>`;
  return html`<p class="pill source">${named}</p>`;
}

/** The map in words: for everyone before the library is there, for screen readers after. */
export function whereWords(map: OpenMap, language: Language): string {
  return whereVanIs(map.van, map.home, map.distanceMetres, language);
}

/**
 * "Lieferwagen, vor 4 s": an age can only be zero or more, whatever the clocks say. Near other people's doors no age is
 * told, as the dot keeps behind the van there: "Lieferwagen, ungefähr hier".
 */
export function freshness(map: OpenMap, language: Language, now: number): Markup {
  const { van, age, delayed, aboutHere } = words[language];
  if (map.van.freshness === 'lagging')
    return html`<span class="dot"></span><span class="what">${van},</span> <span class="age">${aboutHere}</span>`;
  const seconds = Math.max(0, Math.floor((now - Date.parse(map.van.fixedAt)) / 1000));
  const late = isLate(map, now);
  return html`<span class="${late ? 'dot late' : 'dot'}"></span><span class="what">${van},</span> <span class="age">${late ? `${delayed}, ` : null}${age(seconds)}</span>`;
}

/** From 30 s on a position counts as delayed, also where no newer word of it has come. */
export function isLate({ van }: OpenMap, now: number): boolean {
  if (van.freshness === 'lagging') return false;
  return van.freshness === 'delayed' || now - Date.parse(van.fixedAt) >= lateMillis;
}

function closedMap(view: View, map: ClosedMap, language: Language): Markup {
  const { code, sentence } = map.because;
  // Where the map waits for the van to come nearer, the sentence says how far it is now.
  const more =
    view.stopsAway?.kind === 'more_than' && code !== 'not_near_yet'
      ? html` <strong>${fullStop(view.stopsAway.sentence)}</strong>`
      : null;
  const drawn = waitingFor.has(code) ? row(view, code, language) : null;
  return html`<div class="map closed">${drawn}<p class="because">${keepNumbersTogether(sentence)}${more}</p></div>`;
}

function row(view: View, code: string, language: Language): Markup {
  const { houses: bracket, yourHome, stillMoreThan, still } = words[language];
  const stops = view.stopsAway;
  const left =
    stops?.kind === 'more_than'
      ? stillMoreThan(stops.count)
      : stops?.kind === 'number' && stops.count > 0
        ? still(stops.count)
        : '';
  // Where the position is what is missing, the van is near already and no bracket has to be crossed.
  const label = code === 'no_position' ? '' : bracket;
  return html`<div class="${label === '' ? 'row bare' : 'row'}" aria-hidden="true"><span class="bracket-label">${label}</span>${houses}<span class="row-left">${left}</span><span class="row-right">${yourHome}</span></div>`;
}

/** A short line as a sentence of its own. */
export function fullStop(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
