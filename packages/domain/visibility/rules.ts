import type { Bilingual } from '../text/language.ts';
import { thresholdWords } from '../text/reasons.ts';
import { cloakRule as cloak } from '../tracking/cloak.ts';
import { isNear } from '../tracking/nearness.ts';
import {
  type Asked,
  type AskedOnTheWay,
  isAllowed,
  isJourneyOver,
  isOnItsWay,
  isPositionKnown,
  isServiceDateToday,
} from './asked.ts';
import { defaultVisibilitySettings as usual } from './settings.ts';
import { type Shows, showsEverything, showsNothing } from './shows.ts';
import type { ReasonCode } from './views.ts';

/*
 * Section 2 of the rules as three ordered tables, because three questions are independent: is there anything live to
 * see, is there a dot, is there a number. In each the first row whose `when` holds answers.
 */

interface Row {
  readonly row: string;
  readonly reason: ReasonCode | null;
  /** The condition and what it shows in words, for the printed rules. */
  readonly condition: Bilingual;
  readonly shown: Bilingual;
}

export interface GateRow extends Row {
  readonly when: (asked: Asked) => boolean;
  readonly shows: Shows;
}

export interface PositionRow extends Row {
  readonly when: (asked: AskedOnTheWay) => boolean;
  readonly shows: 'dot' | 'lagging_dot' | 'no_dot';
}

export interface CountRow extends Row {
  readonly when: (asked: AskedOnTheWay) => boolean;
  readonly shows: 'words' | 'more_than' | 'number';
}

const statusAndWindow: Shows = { ...showsEverything, live: 'no' };
const statusAndWindowShown: Bilingual = { de: 'Stand und Zeitfenster', en: 'status and window' };

export const gateRows: readonly GateRow[] = [
  {
    row: 'G1',
    when: ({ viewer, parcel }) => viewer.kind === 'stranger' || (viewer.kind === 'neighbour' && parcel.confidential),
    reason: null,
    shows: showsNothing,
    condition: {
      de: 'das Paket gehört nicht zu dieser Person (auch: Pass für ein vertrauliches Paket, den es nicht gibt)',
      en: "the parcel is not this person's (also: a pass for a confidential parcel, which does not exist)",
    },
    shown: { de: 'nichts (404, wie „gibt es nicht“)', en: 'nothing (404, as for "does not exist")' },
  },
  {
    row: 'G2',
    when: ({ viewer, parcel }) => parcel.gift && viewer.kind === 'buyer',
    reason: 'gift',
    shows: {
      ...showsNothing,
      status: 'coarse',
      timeline: 'yes',
      serviceDate: 'yes',
      merchant: 'yes',
      giftMark: 'yes',
    },
    condition: {
      de: 'Geschenk, und die Person hat es gekauft und empfängt es nicht',
      en: 'gift, and the person is its buyer and not its recipient',
    },
    shown: {
      de: 'nach Tagen „unterwegs“, dann angekommen, zurück oder verloren; kein Ort, Zeitfenster, Foto, Zusteller',
      en: '"on its way" by day, then arrived, returned or lost; no place, window, photo, carrier',
    },
  },
  {
    row: 'G3',
    when: ({ parcel }) => parcel.confidential,
    reason: 'confidential',
    shows: {
      ...showsEverything,
      words: 'for_anyone',
      times: 'day',
      window: 'none',
      carrier: 'own_label',
      merchant: 'no',
      photo: 'no',
      live: 'no',
    },
    condition: { de: 'Paket oder Adresse ist vertraulich', en: 'the parcel or its address is confidential' },
    shown: {
      de: 'Stand und Ergebnis; der Tag, kein Zeitfenster; kein Link nach außen',
      en: 'status and outcome; the day, no window; no link elsewhere',
    },
  },
  {
    row: 'G4',
    when: ({ parcel }) => parcel.carrier.kind === 'other',
    reason: 'other_carrier',
    shows: { ...showsEverything, window: 'none', photo: 'no', live: 'no' },
    condition: { de: 'ein anderer Zusteller bringt es', en: 'carried by another carrier' },
    shown: { de: 'Name, Stand und Link dieses Zustellers', en: "that carrier's label, status and link" },
  },
  {
    row: 'G5',
    when: isJourneyOver,
    reason: 'journey_over',
    shows: { ...showsEverything, window: 'none', live: 'no' },
    condition: {
      de: 'die Fahrt dieses Versuchs ist zu Ende: zugestellt, versucht, zur Abholung, zurück, storniert, verloren, beschädigt',
      en: 'the journey of this attempt is over: delivered, attempted, held for pick-up, returned, cancelled, lost, damaged',
    },
    shown: {
      de: 'das Ergebnis; nie wieder eine Position dieses Versuchs (ein neuer Versuch oder „zurückgenommen“ öffnet neu)',
      en: 'the outcome; no position of this attempt ever again (a new attempt or an undo opens anew)',
    },
  },
  {
    row: 'G6',
    when: ({ parcel }) => parcel.gift,
    reason: 'gift',
    shows: statusAndWindow,
    condition: { de: 'Geschenk, und die Person empfängt es', en: 'gift, and the person is its recipient' },
    shown: {
      de: 'Stand und Zeitfenster; Inhalt und Preis nicht genannt',
      en: 'status and window; contents and price not named',
    },
  },
  {
    row: 'G7',
    when: ({ viewer }) => viewer.mapSwitchedOff,
    reason: 'switched_off',
    shows: statusAndWindow,
    condition: {
      de: 'wer fragt oder eine der empfangenden Personen hat die Karte ausgeschaltet',
      en: 'whoever asks, or one of the recipients, has switched the map off',
    },
    shown: statusAndWindowShown,
  },
  {
    row: 'G8',
    when: ({ parcel }) => !parcel.regionHasMapTracking,
    reason: 'region_not_served',
    shows: statusAndWindow,
    condition: {
      de: 'die Adresse liegt in keiner Region mit Karte',
      en: 'the address is outside every region with map tracking',
    },
    shown: statusAndWindowShown,
  },
  {
    row: 'G9',
    when: (asked) => !isOnItsWay(asked) && !isServiceDateToday(asked),
    reason: 'not_today',
    shows: { ...statusAndWindow, window: 'planned' },
    condition: {
      de: 'nicht auf einer gestarteten Tour des Liefertags, und der Liefertag ist nicht heute',
      en: "not on a started route of the parcel's service date, and that date is not today",
    },
    shown: { de: 'Stand und geplantes Zeitfenster', en: 'status and planned window' },
  },
  {
    row: 'G9',
    when: (asked) => !isOnItsWay(asked),
    reason: 'not_on_its_way',
    shows: { ...statusAndWindow, window: 'planned' },
    condition: {
      de: 'nicht auf einer gestarteten Tour des Liefertags, und der Liefertag ist heute',
      en: "not on a started route of the parcel's service date, and that date is today",
    },
    shown: { de: 'Stand und geplantes Zeitfenster', en: 'status and planned window' },
  },
  {
    row: 'G10',
    when: () => true,
    reason: null,
    shows: showsEverything,
    condition: { de: 'sonst', en: 'otherwise' },
    shown: { de: 'Stand, und die beiden folgenden Tabellen', en: 'status, and the two tables below' },
  },
];

