/** Stronger than on the other pages: sunlight, and seen at arm's length. Light, dark. */
const colours = {
  accent: ['#07543d', '#7ad7b0'],
  muted: ['#414c47', '#b9c5bf'],
  control: ['#5c6963', '#8d9a93'],
} as const;

const declare = (value: (pair: readonly [string, string]) => string): string =>
  Object.entries(colours)
    .map(([name, pair]) => `--ds-${name}:${value(pair)};`)
    .join('');

/**
 * The look's colours for the driver, over those of the widget's tokens. As text and not as a style sheet, because
 * `light-dark()` must reach the browser as it stands; where it is unknown the ordinary colours hold, with the light
 * accent for light.
 */
export const driverColoursCss = `@supports (color:light-dark(#000,#fff)){.driver{${declare(
  ([light, dark]) => `light-dark(${light},${dark})`,
)}}}`;
