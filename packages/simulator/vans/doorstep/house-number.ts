import type { Chance } from '../../chance.ts';
import { project, scaleAt, wallAway } from './camera.ts';
import { pick } from './colours.ts';

/**
 * Digits and the letters that follow house numbers, as strokes in a box 60 wide and 100 high: a picture must not
 * depend on the fonts of the machine that draws it.
 */
const strokes: Readonly<Record<string, string>> = {
  '0': 'M30 6C12 6 8 26 8 50S12 94 30 94 52 74 52 50 48 6 30 6Z',
  '1': 'M14 24 34 8V94',
  '2': 'M10 28C10 12 22 6 31 6 44 6 51 15 51 27 51 47 16 66 9 94H53',
  '3': 'M11 18C18 8 26 6 31 6 43 6 50 15 50 26 50 39 40 46 28 46 42 46 52 55 52 70 52 86 42 94 29 94 20 94 12 90 8 80',
  '4': 'M40 94V6L7 68H54',
  '5': 'M49 6H16L12 46C18 40 25 38 31 38 44 38 53 49 53 65 53 83 43 94 29 94 19 94 12 89 8 80',
  '6': 'M46 12C28 2 9 22 9 60 9 82 18 94 31 94 44 94 52 83 52 68 52 53 43 43 31 43 20 43 11 51 9 62',
  '7': 'M8 6H52L24 94',
  '8': 'M30 46C18 46 12 37 12 26 12 14 19 6 30 6S48 14 48 26C48 37 42 46 30 46 16 46 8 56 8 70 8 85 17 94 30 94S52 85 52 70C52 56 44 46 30 46Z',
  '9': 'M14 88C32 98 51 78 51 40 51 18 42 6 29 6 16 6 8 17 8 32 8 47 17 57 29 57 40 57 49 49 51 38',
  a: 'M44 46C38 34 12 36 12 64 12 98 44 100 46 66M46 40V94',
  b: 'M12 6V94M12 62C14 36 50 36 50 66S14 98 12 70',
  c: 'M48 50C38 34 10 38 10 66S38 98 48 82',
  d: 'M48 6V94M48 62C46 36 10 36 10 66S46 98 48 70',
  e: 'M11 66H50C50 30 10 34 10 66 10 100 42 98 49 84',
  f: 'M48 12C36 2 26 8 26 24V94M10 42H44',
  '-': 'M14 58H46',
  '/': 'M12 98 48 2',
};
const stepWidth = 70;
const height = 100;

interface Plate {
  readonly ground: string | null;
  readonly ink: string;
  readonly edge: string | null;
  readonly weight: number;
}

/** Enamel as in old streets, slate, brass and steel numbers screwed to the wall, glazed tiles. */
const plates: readonly Plate[] = [
  { ground: '#1f3f7a', ink: '#f7f4ea', edge: '#f7f4ea', weight: 13 },
  { ground: '#1f3f7a', ink: '#f7f4ea', edge: '#f7f4ea', weight: 10 },
  { ground: '#f6f2e6', ink: '#1d2a2e', edge: '#1d2a2e', weight: 11 },
  { ground: '#3b3f42', ink: '#e9e6dd', edge: null, weight: 11 },
  { ground: '#efe6d2', ink: '#2f5d50', edge: '#2f5d50', weight: 12 },
  { ground: null, ink: '#2b2d2f', edge: null, weight: 14 },
  { ground: null, ink: '#a97d37', edge: null, weight: 13 },
  { ground: null, ink: '#8e959a', edge: null, weight: 13 },
];

/** The house number on the wall, its middle at this place (metres right and up). */
export function drawHouseNumber(text: string, right: number, up: number, wallIsDark: boolean, chance: Chance): string {
  const letters = [...text.toLowerCase().replace(/\s+/g, '')].filter((letter) => letter in strokes);
  if (letters.length === 0) return '';
  const free = wallIsDark ? plates.filter(({ ground }) => ground !== null) : plates;
  const plate = pick(free, chance);
  const scale = (scaleAt(wallAway) * (plate.ground === null ? 0.2 : 0.165)) / height;
  const width = letters.length * stepWidth - 10;
  const [x, y] = project([right, up, wallAway]);
  const [padX, padY] = [34, 28];
  const digits = (ink: string) =>
    letters
      .map(
        (letter, index) =>
          `<path d="${strokes[letter]}" transform="translate(${index * stepWidth} 0)" stroke="${ink}"/>`,
      )
      .join('');
  const board =
    plate.ground === null
      ? ''
      : `<rect x="${-padX}" y="${-padY}" width="${width + 2 * padX}" height="${height + 2 * padY}" rx="12" fill="#000" opacity=".28" transform="translate(5 8)" filter="url(#soft)"/>
         <rect x="${-padX}" y="${-padY}" width="${width + 2 * padX}" height="${height + 2 * padY}" rx="12" fill="${plate.ground}"/>
         <rect x="${-padX}" y="${-padY}" width="${width + 2 * padX}" height="${height + 2 * padY}" rx="12" fill="url(#sheen)"/>
         ${plate.edge === null ? '' : `<rect x="${-padX + 9}" y="${-padY + 9}" width="${width + 2 * padX - 18}" height="${height + 2 * padY - 18}" rx="7" fill="none" stroke="${plate.edge}" stroke-width="4"/>`}`;
  const shadow = plate.ground === null ? `<g transform="translate(4 7)" opacity=".35">${digits('#000')}</g>` : '';
  return `<g transform="translate(${(x - (width / 2) * scale).toFixed(1)} ${(y - (height / 2) * scale).toFixed(1)}) scale(${scale.toFixed(3)})" fill="none" stroke-width="${plate.weight}" stroke-linecap="round" stroke-linejoin="round">${board}${shadow}${digits(plate.ink)}</g>`;
}
