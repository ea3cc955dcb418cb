import type { Draft, FieldName, Given } from './drafts.ts';

const movedFields = ['service_date', 'planned_start', 'planned_arrival'] as const satisfies readonly FieldName[];
const startsWithDate = /^\d{4}-\d{2}-\d{2}/;
const dayMillis = 86_400_000;

/**
 * Moves a file's days so that its first becomes the given one (YYYY-MM-DD), for examples and recorded days that are to
 * be driven today. Times of day and offsets stay as they stand; what is no date is left for the check to name.
 */
export function moveToDay(drafts: readonly Draft[], day: string): readonly Draft[] {
  const [first] = drafts.flatMap(({ given }) => dateOf(given.service_date) ?? []).sort();
  if (first === undefined) return drafts;
  const days = Math.round((Date.parse(day) - Date.parse(first)) / dayMillis);
  return drafts.map((draft) => {
    const moved = movedFields.flatMap((field) => {
      const given = draft.given[field];
      return given ? [[field, movedBy(given, days)] as const] : [];
    });
    return { ...draft, given: { ...draft.given, ...Object.fromEntries(moved) } };
  });
}

function movedBy(given: Given, days: number): Given {
  const date = dateOf(given);
  if (date === null || typeof given.value !== 'string') return given;
  const moved = new Date(Date.parse(date) + days * dayMillis).toISOString().slice(0, 10);
  return { ...given, value: moved + given.value.slice(10) };
}

function dateOf(given: Given | undefined): string | null {
  const date = typeof given?.value === 'string' ? startsWithDate.exec(given.value)?.[0] : undefined;
  return date === undefined || Number.isNaN(Date.parse(date)) ? null : date;
}
