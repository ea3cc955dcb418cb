import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAsked } from './questions.testdata.ts';
import { defaultVisibilitySettings } from './settings.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

const seenIn = { numRuns: 500 };

describe('of any question whatever', () => {
  it('what is kept from one question for the next is never another answer than a new one', () => {
    const others = { ...defaultVisibilitySettings, count: 'never' as const, pathAhead: 'always' as const };
    const fromWhich = fc.array(fc.array(fc.nat(2), { minLength: 5, maxLength: 5 }), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(anyAsked, anyAsked, anyAsked, fromWhich, (first, second, third, mixes) => {
        const { parcel: own, viewer, now } = third;
        const home = { lat: own.home.lat + 0.001, lon: own.home.lon };
        // Another parcel of the same stop, to another door there.
        const beside = { ...own, stopId: first.parcel.stopId, serviceDate: first.parcel.serviceDate, home };
        const given = [first, { ...second, settings: others }, { ...first, parcel: beside, viewer, now }];
        for (const mix of mixes) {
          const from = (field: number) => given[mix[field] ?? 0] ?? first;
          const question = {
            viewer: from(0).viewer,
            parcel: from(1).parcel,
            route: from(2).route,
            settings: from(3).settings,
            now: from(4).now,
          };
          // A copy is known to nobody: nothing that was kept is found for it.
          expect(whatViewerSees(question)).toEqual(whatViewerSees(structuredClone(question)));
        }
      }),
      seenIn,
    );
  });

  it('a stranger gets the answer of "does not exist"', () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        expect(whatViewerSees({ ...asked, viewer: { ...asked.viewer, kind: 'stranger' } })).toBeNull();
      }),
      seenIn,
    );
  });

  it("a confidential parcel shows no window, no count, no map, no merchant, no place and no other carrier's link", () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const view = whatViewerSees({ ...asked, parcel: { ...asked.parcel, confidential: true } });
        if (view === null) return;
        expect(view).toMatchObject({ merchant: null, window: null, stopsAway: null });
        expect(view.map.shown).toBe(false);
        expect(view.carrier?.trackingUrl ?? null).toBeNull();
        const wire = JSON.stringify(view);
        expect(wire).not.toMatch(/"lat"|"lon"|Jurabote|Dienstbier/);
        // Days only: no time of day anywhere.
        expect(wire).not.toMatch(/T\d\d:\d\d/);
      }),
      seenIn,
    );
  });

  it("a gift's buyer learns no place, window, photo, carrier or time of day", () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const gift = { ...asked.parcel, gift: true };
        const view = whatViewerSees({ ...asked, parcel: gift, viewer: { ...asked.viewer, kind: 'buyer' } });
        if (view === null) throw new Error('the buyer sees the gift');
        expect(view).toMatchObject({ carrier: null, window: null, stopsAway: null, timeZone: 'UTC' });
        expect(view.map).toMatchObject({ shown: false, because: { code: 'gift' } });
        expect(view.photo).toMatchObject({ available: false, because: { code: 'gift' } });
        expect(view.status.detail).toBeNull();
        const wire = JSON.stringify(view);
        expect(wire).not.toMatch(/"lat"|"lon"|Jurabote|Pegnitz|Lauf|Carport|Europe|T\d\d:\d\d/);
        expect(['on_its_way', 'delivered', 'returned', 'lost']).toContain(view.status.state);
      }),
      seenIn,
    );
  });

  it('a hidden map holds no coordinate, of the van or of anything', () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const view = whatViewerSees(asked);
        if (view === null || view.map.shown) return;
        const wire = JSON.stringify(view);
        expect(wire).not.toMatch(/"lat"|"lon"|"headingDegrees"|"distanceMetres"/);
        for (const degrees of [asked.route?.newestFix?.lat, asked.route?.newestFix?.lon]) {
          if (degrees !== undefined) expect(wire).not.toContain(String(degrees));
        }
      }),
      seenIn,
    );
  });

  it('a dot is shown only to the recipient of an open stop on a started route, and only while it is fresh', () => {
    let shown = 0;
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const view = whatViewerSees(asked);
        if (view === null || !view.map.shown) return;
        shown += 1;
        const { parcel, route, viewer, now } = asked;
        expect(['recipient', 'verified_guest', 'buyer']).toContain(viewer.kind);
        expect(viewer.mapSwitchedOff || parcel.confidential || parcel.gift).toBe(false);
        expect(parcel.carrier.kind).toBe('own_fleet');
        expect(['on_its_way', 'arriving']).toContain(parcel.state);
        expect(route).toMatchObject({ phase: 'started', duty: 'driving', serviceDate: parcel.serviceDate });
        expect(route?.stops.find((stop) => stop.stopId === parcel.stopId)?.completedAt).toBeNull();
        expect(now - (route?.newestFix?.fixedAt ?? 0)).toBeLessThanOrEqual(120_000);
      }),
      { numRuns: 5_000 },
    );
    expect(shown).toBeGreaterThan(0);
  });

  it('a photo is shown only to the recipient of a delivered parcel of our own that is not confidential, and in time', () => {
    let shown = 0;
    fc.assert(
      fc.property(anyAsked, fc.boolean(), (asked, isDelivered) => {
        const parcel = isDelivered ? { ...asked.parcel, state: 'delivered' as const } : asked.parcel;
        const view = whatViewerSees({ ...asked, parcel });
        if (view === null || !view.photo.available) return;
        shown += 1;
        expect(['recipient', 'verified_guest']).toContain(asked.viewer.kind);
        expect(parcel).toMatchObject({ state: 'delivered', confidential: false, carrier: { kind: 'own_fleet' } });
        if (parcel.photo?.kind !== 'kept') throw new Error('a photo that is not kept cannot be shown');
        if (!parcel.photo.isFrozen) expect(parcel.photo.deleteAfter).toBeGreaterThan(asked.now);
      }),
      { numRuns: 5_000 },
    );
    expect(shown).toBeGreaterThan(0);
  });

  it('what the recipients chose about photos changes nothing of what anyone else sees', () => {
    fc.assert(
      fc.property(
        anyAsked,
        fc.constantFrom('buyer' as const, 'guest' as const, 'neighbour' as const),
        (asked, kind) => {
          const seen = [true, false].map((photosSwitchedOff) =>
            whatViewerSees({
              ...asked,
              viewer: { ...asked.viewer, kind },
              parcel: { ...asked.parcel, photosSwitchedOff, photo: photosSwitchedOff ? null : asked.parcel.photo },
            }),
          );
          expect(seen[0]).toEqual(seen[1]);
        },
      ),
      seenIn,
    );
  });

  it('nothing of any other stop is told: no id, no place, no speed, no accuracy', () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        expect(JSON.stringify(whatViewerSees(asked))).not.toMatch(/stop-\d|[sS]peed|[aA]ccuracy|mocked/);
      }),
      seenIn,
    );
  });

  it('a number is never above 20', () => {
    fc.assert(
      fc.property(anyAsked, (asked) => {
        const away = whatViewerSees(asked)?.stopsAway;
        if (away && away.kind !== 'words') expect(away.count).toBeLessThanOrEqual(20);
      }),
      seenIn,
    );
  });
});
