import type { PhotoChoiceFor, PhotoChoices } from '@doorstep/contract/preferences.ts';

/** How a parcel's page speaks of what is chosen about its photos. */
interface ToldPhotoChoice {
  /** It was chosen for this parcel: it says nothing of what else comes to the address. */
  readonly isHereOnly: boolean;
  /** What "allow again" says, of as much as was switched off and of no more; `as_address`: the choice here is taken back. */
  readonly allowAgain: { readonly for: PhotoChoiceFor; readonly choice: 'close_up' | 'as_address' };
}

/**
 * Without an account there is a choice for the one parcel only. With one, such a choice was made by code before the parcel
 * was claimed, and what counts for address and account may be another.
 */
export function tellPhotoChoice(choices: PhotoChoices, hasAccount: boolean): ToldPhotoChoice {
  if (!hasAccount) return { isHereOnly: true, allowAgain: { for: 'parcel', choice: 'close_up' } };
  const beyond = choices.address ?? choices.all;
  if (choices.parcel !== null && choices.parcel !== beyond)
    return { isHereOnly: true, allowAgain: { for: 'parcel', choice: 'as_address' } };
  return { isHereOnly: false, allowAgain: { for: choices.address === 'off' ? 'address' : 'all', choice: 'close_up' } };
}
