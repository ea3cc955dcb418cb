import {
  type Bilingual,
  type FieldRule,
  type SettingsOfLevel,
  type ShownField,
  shownFields,
  type Thresholds,
} from '@doorstep/domain';

export type ReadShows =
  | { readonly ok: true; readonly shows: SettingsOfLevel }
  /** `member` is the path below the document, such as `position.stops`; empty for the document itself. */
  | { readonly ok: false; readonly member: string; readonly message: Bilingual };

const units = { stops: 1_000, metres: 1_000_000, minutes: 24 * 60 } as const;
const unitNames = ['stops', 'metres', 'minutes'] as const;
const known = [...shownFields, 'countUpTo'].join(', ');

/** Reads what a region, a merchant or a parcel says of the fields that are shown (docs/import.md). */
export function readShows(value: unknown): ReadShows {
  if (!isObject(value))
    return wrong('', {
      de: `Hier steht kein Objekt; richtig wäre { … } mit ${known}.`,
      en: `This is not an object; right would be { … } with ${known}.`,
    });
  const rules: Partial<Record<ShownField, FieldRule>> = {};
  let upTo: { countUpTo?: number } = {};
  for (const [name, member] of Object.entries(value)) {
    if (name === 'countUpTo') {
      if (!isWhole(member, units.stops)) return wrong(name, wholeNumber(units.stops));
      upTo = { countUpTo: member };
      continue;
    }
    const field = shownFields.find((each) => each === name);
    if (field === undefined)
      return wrong(name.slice(0, 40), {
        de: `Das ist hier unbekannt; bekannt sind ${known}.`,
        en: `This is not known here; known are ${known}.`,
      });
    const rule = readRule(field, member);
    if ('message' in rule) return rule;
    rules[field] = rule.rule;
  }
  return { ok: true, shows: { ...rules, ...upTo } };
}

function readRule(field: ShownField, value: unknown): { readonly rule: FieldRule } | Extract<ReadShows, { ok: false }> {
  if (value === 'always' || value === 'never') return { rule: value };
  if (!isObject(value) || Object.keys(value).length === 0)
    return wrong(field, {
      de: 'Richtig wäre "always", "never" oder ein Objekt mit Schwellen wie { "stops": 10, "metres": 5000, "minutes": 30 }.',
      en: 'Right would be "always", "never" or an object of thresholds such as { "stops": 10, "metres": 5000, "minutes": 30 }.',
    });
  let thresholds: Thresholds = { stops: null, metres: null, minutes: null };
  for (const [name, member] of Object.entries(value)) {
    const unit = unitNames.find((each) => each === name);
    if (unit === undefined)
      return wrong(`${field}.${name.slice(0, 40)}`, {
        de: 'Das ist hier unbekannt; bekannt sind stops, metres, minutes.',
        en: 'This is not known here; known are stops, metres, minutes.',
      });
    if (!isWhole(member, units[unit])) return wrong(`${field}.${unit}`, wholeNumber(units[unit]));
    thresholds = { ...thresholds, [unit]: member };
  }
  return { rule: thresholds };
}

function wholeNumber(most: number): Bilingual {
  return {
    de: `Richtig wäre eine ganze Zahl von 0 bis ${most}.`,
    en: `Right would be a whole number from 0 to ${most}.`,
  };
}

function wrong(member: string, message: Bilingual): Extract<ReadShows, { ok: false }> {
  return { ok: false, member, message };
}

function isWhole(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
