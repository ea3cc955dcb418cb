import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { endTraceAt, joinTraces, readTraces } from '../index.ts';
import { hasSharedData, sharedData, withSharedData } from './shared-data.ts';

const porto = `shape,timestamps,TRIP_ID
"LINESTRING (-8.58 41.14, -8.59 41.15)","1408039037, 1408039052",T1
"LINESTRING (-8.58 41.14)","1408039037, 1408039052",T2
`;

describe('recorded traces', () => {
  it('reads barefoot’s samples with PostgreSQL’s way of writing instants', () => {
    const text =
      '[{"point":"POINT(11.5 48.1)","time":"2014-09-10 06:54:08+0200"},{"point":"POINT (11.4 48.2)","time":1410324847000}]';
    expect(readTraces('drive.json', text)).toEqual({
      ok: true,
      value: {
        leftOut: [],
        traces: [
          {
            name: 'drive.json',
            fixes: [
              { lat: 48.2, lon: 11.4, at: Date.parse('2014-09-10T04:54:07Z') },
              { lat: 48.1, lon: 11.5, at: Date.parse('2014-09-10T04:54:08Z') },
            ],
          },
        ],
      },
    });
  });

  it('reads Porto’s trips and names the one whose points and times do not fit', () => {
    const read = readTraces('porto.csv', porto);
    expect(read).toMatchObject({
      ok: true,
      value: { leftOut: ['T2'], traces: [{ name: 'T1', fixes: [{ lat: 41.14, lon: -8.58, at: 1408039037000 }, {}] }] },
    });
  });

  it('says which formats it reads where it knows none', () => {
    const formats =
      'It reads barefoot JSON (a list of {"point": "POINT(lon lat)", "time"}) and Porto CSV (columns shape, timestamps, TRIP_ID).';
    expect(readTraces('a.gpx', '<gpx/>')).toEqual({
      ok: false,
      sentence: `a.gpx is no trace that replay knows. ${formats}`,
    });
    expect(readTraces('b.json', '{"features":[]}')).toEqual({
      ok: false,
      sentence: `b.json is no trace that replay knows. ${formats}`,
    });
    expect(readTraces('c.json', '[{"point":"POINT(1 2)"}]')).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('Sample 1 of c.json'),
    });
    expect(readTraces('d.json', '[{')).toMatchObject({
      ok: false,
      sentence: expect.stringContaining('d.json is not JSON'),
    });
    expect(readTraces('e.json', '{"format":"doorstep-routes/1"}')).toEqual({
      ok: false,
      sentence: 'e.json is a route file: import it first ("doorstep import e.json"), then replay without a file.',
    });
  });

  it('moves a drive so that it ends now, with its own gaps or with equal ones, and joins several', () => {
    const trace = { name: 'T', fixes: [0, 15, 60].map((seconds) => ({ lat: 1, lon: 2, at: seconds * 1_000 })) };
    const times = (moved: typeof trace) => moved.fixes.map(({ at }) => at / 1_000);
    const ended = (gap: number | null) => endTraceAt(trace, 1_000_000, gap).fixes.map(({ at }) => at / 1_000);
    expect(ended(null)).toEqual([940, 955, 1_000]);
    expect(ended(1)).toEqual([998, 999, 1_000]);
    expect(
      times({ ...trace, ...joinTraces([trace, trace], 100), fixes: [...joinTraces([trace, trace], 100).fixes] }),
    ).toEqual([0, 15, 60, 160, 175, 220]);
  });

  it.skipIf(!hasSharedData)(`reads the Munich drive and the Porto trips ${withSharedData}`, async () => {
    const munich = readTraces('munich', await readFile(sharedData('traces/barefoot_x0001-001.json'), 'utf8'));
    const table = await readFile(sharedData('traces/porto_taxi_160trips.csv'), 'utf8');
    const trips = readTraces('porto', table);
    if (!munich.ok || !trips.ok) throw new Error('unread');
    expect(munich.value.traces[0]?.fixes).toHaveLength(1_194);
    expect(trips.value.traces).toHaveLength(table.trimEnd().split('\n').length - 1);
    expect(trips.value.leftOut).toEqual([]);
  });
});
