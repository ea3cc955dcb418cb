import type { Chance } from '../../chance.ts';

/** Mixes two colours written as #rrggbb; 0 is the first. */
export function mix(first: string, second: string, share: number): string {
  const channel = (colour: string, index: number) => Number.parseInt(colour.slice(1 + index * 2, 3 + index * 2), 16);
  const mixed = [0, 1, 2].map((index) => {
    const value = channel(first, index) * (1 - share) + channel(second, index) * share;
    return Math.round(Math.min(255, Math.max(0, value)))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mixed.join('')}`;
}

export const darker = (colour: string, share: number) => mix(colour, '#1a1712', share);
export const lighter = (colour: string, share: number) => mix(colour, '#fffaf0', share);

/** The same colour, a little lighter or darker by chance. */
export function varied(colour: string, chance: Chance, most: number): string {
  const share = (chance.next() * 2 - 1) * most;
  return share < 0 ? darker(colour, -share) : lighter(colour, share);
}

export function pick<T>(items: readonly T[], chance: Chance): T {
  const item = items[Math.floor(chance.next() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

export const between = (chance: Chance, least: number, most: number) => least + chance.next() * (most - least);
