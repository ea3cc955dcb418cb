import type { RouteState, StopProgress } from './route-state.ts';

/** What stays as it is while only fixes come. */
export type BetweenEvents = Pick<RouteState, 'stops' | 'servedStopIds' | 'namedNextStopId'>;

/**
 * What is asked of a route with every fix, for each who watches, and rests on its events alone: reckoned once between two
 * of them. All that the answer may rest on is compared, so that an old one is never taken for a new one.
 */
export function keptBetweenEvents<Answer>(reckon: (state: BetweenEvents) => Answer): (state: BetweenEvents) => Answer {
  const kept = new WeakMap<readonly StopProgress[], { readonly of: BetweenEvents; readonly answer: Answer }>();
  return ({ stops, servedStopIds, namedNextStopId }) => {
    const known = kept.get(stops);
    if (known?.of.servedStopIds === servedStopIds && known.of.namedNextStopId === namedNextStopId) return known.answer;
    const of: BetweenEvents = { stops, servedStopIds, namedNextStopId };
    const answer = reckon(of);
    kept.set(stops, { of, answer });
    return answer;
  };
}
