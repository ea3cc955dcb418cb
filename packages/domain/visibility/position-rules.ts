import { thresholdWords } from '../text/reasons.ts';
import { cloakRule as cloak } from '../tracking/cloak-rule.ts';
import { isNear } from '../tracking/nearness.ts';
import { type AskedOnTheWay, isPositionKnown } from './asked.ts';
import type { RuleRow } from './rule-row.ts';
import { defaultVisibilitySettings as usual } from './settings.ts';

export interface PositionRow extends RuleRow {
  readonly when: (asked: AskedOnTheWay) => boolean;
  readonly shows: 'dot' | 'lagging_dot' | 'no_dot';
}

/** Section 2 of the rules, the second table: is there a dot? */
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
      de: `der Punkt folgt auf dem gefahrenen Weg, zufällige ${cloak.backMetres.least} bis ${cloak.backMetres.most} m zurück, nie rückwärts; er ruht, bis der Lieferwagen zufällige ${cloak.pastMetres.least} bis ${cloak.pastMetres.most} m weiter ist oder am nächsten Stopp hält. Ist der eigene Stopp der nächste, holt der Punkt danach auf`,
      en: `the dot follows on the way driven, a random ${cloak.backMetres.least} to ${cloak.backMetres.most} m back, never backwards; it rests until the van is a random ${cloak.pastMetres.least} to ${cloak.pastMetres.most} m farther or halts at the next stop. Once one's own stop is next, it then comes up to the van`,
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
