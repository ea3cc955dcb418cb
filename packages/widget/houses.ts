import { type Markup, trusted } from './html.ts';

interface House {
  readonly left: number;
  readonly width: number;
  readonly wall: number;
  readonly roof: number;
  readonly kind: number;
}

const ground = 84;

/**
 * The row of houses: the way that is left, seen from your own house, the last of it under a bracket that fades with the
 * houses. It counts nothing: how many stops the map waits for is a setting, and the sentence beside the drawing names it.
 */
export const houses: Markup = trusted(drawRow());

function drawRow(): string {
  const widths = [27, 26, 30, 26, 28, 25, 29, 26, 27, 28, 26, 30, 27];
  const walls = [36, 46, 34, 43, 32, 44, 40, 33, 41, 35, 44, 37, 41];
  const neighbours: House[] = [];
  let left = -20;
  widths.forEach((width, index) => {
    neighbours.push({ left, width, wall: walls[index] ?? 40, roof: index % 3 === 1 ? 11 : 14, kind: index % 4 });
    left += width + 1;
  });
  const own = left + 5;
  return (
    '<svg class="houses" viewBox="0 0 400 92" aria-hidden="true" focusable="false">' +
    '<defs><linearGradient id="fade"><stop offset="0" stop-color="#000"/><stop offset=".24" stop-color="#fff"/></linearGradient>' +
    '<radialGradient id="glow"><stop offset="0" class="glow"/><stop offset="1" class="glow end"/></radialGradient>' +
    '<mask id="far"><rect width="400" height="92" fill="url(#fade)"/></mask></defs>' +
    `<circle cx="${own + 22}" cy="52" r="88" fill="url(#glow)"/>` +
    `<g mask="url(#far)">${neighbours.map(drawHouse).join('')}<path class="street" d="M0 ${ground}.5h400"/>` +
    `<path class="bracket" d="M0 6H${left - 2}v8"/></g>${drawOwn(own)}</svg>`
  );
}

function drawHouse({ left, width, wall, roof, kind }: House): string {
  const top = ground - wall;
  const outline = `M${left} ${ground}V${top}l${width / 2} ${-roof}l${width / 2} ${roof}V${ground}Z`;
  const chimney = kind === 2 ? `<path class="house" d="M${left + width - 9} ${top - 2}v-9h5v12"/>` : '';
  const window = (x: number, y: number) => `M${left + x} ${y}h5v7h-5z`;
  const row = (y: number) => window(width / 2 - 8, y) + window(width / 2 + 3, y);
  const windows = row(top + 6) + (wall > 40 ? window(width / 2 - 8, top + 19) : '');
  const door = `M${left + width / 2 + (wall > 40 ? 3 : -3)} ${ground}v-13h6v13z`;
  return `${chimney}<path class="house" d="${outline}"/><path class="pane" d="${windows}"/><path class="pane" d="${door}"/>`;
}

function drawOwn(left: number): string {
  const pane = (x: number) => `M${left + x} 46h8v9h-8z`;
  return (
    `<path class="own" d="M${left} ${ground}V42L${left + 22} 20l22 22V${ground}Z"/>` +
    `<path class="own-pane" d="${pane(10)}${pane(26)}M${left + 16} ${ground}V65h12v19z"/>` +
    `<circle class="own" cx="${left + 25}" cy="75" r="1.2"/><path class="step" d="M${left + 12} ${ground + 1}.5h20"/>`
  );
}
