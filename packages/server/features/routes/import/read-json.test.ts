import { describe, expect, it } from 'vitest';
import { jsonDocument, jsonParcel } from './example-files.ts';
import { german, look, lookAtJson } from './look-at-file.ts';

describe('a JSON document', () => {
  it('gives what the same CSV gives', () => {
    expect(lookAtJson(jsonDocument()).parcels).toEqual(['P-1', 'P-2']);
  });

  it('names a bad value by line and path, once for all parcels it concerns, and keeps the other route', () => {
    const document = jsonDocument();
    const [route] = document.routes;
    const routes = [route, { ...route, reference: 'B-08', serviceDate: '9.6.2026' }];
    const text = JSON.stringify({ ...document, routes }, null, 2);
    const { problems, parcels } = look(text, 'routes.json');
    const line = text.split('\n').findIndex((each) => each.includes('9.6.2026')) + 1;
    expect(german(problems)).toEqual([
      [line, 'routes[1].serviceDate', 'Hier steht „9.6.2026“; richtig wäre ein Datum wie 2026-06-09.'],
    ]);
    expect(parcels).toEqual(['P-1', 'P-2']);
  });

  it('leaves out a parcel with a misspelt name, and names it', () => {
    const document = jsonDocument();
    document.routes[0]?.stops[0]?.parcels.push(Object.assign(jsonParcel('P-9'), { confidental: true }));
    const { problems, parcels } = lookAtJson(document);
    expect(problems.map(({ field }) => field)).toEqual(['routes[0].stops[0].parcels[1].confidental']);
    expect(problems[0]?.message.de).toMatch(/^„confidental“ ist hier unbekannt; bekannt sind parcelNumber, /);
    expect(parcels).toEqual(['P-1', 'P-2']);
  });

  it('names what is missing by the path where it belongs', () => {
    const document = jsonDocument();
    Object.assign(document.routes[0]?.stops[1]?.address ?? {}, { city: undefined });
    Object.assign(document.routes[0]?.stops[0] ?? {}, { parcels: [] });
    const { problems, parcels } = lookAtJson(document);
    expect(problems.map(({ field }) => field)).toEqual([
      'routes[0].stops[0].parcels',
      'routes[0].stops[1].address.city',
    ]);
    expect(parcels).toEqual([]);
  });

  it('names what a whole route lacks once, in the line where the route begins', () => {
    const document = jsonDocument();
    Object.assign(document.routes[0] ?? {}, { van: undefined, driver: undefined });
    const { problems } = lookAtJson(document);
    const line = JSON.stringify(document, null, 2).split('\n').indexOf('    {') + 1;
    expect(german(problems)).toEqual([
      [line, 'routes[0].van', 'Diese Angabe fehlt; richtig wäre ein Text mit 1 bis 120 Zeichen, etwa B-DS 107.'],
      [line, 'routes[0].driver.name', 'Diese Angabe fehlt; richtig wäre ein Text mit 1 bis 120 Zeichen.'],
    ]);
  });

  it('with a carrier that names nothing is no parcel of the own fleet', () => {
    const document = jsonDocument();
    document.routes[0]?.stops[0]?.parcels.splice(0, 1, Object.assign(jsonParcel('P-1'), { carrier: {} }));
    expect(lookAtJson(document).parcels).toEqual(['P-2']);
  });

  it('with a tracking link that is a script is refused for that parcel', () => {
    const document = jsonDocument();
    const carrier = { name: 'Paketpost', trackingUrl: 'javascript:alert(1)' };
    document.routes[0]?.stops[0]?.parcels.splice(0, 1, Object.assign(jsonParcel('P-1'), { carrier }));
    const { problems, parcels } = lookAtJson(document);
    expect(problems.map(({ field }) => field)).toEqual(['routes[0].stops[0].parcels[0].carrier.trackingUrl']);
    expect(parcels).toEqual(['P-2']);
  });
});
