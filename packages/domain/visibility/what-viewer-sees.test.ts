import { describe, expect, it } from 'vitest';
import type { RouteEvent } from '../tracking/route-state.ts';
import type { Asked } from './asked.ts';
import type { ParcelFacts, ParcelViewer, ViewerKind } from './facts.ts';
import { asked, parcel, plannedRoute, recipient, routeAfter, startedAt, stopIds } from './questions.testdata.ts';
import { defaultVisibilitySettings } from './settings.ts';
import type { ParcelView } from './views.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

const viewerOf = (kind: ViewerKind): ParcelViewer => ({ ...recipient, kind });
const parcelWith = (change: Partial<ParcelFacts>): ParcelFacts => ({ ...parcel, ...change });

function seen(change: Partial<Asked> = {}): ParcelView {
  const view = whatViewerSees(asked(change));
  if (view === null) throw new Error('this viewer sees nothing');
  return view;
}

function whyNoMap(view: ParcelView): string | null {
  return view.map.shown ? null : view.map.because.code;
}

describe('what a recipient sees of the way', () => {
  it('is the van, three stops away, and a window', () => {
    const view = seen();
    expect(view.stopsAway).toEqual({ kind: 'number', count: 3, sentence: 'Noch 3 Stopps' });
    expect(view.map).toMatchObject({ shown: true, van: { freshness: 'live', headingDegrees: 12 } });
    expect(view.window).not.toBeNull();
    expect(view.status).toMatchObject({ state: 'on_its_way', headline: 'Unterwegs zu Ihnen' });
    expect(view.timeline.map((entry) => entry.sentence)).toEqual([
      'Auf dem Weg zu Ihnen',
      'Im Depot Lauf',
      'Angekündigt von Buchhandlung Dienstbier',
    ]);
  });

  it('counts down to "you are next" and to the van at the door', () => {
    const sentences = [10, 11, 12].map((served) => seen({ ...routeAfter(served) }).stopsAway);
    expect(sentences.map((away) => (away?.kind === 'number' ? away.sentence : null))).toEqual([
      'Noch 2 Stopps',
      'Noch 1 Stopp',
      'Sie sind als Nächstes dran',
    ]);
    const arrivedAt = routeAfter(12).now;
    const atTheDoor = routeAfter(12, [{ type: 'stop_arrived', at: arrivedAt, stopId: 'stop-12' }]);
    expect(seen({ ...atTheDoor, parcel: parcelWith({ state: 'arriving' }) }).status.headline).toBe(
      'Der Lieferwagen ist da',
    );
  });

  it('says no longer that the van is here once it served another stop', () => {
    const arrivedAt = routeAfter(12).now;
    const gone = routeAfter(12, [
      { type: 'stop_arrived', at: arrivedAt, stopId: 'stop-12' },
      { type: 'stop_completed', at: arrivedAt + 1, stopId: 'stop-20' },
    ]);
    expect(seen({ ...gone }).status.headline).toBe('Unterwegs zu Ihnen');
  });

  it('nor once that other stop is taken back: the van stood there, and not here', () => {
    const arrivedAt = routeAfter(12).now;
    const takenBack = routeAfter(12, [
      { type: 'stop_arrived', at: arrivedAt, stopId: 'stop-12' },
      { type: 'stop_completed', at: arrivedAt + 1, stopId: 'stop-20' },
      { type: 'stop_reopened', at: arrivedAt + 2, stopId: 'stop-20' },
    ]);
    expect(seen({ ...takenBack })).toMatchObject({
      status: { headline: 'Unterwegs zu Ihnen' },
      window: { basis: 'widened' },
    });
  });

  it('says "more than 20" above 20, and nothing higher', () => {
    const far = { ...routeAfter(0), parcel: parcelWith({ stopId: 'stop-21' }) };
    expect(seen(far).stopsAway).toEqual({ kind: 'more_than', count: 20, sentence: 'Noch mehr als 20 Stopps' });
    expect(seen({ ...far, parcel: parcelWith({ stopId: 'stop-20' }) }).stopsAway).toMatchObject({
      count: 20,
      kind: 'number',
    });
  });

  it('says why a number rose, and of "more than 20" only where it was a number before', () => {
    const later = (...last: number[]): RouteEvent[] => [
      {
        type: 'plan_changed',
        at: startedAt,
        stopIds: [...stopIds.keys().filter((n) => !last.includes(n)), ...last].map((n) => `stop-${n}`),
      },
      { type: 'plan_confirmed', at: startedAt },
    ];
    const ofStop = (n: number) =>
      seen({ ...routeAfter(0, later(20, 22)), parcel: parcelWith({ stopId: `stop-${n}` }) });
    expect(ofStop(22).stopsAway).toEqual({ kind: 'more_than', count: 20, sentence: 'Noch mehr als 20 Stopps' });
    expect(ofStop(20).stopsAway).toMatchObject({ kind: 'more_than', because: { code: 'count_rose' } });
    expect(seen({ ...routeAfter(0, later(5)) }).stopsAway).not.toHaveProperty('because');
  });

  it('gives way to words once the plan is left', () => {
    const events: RouteEvent[] = [{ type: 'next_stop_named', at: startedAt, stopId: 'stop-29' }];
    const view = seen({ ...routeAfter(9, events) });
    expect(view.stopsAway).toEqual({
      kind: 'words',
      because: { code: 'plan_changed', sentence: 'Es liegen noch andere Lieferungen auf dem Weg.' },
    });
    expect(view.window?.basis).toBe('widened');
  });

  it('names what the map waits for while the van is far', () => {
    const view = seen({ ...routeAfter(0) });
    expect(view.map).toEqual({
      shown: false,
      because: {
        code: 'not_near_yet',
        sentence:
          'Die Karte öffnet sich, wenn der Lieferwagen höchstens 10 Stopps und 5 km entfernt ist; jetzt sind es noch 12 Stopps.',
      },
    });
    expect(view.stopsAway).toMatchObject({ count: 12 });
  });

  it('stays open on this attempt once the van was near', () => {
    expect(seen({ ...routeAfter(0), parcel: parcelWith({ mapOpenedAt: startedAt }) }).map.shown).toBe(true);
  });

  it('marks the dot delayed from 30 s on and hides it when older than 120 s, to the millisecond', () => {
    const { now } = asked();
    const mapAfter = (millis: number) => seen({ now: now + millis }).map;
    expect(mapAfter(29_999)).toMatchObject({ shown: true, van: { freshness: 'live' } });
    expect(mapAfter(30_000)).toMatchObject({ shown: true, van: { freshness: 'delayed' } });
    expect(mapAfter(120_000)).toMatchObject({ shown: true, van: { freshness: 'delayed' } });
    expect(mapAfter(120_001)).toMatchObject({ shown: false, because: { code: 'no_position' } });
  });

  it('says the same of a break, of a dark van and of a lost signal', () => {
    const onBreak = seen({ ...routeAfter(9, [{ type: 'break_started', at: startedAt }]) }).map;
    const dark = seen({ ...routeAfter(9, [{ type: 'went_dark', at: startedAt }]) }).map;
    const lost = seen({ now: asked().now + 600_000 }).map;
    expect(onBreak).toEqual(dark);
    expect(dark).toEqual(lost);
    expect(lost).toEqual({
      shown: false,
      because: { code: 'no_position', sentence: 'Die Position ist gerade nicht verfügbar.' },
    });
  });

  it('ends with the outcome, its place and its time', () => {
    const view = seen({
      parcel: parcelWith({
        state: 'delivered',
        how: 'safe_place',
        outcomePlace: 'Carport',
        stateSince: Date.parse('2026-06-11T12:22:00Z'),
      }),
      now: Date.parse('2026-06-11T13:00:00Z'),
    });
    expect(whyNoMap(view)).toBe('journey_over');
    expect(view.status).toMatchObject({
      headline: 'Zugestellt um 14:22 Uhr',
      detail: 'am Ablageort: Carport',
    });
    expect(view.window).toBeNull();
    expect(view.stopsAway).toBeNull();
    expect(view.photo).toMatchObject({ available: false, because: { code: 'not_photographed' } });
  });

  it('ends with the stop, also before the parcel itself says so', () => {
    const view = seen({ ...routeAfter(13) });
    expect(whyNoMap(view)).toBe('journey_over');
    expect(JSON.stringify(view)).not.toContain('lat');
  });

  it('says after an attempt that the next one may open the map again, but not where none will', () => {
    const after = (change: Partial<Asked> = {}, facts: Partial<ParcelFacts> = {}) => {
      const { map } = seen({ parcel: parcelWith({ state: 'attempted', ...facts }), ...change });
      return map.shown ? '' : map.because.sentence;
    };
    const again = 'Dieser Zustellversuch ist zu Ende. Beim nächsten kann sich die Karte wieder öffnen.';
    expect(after()).toBe(again);
    const closed = 'Dieses Paket ist nicht mehr zu Ihnen unterwegs. Die Karte ist geschlossen.';
    expect(after({ viewer: { ...recipient, mapSwitchedOff: true } })).toBe(closed);
    expect(after({ settings: { ...defaultVisibilitySettings, position: 'never' } })).toBe(closed);
    expect(after({}, { gift: true })).toBe(closed);
    expect(after({}, { regionHasMapTracking: false })).toBe(closed);
    expect(after({}, { state: 'returned' })).toBe(closed);
  });

  it('is status and window where the recipient switched the map off, or no map is there', () => {
    const off = seen({ viewer: { ...recipient, mapSwitchedOff: true } });
    const elsewhere = seen({ parcel: parcelWith({ regionHasMapTracking: false }) });
    expect([whyNoMap(off), whyNoMap(elsewhere)]).toEqual(['switched_off', 'region_not_served']);
    for (const view of [off, elsewhere]) {
      expect(view.window).not.toBeNull();
      expect(view.stopsAway).toBeNull();
    }
  });

  it('is the planned window on another day, and before the van sets out', () => {
    const before = { route: plannedRoute, parcel: parcelWith({ state: 'at_depot' }) };
    const dayBefore = seen({ ...before, now: startedAt - 20 * 3_600_000 });
    const sameDay = seen({ ...before, now: startedAt - 3_600_000 });
    expect([whyNoMap(dayBefore), whyNoMap(sameDay)]).toEqual(['not_today', 'not_on_its_way']);
    expect(sameDay.window?.basis).toBe('plan');
  });

  it("goes on past midnight, as long as the route's own day lasts", () => {
    const { route } = routeAfter(9);
    const now = Date.parse('2026-06-11T22:30:00Z');
    const fix = route.newestFix;
    if (fix === null) throw new Error('the van has no fix');
    expect(seen({ route: { ...route, newestFix: { ...fix, fixedAt: now } }, now }).map.shown).toBe(true);
  });

  it("is not the van of a route that left without the parcel, nor another day's", () => {
    expect(whyNoMap(seen({ parcel: parcelWith({ state: 'at_depot' }) }))).toBe('not_on_its_way');
    expect(whyNoMap(seen({ parcel: parcelWith({ serviceDate: '2026-06-12' }) }))).toBe('not_today');
  });

  it("is the other carrier's name and link where that brings it", () => {
    const carrier = { kind: 'other', label: 'Jurabote', trackingUrl: 'https://jurabote.example/77' } as const;
    const view = seen({ parcel: parcelWith({ carrier }) });
    expect(whyNoMap(view)).toBe('other_carrier');
    expect(view.carrier).toEqual({
      label: 'Lieferung durch Jurabote',
      trackingUrl: 'https://jurabote.example/77',
    });
    expect(view.window).toBeNull();
  });
});

