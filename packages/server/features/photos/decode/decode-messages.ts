import type { PictureFlaw } from '@doorstep/domain';

/** Of a preview only the preview is made; of a full picture both. */
export type PhotoSize = 'preview' | 'full';

/** From the decoding process, once: it has loaded all it needs. */
export const readyMessage = 'ready';

/** To the decoding process. One at a time; the next only after the answer. */
export interface DecodeTask {
  readonly size: PhotoSize;
  readonly bytes: Uint8Array;
  readonly maximumPixels: number;
  /** A preview of this full picture is stored already: another is made only where faces were blurred. */
  readonly previewIsThere: boolean;
}

/** From it. JPEGs without any metadata. */
export type DecodeAnswer =
  | {
      readonly ok: true;
      /** Null where one is there and stays. */
      readonly preview: Uint8Array | null;
      readonly full: Uint8Array | null;
      /** Not looked for where no preview was made: its own look has told. */
      readonly flaw: PictureFlaw | null;
      /** How many were found and blurred. */
      readonly faces: number;
    }
  | { readonly ok: false; readonly code: 'photo_unreadable' | 'photo_too_many_pixels' | 'photo_of_a_person' };
