import type { PhotoChoices } from '@doorstep/contract/preferences.ts';
import { describe, expect, it } from 'vitest';
import { tellPhotoChoice } from './photo-choice.ts';

type Chosen = Partial<Pick<PhotoChoices, 'parcel' | 'address' | 'all'>>;
function choices({ parcel = null, address = null, all = 'close_up' }: Chosen): PhotoChoices {
  const counts = parcel ?? address ?? all;
  return { parcel, address, all, counts, inForce: counts, addressLine: 'Am Anger 1a' };
}
const told = (chosen: Chosen) => tellPhotoChoice(choices(chosen), true);

describe('what a parcel’s page says of photos', () => {
  it('after a claim speaks of this parcel alone where it was switched off by code, and gives back that alone', () => {
    const here = { isHereOnly: true, allowAgain: { for: 'parcel', choice: 'as_address' } };
    expect(told({ parcel: 'off' })).toEqual(here);
    expect(told({ parcel: 'off', address: 'with_door', all: 'off' })).toEqual(here);
    expect(told({ parcel: 'close_up', all: 'with_door' })).toEqual(here);
  });

  it('speaks of all that comes here where the same is chosen for the address or for all, and gives back just that', () => {
    const back = (which: 'address' | 'all') => ({
      isHereOnly: false,
      allowAgain: { for: which, choice: 'close_up' },
    });
    expect(told({ address: 'off' })).toEqual(back('address'));
    expect(told({ parcel: 'off', address: 'off', all: 'off' })).toEqual(back('address'));
    expect(told({ all: 'off' })).toEqual(back('all'));
    // No choice for the address is made that nobody asked for: it would outlast the one for all.
    expect(told({ parcel: 'off', all: 'off' })).toEqual(back('all'));
  });

  it('without an account speaks of this parcel, whatever is chosen', () => {
    for (const parcel of ['off', 'close_up', null] as const)
      expect(tellPhotoChoice(choices({ parcel }), false)).toEqual({
        ...{ isHereOnly: true, allowAgain: { for: 'parcel', choice: 'close_up' } },
      });
  });
});
