/** The look's colours: name of the custom property without its prefix, light, dark. Contrasts: decision of the look. */
const colours = {
  bg: ['#ffffff', '#101614'],
  surface: ['#f5f7f5', '#18201d'],
  ink: ['#14201b', '#e9efec'],
  muted: ['#55625c', '#a3b0aa'],
  hairline: ['#dfe4e1', '#2b3531'],
  control: ['#7f8c86', '#75827b'],
  accent: ['#0b6b4f', '#7ad7b0'],
  'on-accent': ['#ffffff', '#06281d'],
  'accent-soft': ['#e6f1ec', '#17302a'],
  'map-pill': ['#ffffff', '#28332f'],
  'map-land': ['#f2f1ec', '#1a211f'],
} as const;

type Scheme = 0 | 1;

const declarations = (value: (pair: readonly [string, string]) => string): string =>
  Object.entries(colours)
    .map(([name, pair]) => `--ds-${name}:${value(pair)};`)
    .join('');

const scheme = (which: Scheme): string => declarations((pair) => pair[which]);

/**
 * The look as custom properties, for a page (`:root`) and for a shadow root (`:host`) alike.
 *
 * Every colour is a `light-dark()` pair, so it follows the `color-scheme` in force where it is used: the system's by
 * default, or that of an ancestor with `data-theme="light"` or `"dark"`, across shadow boundaries. A shop that declares
 * no colour scheme of its own gets the light one, as the rest of its page is light. Browsers without `light-dark()`
 * follow the system.
 */
export const tokensCss = `:root,:host{${declarations(([light, dark]) => `light-dark(${light},${dark})`)}
--ds-font:system-ui,sans-serif;
--ds-inset:24px;
--ds-radius-panel:20px;--ds-radius-button:14px;--ds-radius-pill:999px;
--ds-answer:clamp(34px,11.3vw,44px)/1.09 var(--ds-font);
--ds-shadow-map:0 1px 2px rgb(8 20 15/.14),0 2px 8px rgb(8 20 15/.16)}
@media(max-width:374px){:root,:host{--ds-inset:20px}}
@media(min-width:900px){:root,:host{--ds-inset:clamp(24px,5.6vw,72px);--ds-answer:56px/64px var(--ds-font)}}
:root{color-scheme:light dark}
:root[data-theme=light],[data-theme=light],:host([data-theme=light]){color-scheme:light}
:root[data-theme=dark],[data-theme=dark],:host([data-theme=dark]){color-scheme:dark}
@supports not (color:light-dark(#000,#fff)){
:root,:host{${scheme(0)}}
@media(prefers-color-scheme:dark){:root,:host{${scheme(1)}}}
[data-theme=light],:host([data-theme=light]){${scheme(0)}}
[data-theme=dark],:host([data-theme=dark]){${scheme(1)}}
}`;
