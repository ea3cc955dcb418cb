import type { ParcelViewMessage } from '@doorstep/contract';
import type { Coordinates } from '@doorstep/domain/geo/coordinates.ts';
import type { Language } from '@doorstep/domain/text/language.ts';
import { lengthWords } from './formats.ts';
import { html, type Markup } from './html.ts';
import { words } from './words.ts';

type OpenMap = Extract<ParcelViewMessage['map'], { shown: true }>;

/*
 * The map before the map is there: distance and bearing. Your address stands where the map will put it, the van where
 * it will be found on the map, rings around you say how far that is. A drawing of the surrounding streets would have to
 * be cut from the tiles for each parcel and would weigh more than everything else of the first view; rings weigh half a
 * kilobyte, need no base map, and are true at once, without JavaScript too.
 */

/** The drawing's own units; it is fitted into the map's place whole, and what lies beyond is cut off there. */
const width = 366;
const height = 344;
/** Where markers may stand: as map.ts frames them, and clear of the words above. */
const frame = { left: 62, right: width - 62, top: 92, bottom: height - 104 };
const metresADegree = 111_320;
/** The closest look: as many metres a unit as the map's closest zoom shows. */
const closestMetresAUnit = 0.55;

interface Placed {
  readonly home: { readonly x: number; readonly y: number };
  readonly van: { readonly x: number; readonly y: number };
  readonly metresAUnit: number;
}

/** Both markers in the drawing's units, north up, so that they fill the frame. */
export function placeOnDial(van: Coordinates, home: Coordinates): Placed {
  const east = (van.lon - home.lon) * metresADegree * Math.cos((home.lat * Math.PI) / 180);
  const south = (home.lat - van.lat) * metresADegree;
  const metresAUnit = Math.max(
    closestMetresAUnit,
    Math.abs(east) / (frame.right - frame.left),
    Math.abs(south) / (frame.bottom - frame.top),
  );
  const middle = { x: (frame.left + frame.right) / 2, y: (frame.top + frame.bottom) / 2 };
  const half = { x: east / metresAUnit / 2, y: south / metresAUnit / 2 };
  return {
    home: { x: round(middle.x - half.x), y: round(middle.y - half.y) },
    van: { x: round(middle.x + half.x), y: round(middle.y + half.y) },
    metresAUnit,
  };
}

/** The drawing as the server paints it; hidden from screen readers, whom the words beside it tell the same. */
export function dial(map: OpenMap, language: Language): Markup {
  const placed = placeOnDial(map.van, map.home);
  const { home, van } = placed;
  return html`<svg class="dial" viewBox="0 0 ${width} ${height}" aria-hidden="true" focusable="false"><g data-dial="rings">${rings(placed, language)}</g><g class="dial-home" data-dial="home" transform="translate(${home.x} ${home.y})"><circle r="18.75"/><path d="M0-10.5 11-.6H8V9H2.6V2.6h-5.2V9H-8V-.6h-3z"/><text data-dial="label" y="${labelHeight(placed)}">${words[language].home}</text></g><g class="dial-van" data-dial="van" transform="translate(${van.x} ${van.y})"><circle r="18.75"/><g data-dial="heading" transform="rotate(${map.van.headingDegrees ?? 0})"><path d="${map.van.headingDegrees === null ? spot : arrow}"/></g></g></svg>`;
}

const arrow = 'M0-10.5 8.2 8.4q.4 1.4-1 .9L0 6l-7.2 3.3q-1.4.5-1-.9z';
const spot = 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z';

/** Moves a painted drawing to the newest view, gliding where motion is welcome: the style sheet says how. */
export function moveDial(figure: Element, map: OpenMap, language: Language): void {
  const placed = placeOnDial(map.van, map.home);
  const part = (name: string) => figure.querySelector<SVGGElement>(`[data-dial=${name}]`);
  const put = (name: string, { x, y }: { x: number; y: number }) => {
    const group = part(name);
    if (group !== null) group.style.transform = `translate(${x}px,${y}px)`;
  };
  put('home', placed.home);
  put('van', placed.van);
  part('label')?.setAttribute('y', String(labelHeight(placed)));
  const { headingDegrees } = map.van;
  // A standing phone knows no heading; the arrow then keeps the last one known.
  if (headingDegrees !== null) part('heading')?.setAttribute('transform', `rotate(${headingDegrees})`);
  const painted = rings(placed, language).markup;
  const around = part('rings');
  if (around !== null && around.innerHTML !== painted) around.innerHTML = painted;
}

/** The words stand below the house, or above it where the van would stand on them. */
function labelHeight({ home, van }: Placed): number {
  const isUnderneath = van.y > home.y - 4 && van.y - home.y < 64 && Math.abs(van.x - home.x) < 72;
  return isUnderneath ? -28 : 38;
}

/** Three rings at round distances, none too narrow for the markers, each with its figure beside you. */
function rings({ home, metresAUnit }: Placed, language: Language): Markup {
  const step = roundDistances.find((metres) => metres / metresAUnit >= narrowestRing) ?? 10_000;
  // On the side with more room.
  const side = home.x < width / 2 ? 1 : -1;
  const drawn = [1, 2, 3].map((ring) => {
    const radius = round((step * ring) / metresAUnit);
    const x = round(home.x + side * radius);
    // A figure that the edge would cut through is left out; its ring still says that the steps go on.
    const isWhole = x >= halfFigure && x <= width - halfFigure;
    const figure = isWhole
      ? html`<text x="${x}" y="${home.y + 4}">${lengthWords(step * ring, step * ring < 1_000 ? 'm' : 'km', language)}</text>`
      : null;
    return html`<circle class="ring" cx="${home.x}" cy="${home.y}" r="${radius}"/>${figure}`;
  });
  return html`${drawn}`;
}

const narrowestRing = 56;
/** Half as wide as the widest figure, in a wide system font, too. */
const halfFigure = 26;
const roundDistances = [50, 100, 200, 250, 500, 1_000, 2_000, 2_500, 5_000];

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
