import { describe, expect, it } from 'vitest';
import { withNewestFix } from './newest-fixes.ts';
import { applyRouteEvent, foldRoute } from './progress.ts';
import { arrived, completed, exampleRoute, fixAt, serve, startedRoute, startsAt } from './route.testdata.ts';
import { nextSince, stopsAway } from './stops-away.ts';

const number = (count: number) => ({ kind: 'number', count });
const words = { kind: 'words', reason: 'plan_changed' };
const over = { kind: 'over' };

describe('stops away', () => {
  it('counts down to 0 where the plan is followed, and is over when my stop is done', () => {
    const route = startedRoute('abcd');
    const seen = ['', 'a', 'ab', 'abc', 'abcd'].map((served) => stopsAway(serve(route, served), 'd'));
    expect(seen).toEqual([number(3), number(2), number(1), number(0), over]);
  });

  it('is over for a stop that is not on the route, and for all once the route is finished', () => {
    expect(stopsAway(exampleRoute('ab'), '?')).toEqual(over);
    expect(stopsAway(applyRouteEvent(startedRoute('ab'), { type: 'route_finished', at: 1 }), 'b')).toEqual(over);
  });

  it('gives way to words when a stop is served out of order, and returns after two in a row', () => {
    const route = startedRoute('abcdefgh');
    expect(stopsAway(serve(route, 'abe'), 'h')).toEqual(words);
    expect(stopsAway(serve(route, 'abef'), 'h')).toEqual(words);
    expect(stopsAway(serve(route, 'abefg'), 'h')).toEqual(number(0));
    expect(stopsAway(serve(route, 'abefg'), 'd')).toEqual(number(2));
  });

  it('is 0 for the stop the driver named, and words for all others', () => {
    const state = applyRouteEvent(startedRoute('abcdef'), { type: 'next_stop_named', at: 1, stopId: 'd' });
    expect([...'abcdef'].map((id) => stopsAway(state, id))).toEqual([words, words, words, number(0), words, words]);
  });
});

describe('a confidential stop', () => {
  it('is counted as visited together with the next one', () => {
    const route = startedRoute('abcd', 'a');
    expect(stopsAway(serve(route, 'a'), 'd')).toEqual(number(3));
    expect(stopsAway(serve(route, 'ab'), 'd')).toEqual(number(1));
  });

  it('is counted with the first that is not confidential where several follow each other', () => {
    const route = startedRoute('abcde', 'ab');
    expect(stopsAway(serve(route, 'ab'), 'e')).toEqual(number(4));
    expect(stopsAway(serve(route, 'abc'), 'e')).toEqual(number(1));
  });

  it('is counted when the van has left, where mine is next', () => {
    const done = serve(startedRoute('abc', 'a'), 'a');
    const later = startsAt + 3_600_000;
    expect(stopsAway(done, 'b')).toEqual(number(1));
    expect(stopsAway(withNewestFix(done, fixAt(40, later)), 'b')).toEqual(number(1));
    const gone = withNewestFix(done, fixAt(70, later));
    expect(stopsAway(gone, 'b')).toEqual(number(0));
    expect(stopsAway(withNewestFix(gone, fixAt(20, later + 1)), 'b')).toEqual(number(0));
    expect(stopsAway(gone, 'c')).toEqual(number(2));
  });

  it('is counted when the van arrives, where mine is next and as near as the next door', () => {
    expect(stopsAway(foldRoute(startedRoute('abc', 'a'), [completed('a'), arrived('b')]), 'b')).toEqual(number(0));
  });

  it('keeps even a named stop in words until the van has left', () => {
    const done = serve(startedRoute('abcde', 'a'), 'a');
    const named = applyRouteEvent(done, { type: 'next_stop_named', at: startsAt, stopId: 'd' });
    expect(stopsAway(named, 'd')).toEqual(words);
    expect(stopsAway(withNewestFix(named, fixAt(100, startsAt + 3_600_000)), 'd')).toEqual(number(0));
  });
});

describe('since when a stop is next', () => {
  const minute = 60_000;
  const doneAt = startsAt + 12 * minute;
  const later = startsAt + 20 * minute;

  it('is what it became so at, or the completion before it', () => {
    const plain = serve(startedRoute('abc'), 'a');
    expect(nextSince(plain, 'b', doneAt)).toBe(doneAt);
    expect(nextSince(plain, 'c', doneAt)).toBeNull();
  });

  it('is hidden after a confidential stop until the van was seen away from it, and then dates from there', () => {
    const done = serve(startedRoute('abc', 'a'), 'a');
    expect(nextSince(done, 'b', doneAt)).toBeNull();
    expect(nextSince(withNewestFix(done, fixAt(70, later)), 'b', doneAt)).toBe(later);
    expect(nextSince(applyRouteEvent(done, arrived('b', later)), 'b', doneAt)).toBe(later);
  });

  it('never names the hidden instant, also where another stop was served in between', () => {
    const between = applyRouteEvent(serve(startedRoute('abc', 'a'), 'a'), completed('c', later));
    expect(between.orderKnown).toBe(true);
    expect(nextSince(between, 'b', doneAt)).toBe(later);
  });

  it('stays hidden where the order becomes known with a confidential stop', () => {
    const unknown = applyRouteEvent(startedRoute('abc', 'c'), completed('b', startsAt + minute));
    const known = applyRouteEvent(unknown, completed('c', later));
    expect([stopsAway(unknown, 'a'), stopsAway(known, 'a')]).toEqual([words, number(1)]);
    expect(nextSince(known, 'a', later)).toBeNull();
  });
});
