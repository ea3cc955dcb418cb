import { tokensCss } from '@doorstep/widget/tokens.ts';
import { describe, expect, it } from 'vitest';
import { driverColoursCss } from './colours.ts';

const schemes = ['light', 'dark'] as const;

/** The driver's colours over those of every page, as the style sheets declare them: name, light, dark. */
const colours = new Map(
  [...`${tokensCss}${driverColoursCss}`.matchAll(/--ds-([\w-]+):light-dark\((#\w{6}),(#\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

/** WCAG 2.2: (lighter + 0.05) / (darker + 0.05). */
function contrast(text: string, ground: string, scheme: 'light' | 'dark'): number {
  const [a, b] = [text, ground].map((name) => luminance(colours.get(name)?.[scheme] ?? ''));
  if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) throw new Error(`${text} on ${ground}`);
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(hex: string): number {
  const [red = Number.NaN, green = Number.NaN, blue = Number.NaN] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe.each(schemes)('in the sun, %s', (scheme) => {
  it.each([
    ['on-accent', 'accent'],
    ['ink', 'bg'],
    ['ink', 'surface'],
    ['ink', 'accent-soft'],
    ['muted', 'bg'],
    ['muted', 'surface'],
    ['accent', 'bg'],
  ])('%s on %s is AAA: the action, and all that is read', (text, ground) => {
    expect(contrast(text, ground, scheme)).toBeGreaterThanOrEqual(7);
  });

  it('the edge of a button is seen', () => {
    expect(contrast('control', 'bg', scheme)).toBeGreaterThanOrEqual(3);
  });
});
