/** What OsmAnd's online tracking fills in by itself: it replaces {0} to {6} with its own values. */
const values = 'lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}';

/** OsmAnd takes no settings from a link: the address is copied into it. */
export function osmandAddress(intake: string, token: string): string {
  return `${intake}?id=${encodeURIComponent(token)}&${values}`;
}
