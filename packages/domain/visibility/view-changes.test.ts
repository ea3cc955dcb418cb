import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Asked } from './asked.ts';
import { anyAsked, asked, parcel, plannedRoute, routeAfter, startedAt } from './questions.testdata.ts';
import { defaultVisibilitySettings } from './settings.ts';
import { changesOnlyTheVan, isSameVanFrame, vanFrameOf, viewChange, viewMayChangeAt } from './view-changes.ts';
import type { ParcelView } from './views.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

function seen(change: Partial<Asked> = {}): ParcelView {
  const view = whatViewerSees(asked(change));
  if (view === null) throw new Error('this viewer sees nothing');
  return view;
}

/** The way to every value in it, however deep. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, each]) => pathsIn(each, [...path, name]));
}

/** The same view with another value at the end of this way. */
function withOther(view: ParcelView, path: readonly string[]): ParcelView {
  const after = structuredClone(view);
  let holder: Record<string, unknown> = after as never;
  for (const name of path.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
  const last = path.at(-1) ?? '';
  const was = holder[last];
  holder[last] = typeof was === 'number' ? was + 1 : typeof was === 'boolean' ? !was : 'another';
  return after;
}

describe('what a stream sends', () => {
  it('is the small frame while the van drives and the number falls', () => {
    const before = seen();
    const after = seen({ ...routeAfter(10) });
    expect(changesOnlyTheVan(before, after)).toBe(true);
    expect(viewChange(before, after)).toBe('van');
    expect({ ...before, map: after.map, stopsAway: after.stopsAway, window: after.window }).toEqual(after);
    expect(vanFrameOf(after)).toMatchObject({ stopsAway: { count: 2 }, window: after.window });
  });

  it('is the small frame when the dot turns delayed', () => {
    expect(viewChange(seen(), seen({ now: asked().now + 30_000 }))).toBe('van');
  });

  it('is the whole view when the dot goes', () => {
    expect(viewChange(seen(), seen({ now: asked().now + 120_001 }))).toBe('view');
  });

  it('is the whole view when the number gives way to words', () => {
    const named = routeAfter(9, [{ type: 'next_stop_named', at: startedAt, stopId: 'stop-29' }]);
    expect(viewChange(seen(), seen(named))).toBe('view');
  });

  it('is the whole view when "more than 20" becomes a number', () => {
    const own = { ...parcel, stopId: 'stop-21' };
    expect(viewChange(seen({ ...routeAfter(0), parcel: own }), seen({ ...routeAfter(1), parcel: own }))).toBe('view');
  });

  it('is the whole view when the status changes, and when the van is at the door', () => {
    const next = routeAfter(12);
    const arriving = { ...parcel, state: 'arriving' as const };
    expect(viewChange(seen(next), seen({ ...next, parcel: arriving }))).toBe('view');
    const there = routeAfter(12, [{ type: 'stop_arrived', at: next.now, stopId: 'stop-12' }]);
    expect(viewChange(seen({ ...next, parcel: arriving }), seen({ ...there, parcel: arriving }))).toBe('view');
  });

  it('is nothing where nothing changed', () => {
    expect(viewChange(seen(), seen())).toBe('none');
  });

  it('is something whichever field of a view changes, and a small frame tells all where it is one', () => {
    const settings = { ...defaultVisibilitySettings, pathAhead: 'always' as const };
    const before = seen({ ...routeAfter(12), parcel: { ...parcel, state: 'arriving' }, settings });
    for (const path of pathsIn(before)) {
      const after = withOther(before, path);
      expect([path, viewChange(before, after)]).not.toEqual([path, 'none']);
      const { van, distanceMetres, pathAhead, stopsAway, window } = vanFrameOf(after);
      const map = before.map.shown && van ? { ...before.map, van, distanceMetres, pathAhead } : before.map;
      if (viewChange(before, after) !== 'van') continue;
      expect({ ...before, map, stopsAway, window }).toEqual(after);
      expect([path, isSameVanFrame(vanFrameOf(before), vanFrameOf(after))]).toEqual([path, false]);
    }
  });

  it('carries no coordinate where no dot is shown', () => {
    expect(vanFrameOf(seen({ ...routeAfter(0) }))).toMatchObject({ van: null, distanceMetres: null });
  });

  it('and a small frame together with the view before it are the view after it', () => {
    fc.assert(
      fc.property(anyAsked, fc.integer({ min: 0, max: 200_000 }), (first, later) => {
        const before = whatViewerSees(first);
        const after = whatViewerSees({ ...first, now: first.now + later });
        if (before === null || after === null || !changesOnlyTheVan(before, after)) return;
        const { van, distanceMetres, stopsAway, window } = vanFrameOf(after);
        const map =
          before.map.shown && van && distanceMetres !== null ? { ...before.map, van, distanceMetres } : before.map;
        expect({ ...before, map, stopsAway, window }).toEqual(after);
      }),
    );
  });
});

describe('when time alone changes a view', () => {
  it('is when the fix turns delayed, and then when it is too old', () => {
    const { now } = asked();
    expect(viewMayChangeAt(asked())).toBe(now + 30_000);
    expect(viewMayChangeAt(asked({ now: now + 120_000 }))).toBe(now + 120_001);
  });

  it('is the next minute while no fix comes, because the window moves', () => {
    const { now } = asked();
    expect(viewMayChangeAt(asked({ now: now + 30_000 }))).toBe(now + 60_000);
    expect(viewMayChangeAt(asked({ now: now + 120_001 }))).toBe(now + 180_000);
  });

  it('is midnight where the parcel goes, the day before', () => {
    const question = asked({ route: null, parcel: { ...parcel, state: 'at_depot' }, now: startedAt - 20 * 3_600_000 });
    expect(viewMayChangeAt(question)).toBe(Date.parse('2026-06-10T22:00:00Z'));
  });

  it('is never for a parcel that came back', () => {
    expect(viewMayChangeAt(asked({ parcel: { ...parcel, state: 'returned' } }))).toBeNull();
  });

  it('is no later than any change of map, status or timeline', () => {
    fc.assert(
      fc.property(anyAsked, fc.integer({ min: 1, max: 200_000 }), (question, later) => {
        const changesAt = viewMayChangeAt(question) ?? Number.POSITIVE_INFINITY;
        const now = Math.min(question.now + later, changesAt - 1);
        const withoutWindow = (view: ParcelView | null) => (view === null ? null : { ...view, window: null });
        expect(withoutWindow(whatViewerSees({ ...question, now }))).toEqual(withoutWindow(whatViewerSees(question)));
      }),
    );
  });

  it('counts the day of a route that has not set out', () => {
    const question = asked({
      route: plannedRoute,
      parcel: { ...parcel, state: 'at_depot' },
      now: startedAt - 3_600_000,
    });
    expect(viewMayChangeAt(question)).toBe(startedAt + 600_000);
  });
});
