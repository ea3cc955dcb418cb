import type { ParcelViewMessage } from '@doorstep/contract';
import { describe, expect, it } from 'vitest';
import { renderParcel } from './render.ts';

const now = Date.parse('2026-06-09T12:00:00Z');
const place = { lat: 49.51, lon: 11.28 };

const onItsWay: ParcelViewMessage = {
  id: 'par_1',
  orderId: 'ord_1',
  merchant: 'Buchhandlung Dienstbier',
  isGift: false,
  status: { state: 'on_its_way', headline: 'Unterwegs zu Ihnen', detail: null, at: '2026-06-09T06:46:00Z' },
  serviceDate: '2026-06-09',
  timeZone: 'Europe/Berlin',
  carrier: { label: 'Lieferung durch Pegnitz Express', trackingUrl: null },
  window: { fromAt: '2026-06-09T12:10:00Z', toAt: '2026-06-09T12:35:00Z', basis: 'plan_and_delay' },
  windowBecause: null,
  driverFirstName: null,
  stopsAway: { kind: 'number', count: 3, sentence: 'Noch 3 Stopps' },
  map: {
    shown: true,
    van: { lat: 49.52, lon: 11.29, headingDegrees: 200, fixedAt: '2026-06-09T11:59:56Z', freshness: 'live' },
    home: place,
    distanceMetres: 1240,
    pathAhead: null,
  },
  photo: { available: false, because: { code: 'not_delivered_yet', sentence: 'Ein Foto kann es erst später geben.' } },
  photoLooks: [],
  timeline: [
    { code: 'on_its_way', sentence: 'Auf dem Weg zu Ihnen', at: '2026-06-09T06:46:00Z' },
    { code: 'at_depot', sentence: 'Im Depot Lauf', at: '2026-06-09T04:15:00Z' },
    { code: 'announced', sentence: 'Angekündigt', at: '2026-06-08T14:20:00Z' },
  ],
};

const render = (view: ParcelViewMessage, over: { language?: 'de' | 'en'; baseMap?: null } = {}) =>
  renderParcel({
    view,
    language: over.language ?? 'de',
    baseMap: over.baseMap === null ? null : { path: '/tiles/base.pmtiles', attribution: '© OpenStreetMap' },
    liveUrl: '/api/v1/me/parcels/par_1/live',
    now,
  });

const closed = (code: string, sentence: string): ParcelViewMessage => ({
  ...onItsWay,
  map: { shown: false, because: { code, sentence } },
});

