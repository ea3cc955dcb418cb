import type { RouteToDrive } from '../plan-drive.ts';
import type { Manners } from './manners.ts';
import { positionsOf, type Stop } from './van.ts';

export interface NextStop {
  readonly stop: Stop;
  /** From 1, in the order of the plan. */
  readonly position: number;
  /** Whether the driver says so with "I go here next": it is not the one the plan has next. */
  readonly saidAloud: boolean;
}

/** Where the driver goes next: to where the van stands already, else as planned, but for what the manners say. */
export function nextStopOf(
  route: RouteToDrive,
  manners: Manners,
  passedOver: ReadonlySet<string> = new Set(),
): NextStop | null {
  const positions = positionsOf(route.stops);
  const positionOf = (stop: Stop) => positions.get(stop.id) ?? 0;
  const open = [...route.stops]
    .sort((a, b) => a.sequence - b.sequence)
    .filter(({ id, status }) => status !== 'completed' && !passedOver.has(id));
  const { nextStopId, otherPhoneActive } = route;
  // A person at the other phone may have said where it goes next; the van stands where that person says it stands.
  const named = otherPhoneActive ? open.find(({ id }) => id === nextStopId) : undefined;
  const planned = open.find(({ status }) => status === 'arrived') ?? named ?? open[0];
  if (planned === undefined) return null;
  const { outOfOrder } = manners;
  if (
    !otherPhoneActive &&
    outOfOrder !== null &&
    planned.status === 'open' &&
    positionOf(planned) === outOfOrder.when
  ) {
    const stop = open.find((each) => positionOf(each) === outOfOrder.first);
    if (stop !== undefined) return { stop, position: outOfOrder.first, saidAloud: true };
  }
  return { stop: planned, position: positionOf(planned), saidAloud: false };
}
