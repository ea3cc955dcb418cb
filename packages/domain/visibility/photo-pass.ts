import { type LookFacts, type LookRefusal, lookRefusal } from '../proof/look-rules.ts';
import type { ParcelView } from './views.ts';

/**
 * The right to the bytes of one parcel's photo. Two doors mint it and no other module can, because the brand is not
 * exported: the recipient's view, and a look that the staff table allowed.
 */
declare const minted: unique symbol;
export interface PhotoPass {
  readonly [minted]: true;
  readonly parcelId: string;
  readonly holder: 'recipient' | 'support';
}

/** The recipient's: where the view that the one door minted shows a photo. */
export function passOfView(view: ParcelView): PhotoPass | null {
  return view.photo.available ? pass(view.id, 'recipient') : null;
}

/** Customer service's, by the table of looks. */
export function passOfLook(
  parcelId: string,
  facts: LookFacts,
): { readonly ok: true; readonly pass: PhotoPass } | { readonly ok: false; readonly code: LookRefusal } {
  const refusal = lookRefusal(facts);
  return refusal === null ? { ok: true, pass: pass(parcelId, 'support') } : { ok: false, code: refusal };
}

function pass(parcelId: string, holder: PhotoPass['holder']): PhotoPass {
  // The brand exists for the compiler only, and this line is the one that gives it.
  return { parcelId, holder } as PhotoPass;
}
