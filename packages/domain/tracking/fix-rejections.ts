import type { Bilingual } from '../text/language.ts';

/** Why a fix is rejected (rules.md section 8): a code for programs; the sentences below for people. */
export const fixRejections = [
  'no_coordinates',
  'out_of_range',
  'null_island',
  'in_the_future',
  'route_not_started',
  'route_over',
  'inaccurate',
  'implausible_speed',
  'on_break',
  'too_old',
  'same_instant',
  'phone_retired',
] as const;
export type FixRejection = (typeof fixRejections)[number];

export const fixRejectionSentences: Readonly<Record<FixRejection, Bilingual>> = {
  no_coordinates: {
    de: 'Die Position enthält keine Koordinaten.',
    en: 'The position has no coordinates.',
  },
  out_of_range: {
    de: 'Koordinaten oder Zeit der Position liegen außerhalb des Möglichen.',
    en: 'The coordinates or the time of the position are out of range.',
  },
  null_island: {
    de: 'Die Position liegt bei 0 Grad Breite und 0 Grad Länge: Das Gerät kennt seinen Ort nicht.',
    en: 'The position is at 0 degrees latitude and 0 degrees longitude: the device does not know its place.',
  },
  in_the_future: {
    de: 'Die Zeit der Position liegt mehr als 60 Sekunden in der Zukunft.',
    en: 'The time of the position is more than 60 seconds in the future.',
  },
  route_not_started: {
    de: 'Zur Zeit dieser Position war die Tour nicht gestartet. Sie wird nicht gespeichert.',
    en: 'The route had not started at the time of this position. It is not stored.',
  },
  route_over: {
    de: 'Zur Zeit dieser Position war die Tour beendet. Sie wird nicht gespeichert.',
    en: 'The route was over at the time of this position. It is not stored.',
  },
  inaccurate: {
    de: 'Die Position ist ungenauer als 100 Meter.',
    en: 'The position is less accurate than 100 metres.',
  },
  implausible_speed: {
    de: 'Von der Position davor aus wären mehr als 200 km/h nötig gewesen.',
    en: 'Getting here from the position before would have taken more than 200 km/h.',
  },
  on_break: {
    de: 'Während einer Pause wird keine Position gespeichert.',
    en: 'No position is stored during a break.',
  },
  too_old: {
    de: 'Die Position ist älter, als Positionen aufbewahrt werden.',
    en: 'The position is older than positions are kept.',
  },
  same_instant: {
    de: 'Für diesen Augenblick liegt schon eine andere Position vor.',
    en: 'There is already another position for this instant.',
  },
  phone_retired: {
    de: 'Zur Zeit dieser Position hatte schon ein anderes Telefon die Tour übernommen.',
    en: 'By the time of this position another phone had taken the route over.',
  },
};
