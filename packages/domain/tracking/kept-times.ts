import type { EpochMillis } from '../time.ts';
import type { RouteState } from './route-state.ts';

/** When a route was driven, and when its driver was not to be seen. */
export type DrivenTimes = Pick<RouteState, 'startedAt' | 'finishedAt' | 'pauses'>;

/** Why no position of this instant is ever kept (rules.md section 9), or null where it may be. */
export function whyNoPosition(
  { startedAt, finishedAt, pauses }: DrivenTimes,
  at: EpochMillis,
): 'route_not_started' | 'route_over' | 'on_break' | null {
  if (startedAt === null || at < startedAt) return 'route_not_started';
  if (finishedAt !== null && at > finishedAt) return 'route_over';
  for (const { fromAt, untilAt } of pauses) {
    if (at >= fromAt && (untilAt === null || at < untilAt)) return 'on_break';
  }
  return null;
}
