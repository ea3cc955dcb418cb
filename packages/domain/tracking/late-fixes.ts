import { cloakRule } from './cloak-rule.ts';
import { withNewestFixes } from './newest-fixes.ts';
import type { AcceptedFix, RouteState } from './route-state.ts';

/** Whether so little way is known behind the van that a dot may have none to lag on. */
export function lacksWay({ cloak }: RouteState): boolean {
  return cloak !== null && cloak.metres < cloakRule.backMetres.most;
}

/**
 * The state with the way that these fixes show, in any order, all older than the newest: a phone that was out of reach
 * sends its newest fix first. Nothing else is made of them, and nothing at all once enough way is known: the dot of a
 * van that is being watched never goes back.
 */
export function withLateFixes(state: RouteState, late: readonly AcceptedFix[]): RouteState {
  const { newestFix } = state;
  if (newestFix === null || !lacksWay(state)) return state;
  const older = late.filter(({ fixedAt }) => fixedAt < newestFix.fixedAt).toSorted((a, b) => a.fixedAt - b.fixedAt);
  const driven = withNewestFixes({ ...state, newestFix: null, cloak: null }, [...older, newestFix]);
  return { ...state, cloak: driven.cloak };
}
