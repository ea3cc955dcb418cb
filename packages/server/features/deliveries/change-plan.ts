import type { ParcelEvent } from '@doorstep/domain';
import type { Db } from '../../db/open-database.ts';
import { newId } from '../../ids.ts';
import type { RouteBook } from '../../live/route-book.ts';
import type { Bus } from '../../ports/bus.ts';
import { decideOnPlan, type PlanOrder } from './decide.ts';
import { exchangeVan, lockRouteOfDepot, readRouteAtCommand, writeDecision } from './deliveries.store.ts';

export interface ChangePlanDeps {
  readonly db: Db;
  readonly bus: Bus;
  readonly clock: { now(): number };
  readonly routeBook: Pick<RouteBook, 'refold' | 'forget'>;
  readonly announce: (
    trx: Db,
    happened: { changes: readonly { parcelId: string; event: ParcelEvent }[]; now: number },
  ) => Promise<void>;
}

export type ChangePlanAnswer = 'done' | 'no_such_route' | 'plan_is_newer' | 'route_is_over' | 'stop_unknown';

/**
 * What a dispatcher does to a route's plan: another order of the open stops, the word that the plan's order holds again,
 * another van. Carried out once: an order for a plan that has changed since it was read is answered `plan_is_newer`.
 * Recipients whose number no longer holds read words from the commit on (rules.md C1).
 */
export async function changePlan(
  deps: ChangePlanDeps,
  input: { routeId: string; planVersion: number; order: PlanOrder },
): Promise<ChangePlanAnswer> {
  const { routeId, order } = input;
  const now = deps.clock.now();
  const changed = await deps.db.transaction().execute(async (trx) => {
    if (!(await lockRouteOfDepot(trx, routeId))) return 'no_such_route';
    const route = await readRouteAtCommand(trx, routeId, now);
    if (route.state.planVersion !== input.planVersion) return 'plan_is_newer';
    const decision = decideOnPlan(route, order, now);
    if (!decision.ok) return decision.code;
    if (order.type === 'exchange_van') await exchangeVan(trx, routeId, { van: order.van, newVanId: newId('van') });
    await writeDecision(trx, routeId, decision, {
      ...{ at: now, recordedAt: now, place: null, rightDoor: false },
      againstWish: new Map(),
    });
    await deps.announce(trx, { changes: decision.parcelChanges, now });
    return decision.parcelChanges.map(({ parcelId }) => parcelId);
  });
  if (typeof changed === 'string') return changed;
  deps.bus.publish('parcels_changing', { parcelIds: changed });
  try {
    await deps.routeBook.refold(routeId);
  } catch (error) {
    // It is committed all the same: who watches must not go on reading the number of before.
    deps.routeBook.forget(routeId);
    throw error;
  } finally {
    deps.bus.publish('parcels_changed', { parcelIds: changed });
    deps.bus.publish('route_changed', { routeId });
    deps.bus.publish('route_state', { routeId });
  }
  return 'done';
}
