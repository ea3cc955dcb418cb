import type { OutboxItem } from './ports.ts';
import { photoItemIds } from './settlement.ts';

/** A picture in its two sizes, as the server takes them. `id` is what the delivery names as its `photoId`. */
export interface NewPhoto {
  readonly id: string;
  readonly preview: Uint8Array;
  readonly full: Uint8Array;
  /** Of both sizes, such as `image/jpeg`. */
  readonly contentType: string;
}

/** Its two items, as they are kept. */
export function photoItems({ id: photoId, preview, full, contentType }: NewPhoto, recordedAt: string): OutboxItem[] {
  const [previewId, fullId] = photoItemIds(photoId);
  const both = { kind: 'photo', photoId, contentType, recordedAt } as const;
  return [
    { ...both, id: previewId, size: 'preview', bytes: preview },
    { ...both, id: fullId, size: 'full', bytes: full },
  ];
}
