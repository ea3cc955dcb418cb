import type { ParcelFacts, ParcelViewer, VisibilitySettings } from '@doorstep/domain';

/** Who watches, and what: the same parcel seen with the same eyes is computed and encoded once for all of them. */
export interface Watcher {
  readonly accountId: string;
  readonly viewer: ParcelViewer;
  readonly facts: ParcelFacts;
  readonly routeId: string | null;
  /** In force for this parcel, whoever asks. */
  readonly settings: VisibilitySettings;
  /** Known from a stream before, and not read for this one: it tells nothing new to those who watch already. */
  readonly isKept?: true;
}
