import { bearingDegrees, type Coordinates } from '@doorstep/domain/geo/coordinates.ts';
import type { Language } from '@doorstep/domain/text/language.ts';
import { lengthWords } from './formats.ts';
import { words } from './words.ts';

/** Nearer than this the van is said to be with you; a phone's position is no finer. */
const withYouMetres = 30;

/** "Der Lieferwagen ist 1,2 km nordöstlich von Ihnen.": the map in words, without a distance where none is told. */
export function whereVanIs(
  van: Coordinates,
  home: Coordinates,
  distanceMetres: number | null,
  language: Language,
): string {
  const { atHome, whereIs, liesIn } = words[language];
  const direction = Math.round(bearingDegrees(home, van) / 45) % 8;
  if (distanceMetres === null) return liesIn(direction);
  if (distanceMetres < withYouMetres) return atHome;
  const far = distanceMetres >= 950;
  const rounded = far ? distanceMetres : Math.max(50, Math.round(distanceMetres / 50) * 50);
  const distance = lengthWords(rounded, far ? 'km' : 'm', language)
    // A number stays with its unit when the line breaks.
    .replace(' ', '\u00a0');
  return whereIs(distance, direction);
}