describe('a confidential parcel', () => {
  const confidential = parcelWith({ confidential: true, state: 'arriving' });

  it('shows status and day, and says why there is no map', () => {
    const view = seen({ parcel: confidential });
    expect(view).toMatchObject({ merchant: null, window: null, stopsAway: null, serviceDate: '2026-06-11' });
    expect(view.status).toEqual({ state: 'on_its_way', headline: 'Unterwegs', detail: null, at: '2026-06-11' });
    expect(view.timeline.map((entry) => [entry.sentence, entry.at])).toEqual([
      ['Auf dem Weg', '2026-06-11'],
      ['Im Depot Lauf', '2026-06-11'],
      ['Angekündigt', '2026-06-08'],
    ]);
    expect(whyNoMap(view)).toBe('confidential');
  });

  it('has no pass for a neighbour', () => {
    expect(whatViewerSees(asked({ viewer: viewerOf('neighbour'), parcel: confidential }))).toBeNull();
  });
});

describe('who holds a link or a pass', () => {
  it('sees status and window by a link', () => {
    const view = seen({ viewer: viewerOf('guest') });
    expect(view.window).not.toBeNull();
    expect(view).toMatchObject({ merchant: null, stopsAway: null });
    expect(view.status.headline).toBe('Unterwegs');
    expect(whyNoMap(view)).toBe('link_shows_status_only');
  });

  it('sees status and pick-up by a pass', () => {
    const held = parcelWith({
      state: 'held_for_pickup',
      events: [{ state: 'held_for_pickup', at: startedAt, how: null, attemptReason: null, depot: 'Lauf' }],
    });
    const view = seen({ viewer: viewerOf('neighbour'), parcel: held });
    expect(view.status).toMatchObject({ headline: 'Bereit zur Abholung', detail: 'Abholung: Lauf' });
    expect(view).toMatchObject({ window: null, serviceDate: null, merchant: null, timeline: [] });
  });

  it('never learns where it was left, with whom, or why it was not', () => {
    const delivered = parcelWith({ state: 'delivered', how: 'neighbour', outcomePlace: 'Familie Weiß' });
    for (const kind of ['guest', 'neighbour'] as const) {
      expect(JSON.stringify(seen({ viewer: viewerOf(kind), parcel: delivered }))).not.toMatch(/Weiß|Nachbar/);
    }
    expect(JSON.stringify(seen({ parcel: delivered }))).toContain('Familie Weiß');
  });

  it('is not told that a recipient moved it', () => {
    const postponed = { toDay: '2026-06-12' };
    const last = { state: 'at_depot', at: startedAt, how: null, attemptReason: null, depot: null, postponed } as const;
    const moved = parcelWith({ state: 'at_depot', serviceDate: '2026-06-12', events: [...parcel.events, last] });
    for (const kind of ['guest', 'neighbour'] as const)
      expect(JSON.stringify(seen({ viewer: viewerOf(kind), parcel: moved }))).not.toMatch(/verschoben|postponed/);
    const { status, timeline } = seen({ parcel: moved });
    expect([status.detail, timeline[0]?.code]).toEqual(['auf Wunsch der Empfängerseite verschoben', 'postponed']);
  });

  it('cannot tell from the reason what the recipient chose', () => {
    const guest = viewerOf('guest');
    expect(seen({ viewer: guest }).map).toEqual(seen({ viewer: { ...guest, mapSwitchedOff: true } }).map);
  });

  it('has the rights of the recipient where a code from the contact proved it', () => {
    expect(seen({ viewer: viewerOf('verified_guest') })).toEqual(seen());
  });
});
