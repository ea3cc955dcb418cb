import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAsked } from './questions.testdata.ts';
import {
  allows,
  defaultVisibilitySettings,
  type FieldRule,
  type Nearness,
  narrowed,
  type SettingsOfLevel,
  settingsInForce,
  stricterRule,
} from './settings.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

const threshold = (max: number) => fc.option(fc.integer({ min: 0, max }), { nil: null });
const anyRule: fc.Arbitrary<FieldRule> = fc.oneof(
  fc.constantFrom<FieldRule[]>('always', 'never'),
  fc.record({ stops: threshold(30), metres: threshold(9_000), minutes: threshold(300) }),
);
const anyLevel: fc.Arbitrary<SettingsOfLevel> = fc.record(
  {
    position: anyRule,
    count: anyRule,
    window: anyRule,
    distance: anyRule,
    pathAhead: anyRule,
    driverName: anyRule,
    countUpTo: fc.integer({ min: 0, max: 30 }),
  },
  { requiredKeys: [] },
);
const anyNearness: fc.Arbitrary<Nearness> = fc
  .record({ stops: threshold(30), metres: threshold(9_000), minutes: threshold(300) })
  .map(({ stops, metres, minutes }) => ({ stops: () => stops, metres: () => metres, minutes: () => minutes }));

describe('settings in levels', () => {
  it('of two rules, the stricter one allows exactly what both allow', () => {
    fc.assert(
      fc.property(anyRule, anyRule, anyNearness, (a, b, near) => {
        expect(allows(stricterRule(a, b), near)).toBe(allows(a, near) && allows(b, near));
      }),
      { numRuns: 2_000 },
    );
  });

  it('a narrower level only ever shows less of a parcel than the wider one, whoever asks and whatever happened', () => {
    let more = 0;
    const seen = { dots: 0, numbers: 0, windows: 0 };
    fc.assert(
      fc.property(anyAsked, fc.array(anyLevel, { maxLength: 2 }), anyLevel, (asked, wider, narrower) => {
        const outer = settingsInForce(defaultVisibilitySettings, wider);
        const before = whatViewerSees({ ...asked, settings: outer });
        const after = whatViewerSees({ ...asked, settings: narrowed(outer, narrower) });
        expect(after === null).toBe(before === null);
        if (before === null || after === null) return;
        if (after.map.shown) {
          seen.dots += 1;
          if (!before.map.shown) more += 1;
          else {
            expect(after.map.van).toEqual(before.map.van);
            expect([null, before.map.distanceMetres]).toContainEqual(after.map.distanceMetres);
            expect([null, before.map.pathAhead]).toContainEqual(after.map.pathAhead);
          }
        }
        if (after.window !== null) {
          seen.windows += 1;
          expect(after.window).toEqual(before.window);
        }
        expect([null, before.driverFirstName]).toContain(after.driverFirstName);
        if (after.stopsAway === null || after.stopsAway.kind === 'words') return;
        seen.numbers += 1;
        if (before.stopsAway === null || before.stopsAway.kind === 'words') more += 1;
        else if (after.stopsAway.kind === 'number') expect(after.stopsAway).toEqual(before.stopsAway);
        else expect(after.stopsAway.count).toBeLessThanOrEqual(before.stopsAway.count);
      }),
      { numRuns: 4_000 },
    );
    expect(more).toBe(0);
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
  });

  it('what no level speaks of is as the instance has it', () => {
    expect(settingsInForce(defaultVisibilitySettings, [null, null, null])).toBe(defaultVisibilitySettings);
    expect(settingsInForce(defaultVisibilitySettings, [{}])).toEqual(defaultVisibilitySettings);
    // A region may not give what the instance does not: the name stays untold.
    expect(narrowed(defaultVisibilitySettings, { driverName: 'always' }).driverName).toBe('never');
    expect(narrowed(defaultVisibilitySettings, { position: { stops: 20, metres: 800, minutes: null } })).toMatchObject({
      position: { stops: 10, metres: 800 },
    });
  });
});
