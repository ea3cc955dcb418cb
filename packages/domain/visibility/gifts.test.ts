import { describe, expect, it } from 'vitest';
import type { Asked } from './asked.ts';
import type { ParcelFacts, ParcelViewer, ViewerKind } from './facts.ts';
import { asked, parcel, recipient } from './questions.testdata.ts';
import type { ParcelView } from './views.ts';
import { whatViewerSees } from './what-viewer-sees.ts';

const viewerOf = (kind: ViewerKind): ParcelViewer => ({ ...recipient, kind });
const parcelWith = (change: Partial<ParcelFacts>): ParcelFacts => ({ ...parcel, ...change });

function seen(change: Partial<Asked> = {}): ParcelView {
  const view = whatViewerSees(asked(change));
  if (view === null) throw new Error('this viewer sees nothing');
  return view;
}

describe('a gift', () => {
  const gift = parcelWith({ gift: true });

  it('tells its buyer nothing but arrival, return or loss, by day', () => {
    const headlineIn = (state: ParcelFacts['state']) =>
      seen({ viewer: viewerOf('buyer'), parcel: { ...gift, state } }).status.headline;
    expect(headlineIn('announced')).toBe('Ihr Geschenk ist unterwegs');
    expect(headlineIn('arriving')).toBe('Ihr Geschenk ist unterwegs');
    expect(headlineIn('attempted')).toBe('Ihr Geschenk ist unterwegs');
    expect(headlineIn('delivered')).toBe('Ihr Geschenk ist angekommen');
    expect(headlineIn('returned')).toBe('Ihr Geschenk kommt zurück');
    expect(headlineIn('damaged')).toBe('Ihr Geschenk kommt nicht an');
  });

  it('looks the same to its buyer at the depot, on the van and after an attempt', () => {
    const views = (['at_depot', 'on_its_way', 'arriving', 'attempted', 'held_for_pickup'] as const).map((state) =>
      seen({ viewer: viewerOf('buyer'), parcel: { ...gift, state } }),
    );
    for (const view of views) expect(view).toEqual(views[0]);
  });

  it('shows its recipient status and window, but no map', () => {
    const view = seen({ parcel: gift });
    expect(view.map).toMatchObject({ shown: false, because: { code: 'gift' } });
    expect(view.window).not.toBeNull();
    expect(view.stopsAway).toBeNull();
  });
});

describe('where a gift was bought', () => {
  it('is told to its buyer, and to nobody else, neither by itself nor in the history', () => {
    const told = (kind: ParcelViewer['kind'], change: Partial<ParcelFacts> = {}) =>
      JSON.stringify(whatViewerSees(asked({ viewer: viewerOf(kind), parcel: parcelWith({ gift: true, ...change }) })));
    const ended = { state: 'delivered', how: 'recipient' } as const;
    const elsewhere = { carrier: { kind: 'other', label: 'Jurabote', trackingUrl: null } } as const;
    for (const change of [{}, { state: 'announced' } as const, ended, elsewhere]) {
      expect(told('buyer', change)).toContain('Dienstbier');
      for (const kind of ['recipient', 'verified_guest', 'guest', 'neighbour'] as const)
        expect(told(kind, change)).not.toContain('Dienstbier');
    }
    expect(JSON.stringify(seen({ parcel: parcelWith({ gift: false }) }))).toContain(
      'Angekündigt von Buchhandlung Dienstbier',
    );
  });
});
