import { isRecord, type Read, unreadable } from '../reading.ts';
import { readBarefoot } from './barefoot.ts';
import { readPorto } from './porto.ts';
import type { Trace } from './trace.ts';

const formats =
  'It reads barefoot JSON (a list of {"point": "POINT(lon lat)", "time"}) and Porto CSV (columns shape, timestamps, TRIP_ID).';

/** Tells by its content which kind of recorded trace a text is, and reads it: one trace or many. */
export function readTraces(name: string, text: string): Read<{ traces: readonly Trace[]; leftOut: readonly string[] }> {
  const head = text.replace(/^\uFEFF/, '').trimStart();
  if (head.startsWith('[') || head.startsWith('{')) {
    let content: unknown;
    try {
      content = JSON.parse(head);
    } catch (error) {
      return unreadable(`${name} is not JSON: ${error instanceof Error ? error.message : error}`);
    }
    if (isRecord(content) && typeof content.format === 'string' && content.format.startsWith('doorstep-routes/')) {
      return unreadable(
        `${name} is a route file: import it first ("doorstep import ${name}"), then replay without a file.`,
      );
    }
    if (!Array.isArray(content) || content.length === 0)
      return unreadable(`${name} is no trace that replay knows. ${formats}`);
    const read = readBarefoot(name, content);
    return read.ok
      ? { ok: true, value: { traces: [read.value], leftOut: [] } }
      : unreadable(`${read.sentence} ${formats}`);
  }
  const header = head
    .slice(0, head.search(/\r?\n|$/))
    .split(',')
    .map((column) => column.trim().replaceAll('"', ''));
  if (!header.includes('shape') || !header.includes('timestamps')) {
    return unreadable(`${name} is no trace that replay knows. ${formats}`);
  }
  const read = readPorto(name, text);
  return read.ok ? { ok: true, value: { traces: read.value.trips, leftOut: read.value.leftOut } } : read;
}
