/** An instant as milliseconds since 1970-01-01T00:00:00Z. On the wire instants are RFC 3339 strings. */
export type EpochMillis = number;

/** RFC 3339 in UTC with milliseconds, as every `…At` of the API is written. */
export function toRfc3339(at: EpochMillis): string {
  const place = Math.abs(at) % keptTexts;
  if (Number.isInteger(place) && keptInstants[place] === at) return texts[place] ?? new Date(at).toISOString();
  const text = new Date(at).toISOString();
  if (Number.isInteger(place)) {
    keptInstants[place] = at;
    texts[place] = text;
  }
  return text;
}

// All who watch a van are told the same few instants with every fix; a prime, so that full hours do not meet.
const keptTexts = 1021;
const keptInstants = new Float64Array(keptTexts).fill(Number.NaN);
const texts: string[] = [];