export const positionRows: readonly PositionRow[] = [
  {
    row: 'P0',
    when: ({ settings }) => settings.position === 'never',
    reason: 'map_not_offered',
    shows: 'no_dot',
    condition: {
      de: 'die Position steht für diese Region, diesen Händler oder dieses Paket auf „nie“ (üblich: die Schwellen von P2)',
      en: 'the position is set to "never" for this region, merchant or parcel (by default: the thresholds of P2)',
    },
    shown: { de: 'kein Punkt', en: 'no dot' },
  },
  {
    row: 'P1',
    when: (asked) => !isPositionKnown(asked),
    reason: 'no_position',
    shows: 'no_dot',
    condition: {
      de: `Pause, Position abgeschaltet, oder die neueste Position ist älter als ${usual.hiddenAfterSeconds} s (ab ${usual.delayedAfterSeconds} s gilt der Punkt als verzögert)`,
      en: `break, gone dark, or the newest fix is older than ${usual.hiddenAfterSeconds} s (from ${usual.delayedAfterSeconds} s on the dot is marked delayed)`,
    },
    shown: { de: 'kein Punkt; ein Satz für alle drei Fälle', en: 'no dot; one sentence for all three' },
  },
  {
    row: 'P2',
    when: ({ route, stop, parcel, settings }) =>
      parcel.mapOpenedAt === null && !isNear(route, stop.stopId, settings.position),
    reason: 'not_near_yet',
    shows: 'no_dot',
    condition: {
      de: `noch nicht nah: eine Schwelle (üblich: höchstens ${thresholdWords('de', usual.position)}) ist nicht erfüllt; waren alle einmal erfüllt, bleibt die Karte für diesen Versuch offen`,
      en: `not near yet: a threshold (by default at most ${thresholdWords('en', usual.position)}) does not hold; once all held, the map stays open for this attempt`,
    },
    shown: { de: 'kein Punkt; worauf die Karte wartet', en: 'no dot; what it waits for' },
  },
  {
    row: 'P3',
    // `cloaked` is null where the dot would have to lag and the van has driven no way yet to rest on.
    when: ({ cloaked }) => cloaked === null,
    reason: 'no_position',
    shows: 'no_dot',
    condition: {
      de: 'nah am Stopp anderer, und es ist noch kein Weg gefahren, auf dem der Punkt zurückbleiben könnte',
      en: "near another recipient's stop, and no way has been driven yet on which the dot could lag",
    },
    shown: { de: 'kein Punkt', en: 'no dot' },
  },
  {
    row: 'P3',
    when: ({ cloaked }) => cloaked !== 'at_van',
    reason: null,
    shows: 'lagging_dot',
    condition: {
      de: `der Lieferwagen steht am Stopp anderer, kommt ihm nah (ab ${cloak.farMetres} m) oder hat ihn gerade verlassen (Einstellung, üblich: an)`,
      en: `the van stands at another recipient's stop, comes near it (from ${cloak.farMetres} m on) or has just left it (a setting, on by default)`,
    },
    shown: {
      de: `der Punkt folgt auf dem gefahrenen Weg, zufällige ${cloak.backMetres.least} bis ${cloak.backMetres.most} m zurück, nie rückwärts; er ruht, bis der Lieferwagen zufällige ${cloak.pastMetres.least} bis ${cloak.pastMetres.most} m weiter ist oder am nächsten Stopp steht. Ist der eigene Stopp der nächste, holt der Punkt danach auf`,
      en: `the dot follows on the way driven, a random ${cloak.backMetres.least} to ${cloak.backMetres.most} m back, never backwards; it rests until the van is a random ${cloak.pastMetres.least} to ${cloak.pastMetres.most} m farther or stands at the next stop. Once one's own stop is next, it then comes up to the van`,
    },
  },
  {
    row: 'P4',
    when: () => true,
    reason: null,
    shows: 'dot',
    condition: { de: 'sonst', en: 'otherwise' },
    shown: { de: 'Punkt und Fahrtrichtung', en: 'dot and heading' },
  },
];

