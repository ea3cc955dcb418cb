import type { BaseMap, ParcelViewMessage } from '@doorstep/contract';
import type { Coordinates } from '@doorstep/domain/geo/coordinates.ts';
import { addProtocol, LngLatBounds, Map as MapLibre, Marker, type PaddingOptions, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { PMTiles, Protocol } from 'pmtiles';
import { schemeOf, watchScheme } from './color-scheme.ts';
import { mapCss } from './map-css.ts';
import { homeMarker, vanMarker } from './map-markers.ts';
import { pathAhead } from './map-path.ts';
import { mapStyle, type VectorBase } from './map-style.ts';
import { isGliding, receiveFix, showVan, startMotion, type VanFix } from './van-motion.ts';
import type { WidgetWords } from './words.ts';

type OpenMap = Extract<ParcelViewMessage['map'], { shown: true }>;
type Van = OpenMap['van'];

export interface MapSetting {
  readonly root: ShadowRoot;
  readonly canvas: HTMLElement;
  readonly baseMap: BaseMap | null;
  /** Handed in, so that this chunk shares no module with the bundle that loads it. */
  readonly text: WidgetWords;
  readonly home: Coordinates;
  readonly van: Van;
  readonly path: OpenMap['pathAhead'];
  /** The first picture is drawn. */
  readonly onReady: () => void;
}

export interface MountedMap {
  showVan(van: Van, path: OpenMap['pathAhead']): void;
  remove(): void;
}

// The worker is a file of our own origin beside this one: a policy without `blob:` suffices.
setWorkerUrl(new URL(workerUrl, import.meta.url).href);
const protocol = new Protocol();
addProtocol('pmtiles', protocol.tile);

const closestZoom = 16.5;
/** The van may come this near to the edge, in pixels, before the camera moves. */
const marginPixels = 36;
/** For so long after the visitor has moved the map, the camera leaves it alone. */
const handsOffMillis = 20_000;

const fixOf = (van: Van): VanFix => ({ ...van, fixedAt: Date.parse(van.fixedAt) });
const adopted = new WeakSet<ShadowRoot>();

/** Draws the map into `canvas`: the van gliding from fix to fix, the address, and the base map where there is one. */
export function mountMap({ root, canvas, baseMap, text, home, van, path, onReady }: MapSetting): MountedMap {
  adoptStyle(root);
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  let motion = startMotion(fixOf(van), Date.now());
  let base: VectorBase | null = null;
  let ahead = path;
  let touchedAt = 0;
  let frame = 0;

  const map = new MapLibre({
    container: canvas,
    style: mapStyle(schemeOf(canvas), null),
    bounds: boundsOf(van, home),
    fitBoundsOptions: framing(canvas, van, home),
    maxZoom: 18,
    minZoom: 9,
    attributionControl: false,
    cooperativeGestures: true,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: still.matches ? 0 : 150,
    locale: {
      'Map.Title': text.map,
      'CooperativeGesturesHandler.MobileHelpText': text.twoFingers,
      'CooperativeGesturesHandler.WindowsHelpText': text.holdCtrl,
      'CooperativeGesturesHandler.MacHelpText': text.holdCommand,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();

  const way = pathAhead(map, () => schemeOf(canvas));
  map.once('load', () => way.show(showVan(motion, Date.now()), ahead));
  const dot = vanMarker();
  const marker = new Marker({ element: dot.element }).setLngLat(van).addTo(map);
  const house = homeMarker(text.home);
  new Marker({ element: house }).setLngLat(home).addTo(map);
  // The library names markers for screen readers in English; the figure's words say more.
  for (const element of [dot.element, house]) {
    element.removeAttribute('aria-label');
    element.setAttribute('aria-hidden', 'true');
  }
  dot.turnTo(van.headingDegrees);

  /** The address's name stands on the side that the van is not on, so that neither covers the other. */
  const nameClear = ({ lat }: Coordinates): void => {
    house.classList.toggle('above', lat < home.lat);
  };
  nameClear(van);

  const paint = (): void => {
    const now = Date.now();
    const pose = showVan(motion, now);
    marker.setLngLat(pose);
    dot.turnTo(pose.headingDegrees);
    nameClear(pose);
    way.show(pose, ahead);
    frame = isGliding(motion, now) ? requestAnimationFrame(paint) : 0;
  };

  /** Frames both again when the van nears the edge. */
  const keepInSight = (target: Coordinates): void => {
    if (Date.now() - touchedAt < handsOffMillis) return;
    const { x, y } = map.project(target);
    const { clientWidth, clientHeight } = canvas;
    const inside = x > marginPixels && y > marginPixels && x < clientWidth - marginPixels && y < clientHeight - 64;
    // Near the end both stand close together in a picture made for more.
    const tooWide = map.getZoom() < fittingZoom(target) - 1;
    if (inside && !tooWide) return;
    map.fitBounds(boundsOf(target, home), { ...framing(canvas, target, home), animate: !still.matches, duration: 900 });
  };
  const fittingZoom = (target: Coordinates): number =>
    map.cameraForBounds(boundsOf(target, home), framing(canvas, target, home))?.zoom ?? 0;

  map.on('movestart', (event) => {
    if (event.originalEvent !== undefined) touchedAt = Date.now();
  });
  map.once('load', onReady);
  // Finer tiles half a zoom earlier: the small streets, where the van is, are missing in the coarser ones.
  map.on('styledata', () => {
    const source = map.getSource('base');
    if (source !== undefined) source.roundZoom = true;
  });
  const restyle = (): void => void map.setStyle(mapStyle(schemeOf(canvas), base), { diff: true });
  const stopWatching = watchScheme(canvas.getRootNode() instanceof ShadowRoot ? root.host : canvas, restyle);

  // A base map that cannot be read leaves the plain ground: both markers on it, and distance and direction in words.
  if (baseMap !== null) {
    void openBase(baseMap).then(
      (opened) => {
        base = opened;
        restyle();
      },
      () => {
        // The words take their place above the ground, so less of it is left to frame.
        canvas.closest('.map')?.classList.add('plain');
        map.resize();
        map.fitBounds(boundsOf(motion.to, home), { ...framing(canvas, motion.to, home), animate: false });
      },
    );
  }

  return {
    showVan(next, path) {
      ahead = path;
      const fix = fixOf(next);
      motion = receiveFix(motion, fix, Date.now(), still.matches);
      keepInSight(motion.to);
      if (frame === 0) frame = requestAnimationFrame(paint);
    },
    remove() {
      cancelAnimationFrame(frame);
      stopWatching();
      map.remove();
    },
  };
}

async function openBase({ path }: BaseMap): Promise<VectorBase> {
  const url = new URL(path, document.baseURI).href;
  const archive = protocol.get(url) ?? new PMTiles(url);
  protocol.add(archive);
  const { maxZoom } = await archive.getHeader();
  return { url, maxZoom };
}

function boundsOf(van: Coordinates, home: Coordinates): LngLatBounds {
  return new LngLatBounds().extend([van.lon, van.lat]).extend([home.lon, home.lat]);
}

/** Room for the markers, the pill under the address and the pills along the lower edge. */
function framing(
  canvas: HTMLElement,
  van: Coordinates,
  home: Coordinates,
): { padding: PaddingOptions; maxZoom: number } {
  const { clientWidth, clientHeight } = canvas;
  const side = Math.min(64, clientWidth * 0.17);
  const isHomeBelow = home.lat < van.lat;
  const padding = {
    top: Math.min(isHomeBelow ? (clientWidth < 375 ? 64 : 44) : 84, clientHeight * 0.25),
    right: side,
    bottom: Math.min(isHomeBelow ? 104 : 76, clientHeight * 0.38),
    left: side,
  };
  return { padding, maxZoom: closestZoom };
}

function adoptStyle(root: ShadowRoot): void {
  if (adopted.has(root)) return;
  adopted.add(root);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(mapCss);
  root.adoptedStyleSheets.push(sheet);
}
