import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { BenchResult } from './measure.ts';
import { withFigures } from './record.ts';

const empty = await readFile(new URL('../docs/performance.md', import.meta.url), 'utf8');
const on = { day: '2026-06-09', machine: '2 cores, 8 GB', loadBefore: 0.1 };
const result = (name: string, ratio: number): BenchResult => ({
  name,
  unit: 'frames/s',
  value: 12_345.6,
  floor: 20_000,
  ratio,
  target: 0.75,
  pass: ratio >= 0.75,
  spread: 0.0512349,
  extra: { watchers: 5000, ratioOfOther: 0.5 },
});
const rowsOf = (document: string, name: string) => document.split('\n').filter((line) => line.includes(`\`${name}\``));

describe('docs/performance.md', () => {
  it('gets a row and a line of further figures from each bench, in the order of names', () => {
    const both = withFigures(
      withFigures(empty, result('zz-b', 0.8), '>= 0.75', on),
      result('zz-a', 0.7),
      '>= 0.75',
      on,
    );
    expect(rowsOf(both, 'zz-a')).toEqual([
      '| `zz-a` | 12,346 frames/s | 20,000 | 0.7 | >= 0.75 | **not met** | 0.05123 | 2026-06-09, 2 cores, 8 GB, load before 0.1 |',
      '- `zz-a`: watchers 5,000; ratioOfOther 0.5',
    ]);
    expect(both.indexOf('| `zz-a`')).toBeLessThan(both.indexOf('| `zz-b`'));
    expect(both.indexOf('- `zz-a`')).toBeLessThan(both.indexOf('- `zz-b`'));
  });

  it('keeps every other line where a bench measures again', () => {
    const first = withFigures(withFigures(empty, result('zz-b', 0.8), 'x', on), result('zz-a', 0.7), 'x', on);
    const again = withFigures(first, result('zz-a', 0.9), 'x', on);
    expect(rowsOf(again, 'zz-a')).toHaveLength(2);
    expect(again.replace('| 0.9 | x | met |', '| 0.7 | x | **not met** |')).toBe(first);
  });
});
