import type { BaseMap, ParcelViewMessage } from '@doorstep/contract';
import type { Language } from '@doorstep/domain/text/language.ts';
import { moveDial } from './dial.ts';
import type { MountedMap } from './map.ts';
import { words } from './words.ts';

type OpenMap = Extract<ParcelViewMessage['map'], { shown: true }>;

export interface MapPlace {
  readonly root: ShadowRoot;
  readonly figure: HTMLElement;
  readonly baseMap: BaseMap | null;
  readonly language: Language;
  readonly map: OpenMap;
}

/** A place for the map whose library may not be there yet. */
export interface MapHolder {
  show(map: OpenMap): void;
  remove(): void;
}

/** Fetches the library once the page has been painted and the browser has nothing better to do, then mounts the map. */
export function holdMap({ root, figure, baseMap, language, map }: MapPlace): MapHolder {
  let { van, pathAhead: path } = map;
  let mounted: MountedMap | null = null;
  let removed = false;

  const mount = async (): Promise<void> => {
    const canvas = figure.querySelector<HTMLElement>('.canvas');
    if (removed || canvas === null) return;
    const { mountMap } = await import('./map.ts');
    if (removed) return;
    mounted = mountMap({
      root,
      canvas,
      baseMap,
      text: words[language],
      home: map.home,
      van,
      path,
      onReady: () => figure.classList.add('ready'),
    });
  };

  // Where library or drawing surface cannot be had, the drawing in the map's place stays, and moves.
  whenIdle(() => void mount().catch(() => undefined));

  return {
    show(next) {
      ({ van, pathAhead: path } = next);
      if (mounted) mounted.showVan(van, path);
      else moveDial(figure, next, language);
    },
    remove() {
      removed = true;
      mounted?.remove();
    },
  };
}

function whenIdle(run: () => void): void {
  // Safari knows no requestIdleCallback.
  const later = (): unknown =>
    'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 2000 }) : setTimeout(run, 200);
  if (document.readyState === 'complete') later();
  else addEventListener('load', later, { once: true });
}
