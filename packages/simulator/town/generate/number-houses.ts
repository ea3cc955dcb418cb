import type { Chance } from '../../chance.ts';
import type { SitedHouse } from './build-houses.ts';

export interface NumberedHouse extends SitedHouse {
  readonly houseNumber: string;
}

/** Odd numbers on the left, even ones on the right, rising along the street; some plots were divided later (12a). */
export function numberHouses(houses: readonly SitedHouse[], chance: Chance): NumberedHouse[] {
  const rows = new Map<string, SitedHouse[]>();
  for (const house of houses) {
    const key = `${house.street}/${house.side}`;
    rows.set(key, [...(rows.get(key) ?? []), house]);
  }
  const numbered: NumberedHouse[] = [];
  for (const row of rows.values()) {
    let number = row[0]?.side === 'left' ? -1 : 0;
    let letter = '';
    let lastMetres = 0;
    for (const house of row.toSorted((a, b) => a.metres - b.metres)) {
      const divided = number > 0 && letter !== 'b' && chance.next() < 0.035;
      if (divided) letter = letter === '' ? 'a' : 'b';
      else {
        // A gap in the row once held plots of its own: both sides stay about level.
        const passed = Math.min(6, Math.floor((house.metres - lastMetres) / 45));
        number += 2 + 2 * passed;
        letter = '';
      }
      lastMetres = house.metres;
      numbered.push({ ...house, houseNumber: `${number}${letter}` });
    }
  }
  return numbered;
}
