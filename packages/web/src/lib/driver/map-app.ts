import type { Coordinates } from '@doorstep/domain/geo/coordinates.ts';

/** Whether this is Apple's: its phones open no `geo:` links. An iPad calls itself a Mac, and has a touch screen. */
function isApple({ userAgent, maxTouchPoints }: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>): boolean {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

/**
 * The address that hands the way to the phone's own map app: a `geo:` link (RFC 5870, with the label that Android's apps
 * read), Apple Maps on Apple's phones. The place goes to that app and to nobody else through us.
 */
export function mapAppLink(
  place: Coordinates,
  label: string,
  browser: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>,
): string {
  const at = `${place.lat.toFixed(6)},${place.lon.toFixed(6)}`;
  if (isApple(browser)) return `https://maps.apple.com/?daddr=${at}&dirflg=d`;
  return `geo:${at}?q=${at}(${encodeURIComponent(label).replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
