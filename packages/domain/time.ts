/** An instant as milliseconds since 1970-01-01T00:00:00Z. On the wire instants are RFC 3339 strings. */
export type EpochMillis = number;

/** RFC 3339 in UTC with milliseconds, as every `…At` of the API is written. */
export function toRfc3339(at: EpochMillis): string {
  return new Date(at).toISOString();
}
