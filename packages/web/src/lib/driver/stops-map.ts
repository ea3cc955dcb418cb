import type { BaseMap } from '@doorstep/contract/page-services.ts';
import { schemeOf, watchScheme } from '@doorstep/widget/color-scheme.ts';
import { mapStyle, type VectorBase } from '@doorstep/widget/map-style.ts';
import { addProtocol, LngLatBounds, Map as MapLibre, Marker, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { PMTiles, Protocol } from 'pmtiles';

interface Place {
  readonly lat: number;
  readonly lon: number;
}

export interface MapStop extends Place {
  readonly id: string;
  readonly isNext: boolean;
  /** What stands in the list, for who points at it. */
  readonly label: string;
}

interface MapTexts {
  readonly title: string;
  readonly twoFingers: string;
  readonly holdCtrl: string;
  readonly holdCommand: string;
}

// The worker is a file of our own origin: a policy without `blob:` suffices.
setWorkerUrl(new URL(workerUrl, import.meta.url).href);
const protocol = new Protocol();
addProtocol('pmtiles', protocol.tile);

/** Draws what is left of the route: a dot a stop, the next one large, and where the phone is. */
export function mountStopsMap(
  canvas: HTMLElement,
  { baseMap, texts, stops }: { baseMap: BaseMap | null; texts: MapTexts; stops: readonly MapStop[] },
) {
  let base: VectorBase | null = null;
  const markers: Marker[] = [];
  let here: Marker | null = null;

  const map = new MapLibre({
    container: canvas,
    style: mapStyle(schemeOf(canvas), null),
    bounds: boundsOf(stops),
    fitBoundsOptions: { padding: 40, maxZoom: 15 },
    maxZoom: 18,
    minZoom: 8,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: 0,
    locale: {
      'Map.Title': texts.title,
      'CooperativeGesturesHandler.MobileHelpText': texts.twoFingers,
      'CooperativeGesturesHandler.WindowsHelpText': texts.holdCtrl,
      'CooperativeGesturesHandler.MacHelpText': texts.holdCommand,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const restyle = () => void map.setStyle(mapStyle(schemeOf(canvas), base), { diff: true });
  const stopWatching = watchScheme(canvas, restyle);
  // Without a network the ground stays plain, and the stops lie on it where they are.
  if (baseMap !== null)
    openBase(baseMap).then(
      (opened) => {
        base = opened;
        restyle();
      },
      () => undefined,
    );

  function show(shown: readonly MapStop[]): void {
    for (const marker of markers.splice(0)) marker.remove();
    for (const { lat, lon, isNext, label } of shown) {
      const element = document.createElement('div');
      element.className = isNext ? 'stop-dot next' : 'stop-dot';
      element.title = label;
      markers.push(new Marker({ element }).setLngLat([lon, lat]).addTo(map));
      // The list says it in words; the library's English name for a marker helps nobody.
      element.removeAttribute('aria-label');
      element.setAttribute('aria-hidden', 'true');
    }
  }
  show(stops);

  return {
    show,
    showPhone(place: Place | null): void {
      if (place === null) {
        here?.remove();
        here = null;
        return;
      }
      if (here === null) {
        const element = document.createElement('div');
        element.className = 'phone-dot';
        here = new Marker({ element }).setLngLat([place.lon, place.lat]).addTo(map);
        element.removeAttribute('aria-label');
        element.setAttribute('aria-hidden', 'true');
      } else here.setLngLat([place.lon, place.lat]);
    },
    remove(): void {
      stopWatching();
      map.remove();
    },
  };
}
export type StopsMap = ReturnType<typeof mountStopsMap>;

async function openBase({ path }: BaseMap): Promise<VectorBase> {
  const url = new URL(path, document.baseURI).href;
  const archive = protocol.get(url) ?? new PMTiles(url);
  protocol.add(archive);
  const { maxZoom } = await archive.getHeader();
  return { url, maxZoom };
}

function boundsOf(stops: readonly Place[]): LngLatBounds {
  const bounds = new LngLatBounds();
  for (const { lat, lon } of stops) bounds.extend([lon, lat]);
  return bounds;
}
