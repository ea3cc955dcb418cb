import type { Bilingual } from '../text/language.ts';
import { advance } from './advance.ts';
import type { ParcelState } from './states.ts';

/** On which days the carrier delivers, as the instance is set. */
export interface DeliveryDays {
  /** 1 is Monday, 7 Sunday. */
  readonly weekdays: readonly number[];
  /** Days on which nobody delivers all the same, YYYY-MM-DD. */
  readonly closed: readonly string[];
  /** How many days after the planned one are offered at the latest; 0: none. */
  readonly daysAhead: number;
}

const dayMillis = 86_400_000;

/** The days that are offered in place of the planned one, YYYY-MM-DD: later than that one, and later than today. */
export function offeredDays(planned: string, today: string, days: DeliveryDays): readonly string[] {
  const after = Date.parse(planned > today ? planned : today);
  return Array.from({ length: days.daysAhead }, (_, index) => new Date(after + (index + 1) * dayMillis))
    .filter((day) => days.weekdays.includes(day.getUTCDay() || 7))
    .map((day) => day.toISOString().slice(0, 10))
    .filter((day) => !days.closed.includes(day));
}

/** A recipient may move a parcel so often, else it lies at the depot for ever. */
export const mostMoves = 3;

export interface OtherDayFacts {
  readonly otherCarrier: boolean;
  readonly state: ParcelState;
  /** The route it stands on has started, or is over. */
  readonly routeStarted: boolean;
  readonly serviceDate: string | null;
  readonly timesMoved: number;
  readonly offered: readonly string[];
  /** Null: whether any day could be named. */
  readonly day: string | null;
}

export type OtherDayRefusal =
  | 'other_carrier'
  | 'route_started'
  | 'no_day_yet'
  | 'moved_too_often'
  | 'no_other_day'
  | 'day_not_offered';

export interface OtherDayRow {
  readonly row: number;
  readonly when: (facts: OtherDayFacts) => boolean;
  readonly refusal: OtherDayRefusal | null;
  readonly condition: Bilingual;
}

/** Whether the table of a parcel's life has this move: before its route starts, and not once the journey is over. */
const canStillMove = ({ state }: OtherDayFacts) =>
  advance({ state, how: null, since: 0 }, { event: 'postponed', at: 0, day: 'named' }).ok;

export const otherDayRows: readonly OtherDayRow[] = [
  {
    row: 1,
    when: ({ otherCarrier }) => otherCarrier,
    refusal: 'other_carrier',
    condition: { de: 'ein anderer Zusteller bringt es', en: 'another carrier brings it' },
  },
  {
    row: 2,
    when: (facts) => facts.routeStarted || !canStillMove(facts),
    refusal: 'route_started',
    condition: {
      de: 'seine Tour ist gestartet, oder die Lieferung ist abgeschlossen',
      en: 'its route has started, or the delivery is over',
    },
  },
  {
    row: 3,
    when: ({ serviceDate }) => serviceDate === null,
    refusal: 'no_day_yet',
    condition: { de: 'es hat noch keinen Tag', en: 'it has no day yet' },
  },
  {
    row: 4,
    when: ({ timesMoved }) => timesMoved >= mostMoves,
    refusal: 'moved_too_often',
    condition: { de: `schon ${mostMoves}-mal verschoben`, en: `moved ${mostMoves} times already` },
  },
  {
    row: 5,
    when: ({ offered }) => offered.length === 0,
    refusal: 'no_other_day',
    condition: { de: 'der Zusteller bietet keinen anderen Tag an', en: 'the carrier offers no other day' },
  },
  {
    row: 6,
    when: ({ day, offered }) => day !== null && !offered.includes(day),
    refusal: 'day_not_offered',
    condition: { de: 'dieser Tag wird nicht angeboten', en: 'this day is not offered' },
  },
  { row: 7, when: () => true, refusal: null, condition: { de: 'sonst', en: 'otherwise' } },
];

/** Why a parcel cannot be moved to this day, or null where it can. The first row that holds answers. */
export function otherDayRefusal(facts: OtherDayFacts): OtherDayRefusal | null {
  return otherDayRows.find((row) => row.when(facts))?.refusal ?? null;
}
