import type { EpochMillis, ParcelFacts, ParcelView, ParcelViewer, VisibilitySettings } from '@doorstep/domain';
import type { SseStream } from './sse.ts';
import type { Watcher } from './watcher.ts';

/** Those who see the same parcel with the same eyes: asked for and encoded once for all of them. */
export interface Audience {
  readonly key: string;
  readonly viewer: ParcelViewer;
  readonly routeId: string | null;
  facts: ParcelFacts;
  settings: VisibilitySettings;
  readonly streams: Set<SseStream>;
  /** The same streams by whose they are: accounts may lose the parcel one by one. */
  readonly ofAccount: Map<string, Set<SseStream>>;
  /** How many readings of the facts were begun: only the newest one counts, whichever comes back last. */
  readings: number;
  /** Readings under way. */
  pending: number;
  /** The newest reading failed, or one is announced: the facts may be old ones. */
  mustRead: boolean;
  view: ParcelView;
  /** The newest whole view, made only where somebody needs it. */
  viewFrame: Buffer | null;
  mayChangeAt: EpochMillis | null;
}

export function audienceKey({ viewer, facts, routeId }: Pick<Watcher, 'viewer' | 'facts' | 'routeId'>): string {
  return [facts.parcelId, facts.stopId, routeId, viewer.kind, viewer.language, viewer.mapSwitchedOff].join(' ');
}
