/** Runs once the page is loaded and the browser has nothing better to do, at the latest two seconds after. */
export function whenIdle(run: () => void): void {
  // Safari knows no requestIdleCallback.
  const later = (): unknown =>
    'requestIdleCallback' in window ? requestIdleCallback(run, { timeout: 2000 }) : setTimeout(run, 200);
  if (document.readyState === 'complete') later();
  else addEventListener('load', later, { once: true });
}
