/*
 * What may be shown of the way, and from when on: six fields, each on its own switch. Settings stand on four levels, the
 * instance, the region, the merchant and the parcel. A narrower level can only show less: what it allows beyond the wider
 * one is not allowed (`narrowed`).
 */

/** What each rule is about. The order is that of the printed rules. */
export const shownFields = ['position', 'count', 'window', 'distance', 'pathAhead', 'driverName'] as const;
export type ShownField = (typeof shownFields)[number];

/** Every one that is not null must hold; with none set it is the same as `always`. */
export interface Thresholds {
  /** At most so many unvisited stops before this one. */
  readonly stops: number | null;
  /** The van is at most so far from the address, as the crow flies. */
  readonly metres: number | null;
  /** The van is expected in at most so many minutes. */
  readonly minutes: number | null;
}

export type FieldRule = 'always' | 'never' | Thresholds;

export interface VisibilitySettings extends Readonly<Record<ShownField, FieldRule>> {
  readonly delayedAfterSeconds: number;
  readonly hiddenAfterSeconds: number;
  /** Above it the count says "more than". */
  readonly countUpTo: number;
  /** Near other people's doors the dot lags behind the van (rules.md P3). */
  readonly neighbourCloak: boolean;
}

/** What a region, a merchant or a parcel says for itself; what it leaves out is as the wider level has it. */
export type SettingsOfLevel = Partial<Readonly<Record<ShownField, FieldRule>>> & { readonly countUpTo?: number };

export const defaultVisibilitySettings: VisibilitySettings = {
  position: { stops: 10, metres: 5_000, minutes: null },
  count: 'always',
  window: 'always',
  distance: 'always',
  pathAhead: 'never',
  driverName: 'never',
  delayedAfterSeconds: 30,
  hiddenAfterSeconds: 120,
  countUpTo: 20,
  neighbourCloak: true,
};

/** The settings in force for a parcel: the instance's, narrowed by each level in turn. */
export function settingsInForce(
  instance: VisibilitySettings,
  levels: readonly (SettingsOfLevel | null)[],
): VisibilitySettings {
  return levels.reduce<VisibilitySettings>(narrowed, instance);
}

/** The wider settings, with whatever of the narrower level shows less. */
export function narrowed(wider: VisibilitySettings, narrower: SettingsOfLevel | null): VisibilitySettings {
  if (narrower === null) return wider;
  const fields = Object.fromEntries(
    shownFields.map((field) => [field, stricterRule(wider[field], narrower[field] ?? 'always')]),
  );
  return { ...wider, ...fields, countUpTo: Math.min(wider.countUpTo, narrower.countUpTo ?? wider.countUpTo) };
}

/** Of two things said on one level, the stricter of each. */
export function stricterLevel(a: SettingsOfLevel, b: SettingsOfLevel): SettingsOfLevel {
  const rules = shownFields.flatMap((field) => {
    const [one, other] = [a[field], b[field]];
    const rule = one !== undefined && other !== undefined ? stricterRule(one, other) : (one ?? other);
    return rule === undefined ? [] : [[field, rule] as const];
  });
  const upTo = lesser(a.countUpTo ?? null, b.countUpTo ?? null);
  return { ...Object.fromEntries(rules), ...(upTo === null ? {} : { countUpTo: upTo }) };
}

/** The rule that holds where both hold. */
export function stricterRule(a: FieldRule, b: FieldRule): FieldRule {
  if (a === 'never' || b === 'never') return 'never';
  if (a === 'always') return b;
  if (b === 'always') return a;
  return {
    stops: lesser(a.stops, b.stops),
    metres: lesser(a.metres, b.metres),
    minutes: lesser(a.minutes, b.minutes),
  };
}

function lesser(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.min(a, b);
}

/** How far the van is by each measure; null where it is not known. Asked for only where a threshold needs it. */
export interface Nearness {
  readonly stops: () => number | null;
  readonly metres: () => number | null;
  readonly minutes: () => number | null;
}

/** Whether a rule allows its field to be shown where the van is so near. What is not known does not hold. */
export function allows(rule: FieldRule, near: Nearness): boolean {
  if (rule === 'always' || rule === 'never') return rule === 'always';
  return isWithin(rule.stops, near.stops) && isWithin(rule.metres, near.metres) && isWithin(rule.minutes, near.minutes);
}

function isWithin(threshold: number | null, measure: () => number | null): boolean {
  if (threshold === null) return true;
  const measured = measure();
  return measured !== null && measured <= threshold;
}
