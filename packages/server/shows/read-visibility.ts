import { defaultVisibilitySettings, type FieldRule, type VisibilitySettings } from '@doorstep/domain';

/** How the settings of one environment are read: each by its name, or as its standard. */
interface Reading {
  readonly given: (name: FieldSetting) => { readonly text: string; readonly unit: string };
  readonly number: (name: 'DOORSTEP_NEAR_STOPS' | 'DOORSTEP_NEAR_METRES', minimum: number, maximum: number) => number;
  readonly refuse: (problem: string) => void;
}

type FieldSetting = `DOORSTEP_SHOW_${'POSITION' | 'COUNT' | 'WINDOW' | 'DISTANCE' | 'PATH_AHEAD' | 'DRIVER_NAME'}`;

/** What the instance shows of the way, and from when on. */
export function readVisibility(read: Reading): VisibilitySettings {
  const near: FieldRule = {
    stops: read.number('DOORSTEP_NEAR_STOPS', 0, 200),
    metres: read.number('DOORSTEP_NEAR_METRES', 0, 100_000),
    minutes: null,
  };
  const rule = (name: FieldSetting): FieldRule => {
    const { text: given, unit } = read.given(name);
    if (given === 'near' && name === 'DOORSTEP_SHOW_POSITION') return near;
    const value = fieldRuleOf(given);
    if (value !== null) return value;
    read.refuse(`${name} is "${given}"; it must be ${unit} such as "10 stops, 5000 metres, 30 minutes".`);
    return 'never';
  };
  return {
    ...defaultVisibilitySettings,
    position: rule('DOORSTEP_SHOW_POSITION'),
    count: rule('DOORSTEP_SHOW_COUNT'),
    window: rule('DOORSTEP_SHOW_WINDOW'),
    distance: rule('DOORSTEP_SHOW_DISTANCE'),
    pathAhead: rule('DOORSTEP_SHOW_PATH_AHEAD'),
    driverName: rule('DOORSTEP_SHOW_DRIVER_NAME'),
  };
}

/** "always", "never", "10 stops, 5000 metres, 30 minutes"; null for anything else. */
function fieldRuleOf(text: string): FieldRule | null {
  if (text === 'always' || text === 'never') return text;
  const thresholds: { stops: number | null; metres: number | null; minutes: number | null } = {
    stops: null,
    metres: null,
    minutes: null,
  };
  for (const part of text.split(',')) {
    const [, digits, unit] = /^\s*(\d{1,6}) (stops|metres|minutes)\s*$/.exec(part) ?? [];
    if (unit !== 'stops' && unit !== 'metres' && unit !== 'minutes') return null;
    if (thresholds[unit] !== null) return null;
    thresholds[unit] = Number(digits);
  }
  return thresholds;
}