describe('the parcel page before any script runs', () => {
  it('answers where the parcel is, when it comes, and who brings it', () => {
    const page = render(onItsWay);
    expect(page).toContain('<h1 data-part="answer">Noch 3 Stopps</h1>');
    expect(page).toContain('heute 14:10–14:35');
    expect(page).toContain('Lieferung durch Pegnitz Express');
  });

  it('tells no window any more while the van stands at the door', () => {
    const stopsAway = { kind: 'number', count: 0, sentence: 'Der Lieferwagen ist da' } as const;
    const status = { ...onItsWay.status, headline: 'Der Lieferwagen ist da' };
    const page = render({ ...onItsWay, status, stopsAway });
    // Also where the number is not told.
    expect(render({ ...onItsWay, status, stopsAway: null })).not.toContain('14:10');
    expect(page).toContain('<h1 data-part="answer">Der Lieferwagen ist da</h1><p class="lead" data-part="lead"></p>');
    expect(page).not.toContain('Stand der Fahrt');
    expect(render({ ...onItsWay, stopsAway: { ...stopsAway, sentence: 'Sie sind als Nächstes dran' } })).toContain(
      'heute 14:10–14:35',
    );
  });

  it('names the map’s source in the words of its reader', () => {
    const baseMap = { path: '/map', attribution: 'Erfunden', attributionEnglish: 'Made up' };
    const pages = (['de', 'en'] as const).map((language) =>
      renderParcel({ view: onItsWay, language, baseMap, liveUrl: null, now }),
    );
    expect(pages[0]).toContain('<span>Erfunden</span>');
    expect(pages[1]).toContain('<span>Made up</span>');
  });

  it('tells the time of the address, wherever it is read', () => {
    expect(render({ ...onItsWay, timeZone: 'Europe/Lisbon' })).toContain('heute 13:10–13:35');
    expect(render({ ...onItsWay, timeZone: 'Pacific/Kiritimati' })).toContain('heute 02:10–02:35');
  });

  it('says distance and direction of the van in words where the map will be', () => {
    expect(render(onItsWay)).toContain('Der Lieferwagen ist 1,2\u00a0km nordöstlich von Ihnen.');
    expect(render(onItsWay, { language: 'en' })).toContain('The van is 1.2\u00a0km north-east of you.');
  });

  it('says how old the position is, and that it is delayed from 30 s on', () => {
    expect(render(onItsWay)).toContain('<span class="age">vor 4 s</span>');
    const { map } = onItsWay;
    if (!map.shown) throw new Error('the map of this view is open');
    const late = { ...onItsWay, map: { ...map, van: { ...map.van, fixedAt: '2026-06-09T11:59:20Z' } } };
    expect(render(late)).toContain('verzögert, vor 40 s');
  });

  it('tells no age of a dot that keeps behind the van, however long it rests', () => {
    const { map } = onItsWay;
    if (!map.shown) throw new Error('the map of this view is open');
    const van = { ...map.van, fixedAt: '2026-06-09T11:55:00Z', freshness: 'lagging' as const };
    const page = render({ ...onItsWay, map: { ...map, van } });
    expect(page).toContain('<span class="age">ungefähr hier</span>');
    expect(page).not.toContain('verzögert');
  });

  it('tells the events in the order of the view, which has the newest first', () => {
    const page = render(onItsWay);
    const order = ['Auf dem Weg zu Ihnen</span>', 'Im Depot Lauf</span>', 'Angekündigt</span>'].map((text) =>
      page.indexOf(text),
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(page).toContain('gestern, 16:20');
  });

  it('gives the reason for a closed map, hides the drawing from screen readers, and names no position', () => {
    const page = render({
      ...closed('no_position', 'Die Karte öffnet sich später.'),
      stopsAway: { kind: 'more_than', count: 20, sentence: 'Noch mehr als 20 Stopps' },
    });
    expect(page).toContain('Die Karte öffnet sich später. <strong>Noch mehr als 20 Stopps.</strong>');
    expect(page).toContain('<div class="row bare" aria-hidden="true">');
    expect(page).toContain('<h1 data-part="answer">Unterwegs zu Ihnen</h1>');
    expect(page).not.toMatch(/"lat"/);
  });

  it('keeps distance and direction in sight above a ground without a base map', () => {
    expect(render(onItsWay, { baseMap: null })).toContain('<figure class="map open plain">');
    expect(render(onItsWay)).toContain('<figure class="map open">');
  });

  it('draws no row of houses where the map will not open', () => {
    expect(render(closed('confidential', 'Diese Lieferung ist vertraulich.'))).not.toContain('<svg');
  });

  it('says why there is no number', () => {
    const words = {
      kind: 'words' as const,
      because: { code: 'plan_changed', sentence: 'Es liegen noch andere Lieferungen auf dem Weg.' },
    };
    const page = render({ ...onItsWay, stopsAway: words });
    expect(page).toContain('Es liegen noch andere Lieferungen auf dem Weg.');
    expect(page).toContain('Unterwegs zu Ihnen</h1>');
  });

  it('says above an open map that there are more stops than are counted', () => {
    const stopsAway = { kind: 'more_than' as const, count: 20, sentence: 'Noch mehr als 20 Stopps' };
    expect(render({ ...onItsWay, stopsAway })).toContain('<p class="why">Noch mehr als 20 Stopps.</p>');
  });

  it('says why a number is higher than it was', () => {
    const because = { code: 'count_rose', sentence: 'Auf der Tour hat sich etwas geändert.' };
    const risen = { kind: 'number' as const, count: 6, sentence: 'Noch 6 Stopps bis zu Ihnen.', because };
    expect(render({ ...onItsWay, stopsAway: risen })).toContain(because.sentence);
  });

  it('says why there is no photo once there could be one, and says a reason once only', () => {
    const because = { code: 'not_photographed', sentence: 'Von dieser Lieferung gibt es kein Foto.' };
    const over = {
      ...closed('journey_over', 'Die Fahrt zu Ihnen ist beendet.'),
      photo: { available: false as const, because },
    };
    const delivered = { ...over, status: { ...over.status, state: 'delivered' } };
    expect(render(delivered)).toContain(`<p>${because.sentence}</p>`);
    expect(render({ ...over, status: { ...over.status, state: 'lost' } })).not.toContain(`<p>${because.sentence}</p>`);
    expect(render(onItsWay)).not.toContain('<p>Ein Foto');
    const secret = { ...over, map: { shown: false as const, because } };
    expect(render(secret).split('>Von dieser Lieferung')).toHaveLength(2);
  });

  it('shows the photo in place of the closed map: preview first, the full picture above it, and until when it is kept', () => {
    const photo = {
      available: true as const,
      takenAt: '2026-06-09T11:22:00Z',
      deletedOn: '2026-07-09',
      distance: '6 m von Ihrer Adresse',
      isFull: false,
    };
    const over = { ...closed('journey_over', 'Die Fahrt zu Ihnen ist beendet.'), photo };
    const early = render(over);
    expect(early).toContain('Foto von 13:22, wird am 9.\u00a0Juli gelöscht.');
    expect(early).toContain('src="/api/v1/me/parcels/par_1/photo/preview?v=');
    expect(early).not.toContain('/photo?v=');
    expect(early).not.toContain('<p class="because">');
    expect(early).toContain('Vom Kundenservice bisher niemand.');
    const whole = render({ ...over, photo: { ...photo, isFull: true } });
    expect(whole).toContain('src="/api/v1/me/parcels/par_1/photo?v=');
    expect(whole.match(/alt="Foto/g)).toHaveLength(1);
    const older = render({ ...over, photo: { ...photo, takenAt: '2026-06-05T11:22:00Z' } }, { language: 'en' });
    expect(older).toContain('Photo taken on 5\u00a0June at 13:22, will be deleted on 9\u00a0July.');
    const placed = render({ ...over, status: { ...over.status, detail: 'am Ablageort: Carport' } });
    expect(placed).toContain('>Am Ablageort: Carport</strong><span class="near">6\u00a0m von Ihrer Adresse</span>');
    const frozen = render({ ...over, photo: { ...photo, deletedOn: null } });
    expect(frozen).toContain('Foto von 13:22. Es bleibt, bis die Meldung dazu geklärt ist.');
  });

  it('says who has seen the photo, when and why, also after it is gone', () => {
    const look = { at: '2026-06-09T12:05:00Z', role: 'support' as const, reason: 'missing' as const };
    const page = render({
      ...closed('journey_over', 'Vorbei.'),
      photoLooks: [{ ...look, sentence: 'Kundenservice, Grund: Paket vermisst' }],
    });
    expect(page).toContain('Wer das Foto gesehen hat');
    expect(page).toContain('Kundenservice, Grund: Paket vermisst</span><time datetime="2026-06-09T12:05:00Z">');
    expect(page).not.toContain('Bisher niemand');
  });

  it('lets no text of a shop or carrier become markup or script', () => {
    const page = render({
      ...closed('no_position', '</template><script>alert(1)</script>'),
      stopsAway: null,
      status: { ...onItsWay.status, headline: '<img src=x onerror=alert(1)>' },
      carrier: { label: '"><b>x</b>', trackingUrl: 'javascript:alert(1)' },
    });
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<b>x');
    expect(page).not.toContain('href="javascript');
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page.match(/<\/template>/g)).toHaveLength(1);
  });

  it('leads to the other carrier where that is who brings it', () => {
    const carrier = { label: 'Lieferung durch Jurabote', trackingUrl: 'https://jurabote.example/?a=1&b=2' };
    expect(render({ ...onItsWay, carrier })).toContain('href="https://jurabote.example/?a=1&amp;b=2"');
  });
});
