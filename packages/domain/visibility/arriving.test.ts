import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toRfc3339 } from '../time.ts';
import { withNewestFix } from '../tracking/newest-fixes.ts';
import type { Asked } from './asked.ts';
import type { ParcelFacts } from './facts.ts';
import { anyAsked, asked, completedAt, parcel, recipient, routeAfter, stopIds } from './questions.testdata.ts';
import type { ParcelView } from './views.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

const nextToConfidential = routeAfter(12, [], ['stop-11']);
const hiddenAt = completedAt(11);

/** The parcel of stop 12, arriving since the stop before it was completed. */
const arriving: ParcelFacts = {
  ...parcel,
  state: 'arriving',
  stateSince: hiddenAt,
  events: [...parcel.events, { state: 'arriving', at: hiddenAt, how: null, attemptReason: null, depot: null }],
};

/** The van of these tests stands 280 m off its last stop; here it stands at that stop. */
function standingThere(route: Asked['route']): Asked['route'] {
  const fix = route?.newestFix;
  const stop = route?.stops.find((each) => each.stopId === 'stop-11');
  if (!route || !fix || !stop) throw new Error('the van has a fix');
  const stops = route.stops.map((each) => ({ ...each, leftAt: null }));
  return withNewestFix({ ...route, stops, newestFix: null }, { ...fix, lat: stop.lat, lon: stop.lon });
}

function seen(change: Partial<Asked>): ParcelView {
  const view = whatViewerSees(asked({ ...nextToConfidential, parcel: arriving, ...change }));
  if (view === null) throw new Error('this viewer sees nothing');
  return view;
}

describe('"almost with you"', () => {
  const still = { route: standingThere(nextToConfidential.route) };

  it('is not said, nor dated, while the van stands at the confidential stop before mine', () => {
    const view = seen(still);
    expect(view.stopsAway).toMatchObject({ kind: 'number', count: 1 });
    expect(view.status).toMatchObject({ state: 'on_its_way', headline: 'Unterwegs zu Ihnen' });
    expect(view).toEqual(seen({ ...still, parcel: { ...parcel, state: 'on_its_way' } }));
  });

  it('is said once the van was seen away from there, and dates from then', () => {
    const view = seen({});
    const leftAt = toRfc3339(nextToConfidential.now);
    expect(view.status).toMatchObject({ state: 'arriving', headline: 'Gleich bei Ihnen', at: leftAt });
    expect(view.timeline[0]).toEqual({ code: 'arriving', sentence: 'Gleich bei Ihnen', at: leftAt });
  });

  it('is said at once after a stop that is not confidential', () => {
    const plain = seen({ ...routeAfter(12) });
    expect(plain.status).toMatchObject({ state: 'arriving', at: toRfc3339(hiddenAt) });
  });

  it('is told no earlier to those who see no map: switched off, a gift, a link, a pass', () => {
    const others: Partial<Asked>[] = [
      { viewer: { ...recipient, mapSwitchedOff: true } },
      { parcel: { ...arriving, gift: true } },
      { viewer: { ...recipient, kind: 'guest' } },
      { viewer: { ...recipient, kind: 'neighbour' } },
    ];
    for (const other of others) {
      expect(seen({ ...still, ...other }).status.state).toBe('on_its_way');
      expect(seen(other).status.state).toBe('arriving');
    }
  });

  it('never tells when a confidential stop was completed, whoever asks and whatever happened', () => {
    let told = 0;
    fc.assert(
      fc.property(anyAsked, fc.subarray(stopIds), fc.nat({ max: 29 }), fc.boolean(), (any, ids, served, isThere) => {
        const { route, now } = routeAfter(served, [], ids);
        const last = stopIds[served - 1];
        fc.pre(last !== undefined && ids.includes(last));
        const at = completedAt(served - 1);
        const facts: ParcelFacts = {
          ...any.parcel,
          state: 'arriving',
          stopId: stopIds[served] ?? null,
          stateSince: at,
          events: [...parcel.events, { state: 'arriving', at, how: null, attemptReason: null, depot: null }],
        };
        const stops = route.stops.map((stop) => ({ ...stop, leftAt: null }));
        const view = whatViewerSees({ ...any, now, parcel: facts, route: isThere ? { ...route, stops } : route });
        if (view === null) return;
        if (view.status.state === 'arriving') told += 1;
        if (isThere) expect(view.status.state).not.toBe('arriving');
        expect(JSON.stringify(view)).not.toContain(toRfc3339(at));
      }),
      { numRuns: 1_000 },
    );
    expect(told).toBeGreaterThan(0);
  });
});
