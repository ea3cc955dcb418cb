import { isSameVanFrame, type ParcelView, type VanFrame, vanFrameOf } from '@doorstep/domain';
import { sseFrame } from './sse.ts';

/**
 * The newest van frame of each stop, for the parcels of one stop are told the same. Taken again only where the words are
 * the same to the letter, so that nobody is told what was minted for another's eyes.
 */
export type VanFrames = Map<string | null, { readonly told: VanFrame; readonly bytes: Buffer }>;

export function vanFrame(view: ParcelView, stopId: string | null, made: VanFrames | undefined): Buffer {
  const told = vanFrameOf(view);
  const known = made?.get(stopId);
  if (known && isSameVanFrame(known.told, told)) return known.bytes;
  const bytes = sseFrame('van', told);
  made?.set(stopId, { told, bytes });
  return bytes;
}
