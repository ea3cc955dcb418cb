import type { Coordinates } from '@doorstep/domain/geo/coordinates.ts';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Scheme } from './map-palette.ts';

const id = 'path-ahead';
const accents: Readonly<Record<Scheme, string>> = { light: '#0B6B4F', dark: '#7AD7B0' };

/** The way from the van to the address as a dotted line, where it may be shown. Survives a change of style. */
export function pathAhead(map: MapLibre, schemeNow: () => Scheme) {
  let path: readonly Coordinates[] = [];

  const line = () => ({
    type: 'Feature' as const,
    properties: {},
    geometry: { type: 'LineString' as const, coordinates: path.map(({ lat, lon }) => [lon, lat]) },
  });
  const draw = (): void => {
    if (!map.isStyleLoaded() && map.getSource(id) === undefined) return;
    const source = map.getSource<GeoJSONSource>(id);
    if (source !== undefined) source.setData(line());
    else if (path.length > 1) {
      map.addSource(id, { type: 'geojson', data: line() });
      map.addLayer({
        id,
        type: 'line',
        source: id,
        layout: { 'line-cap': 'round' },
        paint: { 'line-color': accents[schemeNow()], 'line-width': 4, 'line-dasharray': [0.1, 2], 'line-opacity': 0.8 },
      });
    }
  };
  // A new style knows nothing of it.
  map.on('idle', () => {
    if (path.length > 1 && map.getSource(id) === undefined) draw();
  });

  return {
    /** From where the dot is drawn now, along what is left of the way; null takes the line away. */
    show(from: Coordinates, ahead: readonly Coordinates[] | null): void {
      if (ahead === null && path.length === 0) return;
      path = ahead === null ? [] : [from, ...ahead.slice(1)];
      draw();
    },
  };
}
