import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from '../geo/coordinates.ts';
import { createFixTrack } from './fix-track.ts';
import { candidate, circumstances, fixId } from './fixes.testdata.ts';
import { type FixCandidate, judgeAndRemember } from './judge-fix.ts';

const trace = new URL('../../../../shared/data/traces/barefoot_x0001-001.json', import.meta.url);
const absent = !existsSync(trace);

describe('the real drive through Munich', () => {
  it.skipIf(absent)(
    `is accepted but for its one impossible fix${absent ? ' (skipped: shared data is absent)' : ''}`,
    () => {
      const fixes = readDrive();
      const track = createFixTrack(1);
      const around = circumstances({ startedAt: fixes[0]?.fixedAt ?? 0, receivedAt: fixes.at(-1)?.fixedAt ?? 0 });
      const verdicts = fixes.map((fix) => judgeAndRemember(track, fix, around));
      const refused = fixes.filter((_, place) => {
        const verdict = verdicts[place];
        return verdict !== undefined && !('accepted' in verdict && verdict.accepted && verdict.newest);
      });

      const [impossible] = refused;
      if (impossible === undefined) throw new Error('the impossible fix was accepted');
      expect(refused).toEqual([impossible]);
      const before = fixes[fixes.indexOf(impossible) - 1];
      if (before === undefined) throw new Error('the impossible fix is not the first');
      expect(verdicts[fixes.indexOf(impossible)]).toEqual({ accepted: false, reason: 'implausible_speed' });
      expect(Math.round(kilometresPerHour(before, impossible))).toBe(1693);
      expect(track.count).toBe(fixes.length - 1);
    },
  );
});

function readDrive(): FixCandidate[] {
  const rows: unknown = JSON.parse(readFileSync(trace, 'utf8'));
  if (!Array.isArray(rows)) throw new Error('a trace is a list');
  return rows.map((row: { point: string; time: string }, place) => {
    const [, lon, lat] = /^POINT\((\S+) (\S+)\)$/.exec(row.point) ?? [];
    const fixedAt = Date.parse(row.time.replace(' ', 'T').replace(/(\d\d)(\d\d)$/, '$1:$2'));
    return candidate({ id: fixId(place), lat: Number(lat), lon: Number(lon), accuracyMetres: null, fixedAt });
  });
}

function kilometresPerHour(a: FixCandidate, b: FixCandidate): number {
  const metres = distanceMetres({ lat: a.lat ?? 0, lon: a.lon ?? 0 }, { lat: b.lat ?? 0, lon: b.lon ?? 0 });
  return (metres / (b.fixedAt - a.fixedAt)) * 3600;
}
