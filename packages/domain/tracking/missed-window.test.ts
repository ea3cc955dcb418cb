import { describe, expect, it } from 'vitest';
import { stopsWithMissedWindow } from './missed-window.ts';
import { foldRoute } from './progress.ts';
import { arrived, completed, exampleRoute, startedRoute, startsAt } from './route.testdata.ts';

const at = (minutes: number) => startsAt + minutes * 60_000;

describe('the promise of the start', () => {
  it('is missed where the van is expected more than 15 minutes after the end of its window', () => {
    const waiting = startedRoute('abcdef');
    expect(stopsWithMissedWindow(waiting, at(35))).toEqual([]);
    expect(stopsWithMissedWindow(waiting, at(36))).toEqual(['a']);
    expect(stopsWithMissedWindow(waiting, at(41))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is kept where the van catches up, and no matter before the start or at a stop that was reached', () => {
    const served = foldRoute(startedRoute('abcdef'), [arrived('a', at(38)), completed('a', at(40))]);
    expect(stopsWithMissedWindow(served, at(40))).toEqual([]);
    expect(stopsWithMissedWindow(exampleRoute('abcdef'), at(500))).toEqual([]);
    const here = foldRoute(served, [arrived('b', at(90))]);
    expect(stopsWithMissedWindow(here, at(90))).not.toContain('b');
  });
});