export const countRows: readonly CountRow[] = [
  {
    row: 'C0',
    when: ({ settings }) => settings.count === 'never',
    reason: 'count_not_offered',
    shows: 'words',
    condition: {
      de: 'die Zahl steht für diese Region, diesen Händler oder dieses Paket auf „nie“ (üblich: „immer“)',
      en: 'the count is set to "never" for this region, merchant or parcel (by default: "always")',
    },
    shown: { de: 'keine Zahl', en: 'no number' },
  },
  {
    row: 'C0',
    when: (asked) => !isAllowed(asked.settings.count, asked),
    reason: 'count_not_near_yet',
    shows: 'words',
    condition: {
      de: 'für die Zahl ist eine Schwelle gesetzt, und sie ist nicht erfüllt',
      en: 'a threshold is set for the count, and does not hold',
    },
    shown: { de: 'keine Zahl; worauf sie wartet', en: 'no number; what it waits for' },
  },
  {
    row: 'C1',
    when: ({ away }) => away.kind === 'words',
    reason: 'plan_changed',
    shows: 'words',
    condition: {
      de: 'die Tour hat den Plan verlassen: Stopp übersprungen, vorgezogen, verschoben, neu geordnet, Fahrzeug getauscht',
      en: 'operations left the plan: stop skipped, served out of order, moved, re-sequenced, van exchanged',
    },
    shown: { de: 'keine Zahl; breiteres Zeitfenster', en: 'no number; window widened' },
  },
  {
    row: 'C2',
    when: ({ away, settings }) => away.kind === 'number' && away.count > settings.countUpTo,
    reason: null,
    shows: 'more_than',
    condition: { de: `mehr als ${usual.countUpTo}`, en: `more than ${usual.countUpTo}` },
    shown: { de: `„mehr als ${usual.countUpTo}“, Zeitfenster`, en: `"more than ${usual.countUpTo}", window` },
  },
  {
    row: 'C3',
    when: ({ away }) => away.kind === 'number',
    reason: null,
    shows: 'number',
    condition: { de: 'sonst', en: 'otherwise' },
    shown: { de: 'Zahl, Zeitfenster', en: 'number, window' },
  },
];

/** The first row whose condition holds; each table but the count's ends in a row that always does. */
export function firstRow<Facts, R extends { readonly when: (facts: Facts) => boolean }>(
  rows: readonly R[],
  facts: Facts,
): R | undefined {
  return rows.find((row) => row.when(facts));
}
