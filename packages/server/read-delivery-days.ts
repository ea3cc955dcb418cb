import type { DeliveryDays } from '@doorstep/domain';

/** Declared with the others in config.ts. */
export const deliveryDaySettings = {
  DOORSTEP_DELIVERY_DAYS: {
    unit: 'days of the week',
    standard: 'mon, tue, wed, thu, fri, sat',
    why: 'On which days of the week the vans drive; only such days are offered to a recipient who says “not today”.',
  },
  DOORSTEP_CLOSED_DATES: {
    unit: 'dates',
    standard: '(none)',
    why: 'Days on which nobody delivers all the same, such as holidays: `2026-12-25, 2026-12-26`.',
  },
  DOORSTEP_OTHER_DAYS_AHEAD: {
    unit: 'days',
    standard: '7',
    why: 'How many days after the planned one a recipient may name at the latest; 0: no other day is offered.',
  },
} as const;

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

type SettingName = keyof typeof deliveryDaySettings;

/** Reads the settings about it; what cannot be used is refused with a sentence that names it. */
export function readDeliveryDays(given: {
  readonly text: (name: SettingName) => string | null;
  readonly number: (name: SettingName, minimum: number, maximum: number) => number;
  readonly refuse: (problem: string) => void;
}): DeliveryDays {
  const named = given.text('DOORSTEP_DELIVERY_DAYS') ?? deliveryDaySettings.DOORSTEP_DELIVERY_DAYS.standard;
  const days = wordsIn(named.toLowerCase());
  if (days.length === 0 || days.some((day) => !weekdays.includes(day)))
    given.refuse(`DOORSTEP_DELIVERY_DAYS is "${named}"; it must name days as in "mon, tue, sat".`);
  const closed = wordsIn(given.text('DOORSTEP_CLOSED_DATES') ?? '');
  if (closed.some((date) => !/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(Date.parse(date))))
    given.refuse(`DOORSTEP_CLOSED_DATES names "${closed.join(', ')}"; it must name dates as in "2026-12-25".`);
  const daysAhead = Math.round(given.number('DOORSTEP_OTHER_DAYS_AHEAD', 0, 60));
  return { weekdays: days.map((day) => weekdays.indexOf(day) + 1), closed, daysAhead };
}

const wordsIn = (text: string) => text.split(',').flatMap((word) => word.trim() || []);
