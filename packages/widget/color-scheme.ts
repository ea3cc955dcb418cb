import type { Scheme } from './map-palette.ts';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

/**
 * Light or dark, as the colours of this element are resolved now: its ink is bright on a dark ground. Asking for
 * `color-scheme` would miss a page that declares it in `<meta name="color-scheme">` only.
 */
export function schemeOf(element: Element): Scheme {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? []).map(Number);
  return red + green + blue > 382 ? 'dark' : 'light';
}

/** Calls back when system or page change the scheme; answers how to stop. */
export function watchScheme(element: Element, onChange: (scheme: Scheme) => void): () => void {
  let last = schemeOf(element);
  const look = (): void => {
    const scheme = schemeOf(element);
    if (scheme === last) return;
    last = scheme;
    onChange(scheme);
  };
  const attributes = new MutationObserver(look);
  const watched = { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] };
  for (let at: Element | null = element; at !== null; at = at.parentElement) attributes.observe(at, watched);
  systemDark.addEventListener('change', look);
  return () => {
    attributes.disconnect();
    systemDark.removeEventListener('change', look);
  };
}
