/**
 * A path on our own site out of what a URL or a form carried, or the fallback: never another origin, however spelt
 * (`//host`, `/\host`, a tab in between: browsers read all of these as another host).
 */
export function localPath(value: unknown, fallback: string): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return fallback;
  const here = 'http://here.invalid';
  if (!URL.canParse(value, here)) return fallback;
  const url = new URL(value, here);
  const path = url.pathname + url.search;
  return url.origin === here && !path.startsWith('//') ? path : fallback;
}
