import { isFiniteNumber, isRecord, type Read, unreadable } from '../reading.ts';
import type { Trace, TraceFix } from './trace.ts';

/** Barefoot's samples: `[{"point": "POINT(lon lat)", "time": "2014-09-10 06:54:07+0200" or milliseconds, "id"}, …]`. */
export function readBarefoot(name: string, samples: unknown): Read<Trace> {
  if (!Array.isArray(samples)) return unreadable(`${name} is not a list of samples.`);
  const fixes: TraceFix[] = [];
  for (const [index, sample] of samples.entries()) {
    const place = isRecord(sample) ? readPoint(sample.point) : null;
    const at = isRecord(sample) ? readTime(sample.time) : null;
    if (place === null || at === null) {
      return unreadable(`Sample ${index + 1} of ${name} has no "point": "POINT(lon lat)" or no readable "time".`);
    }
    fixes.push({ ...place, at });
  }
  return { ok: true, value: { name, fixes: fixes.sort((a, b) => a.at - b.at) } };
}

function readPoint(text: unknown) {
  const found = typeof text === 'string' ? /^\s*POINT\s*\(\s*(\S+)\s+([^\s)]+)\s*\)\s*$/i.exec(text) : null;
  const [lon, lat] = [Number(found?.[1]), Number(found?.[2])];
  return isFiniteNumber(lat) && isFiniteNumber(lon) ? { lat, lon } : null;
}

/** PostgreSQL's way of writing instants: a blank for the T, the offset with or without a colon or minutes. */
function readTime(value: unknown): number | null {
  if (isFiniteNumber(value)) return value;
  if (typeof value !== 'string') return null;
  const found = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:\.\d+)?)\s*(?:Z|([+-]\d\d):?(\d\d)?)$/.exec(value.trim());
  if (found === null) return null;
  const [, day, time, hours, minutes] = found;
  const at = Date.parse(`${day}T${time}${hours === undefined ? 'Z' : `${hours}:${minutes ?? '00'}`}`);
  return Number.isNaN(at) ? null : at;
}
