import type { Bilingual } from '../text/language.ts';
import { type Asked, type AskedOnTheWay, isAllowed, isJourneyOver, isOnItsWay, isServiceDateToday } from './asked.ts';
import type { RuleRow } from './rule-row.ts';
import { defaultVisibilitySettings as usual } from './settings.ts';
import { type Shows, showsEverything, showsNothing } from './shows.ts';

/*
 * Section 2 of the rules as three ordered tables, because three questions are independent: is there anything live to
 * see, is there a dot, is there a number. In each the first row whose `when` holds answers.
 */

export interface GateRow extends RuleRow {
  readonly when: (asked: Asked) => boolean;
  readonly shows: Shows;
}

export interface CountRow extends RuleRow {
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
  for (const row of rows) if (row.when(facts)) return row;
  return undefined;
}
