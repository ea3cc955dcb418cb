import { palettes } from '@doorstep/widget/map-palette.ts';

const { light, dark } = palettes;

/** Name of the custom property without its prefix, light, dark. */
const pairs: readonly (readonly [name: string, light: string, dark: string])[] = [
  ['land', light.land, dark.land],
  ['park', light.park, dark.park],
  ['water', light.water, dark.water],
  ['building', light.building, dark.building],
  ['building-edge', light.buildingEdge, dark.buildingEdge],
  ['street', light.street, dark.street],
  ['street-casing', light.streetCasing, dark.streetCasing],
  ['main', light.main, dark.main],
  ['main-casing', light.mainCasing, dark.mainCasing],
  ['ring', '#ffffff', '#101614'],
  ['driver-accent', '#07543d', '#7ad7b0'],
  ['phone', '#14201b', '#3b4843'],
];

const declare = (value: (light: string, dark: string) => string): string =>
  pairs.map(([name, forLight, forDark]) => `--demo-${name}:${value(forLight, forDark)};`).join('');

/**
 * The demo's own colours, the map's among them, as pairs that follow the colour scheme in force. Written here and not in
 * a style sheet, because the bundler rewrites `light-dark()` into what only works beside the declaration of the scheme.
 */
export const demoColoursCss = `:root{${declare((forLight) => forLight)}}
@supports (color:light-dark(#000,#fff)){:root{${declare((forLight, forDark) => `light-dark(${forLight},${forDark})`)}}}`;
