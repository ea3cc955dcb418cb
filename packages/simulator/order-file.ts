import { orderOf } from './amazon/read.ts';
import type { RouteToDrive } from './plan-drive.ts';
import { isRecord, isStringArray, type Read, unreadable } from './reading.ts';

/**
 * Reads another order to drive than the plan's. Understood: a list of stop ids or address lines (`["Stop AK", …]`),
 * an object of such lists, or ALMRRC's actual_sequences.json; where there are several orders, the one that names
 * every stop of the route. Answers stop ids.
 */
export function readOrder(content: unknown, route: RouteToDrive): Read<readonly string[]> {
  const known = new Map<string, string[]>();
  const remember = (name: string, id: string) => known.set(fold(name), [...(known.get(fold(name)) ?? []), id]);
  for (const stop of route.stops) {
    remember(stop.id, stop.id);
    remember(stop.addressLine, stop.id);
  }
  const orders = ordersIn(content);
  if (orders === null) {
    return unreadable('The order file is neither a list of stops (["Stop AK", …]) nor ALMRRC’s actual_sequences.json.');
  }
  let missing: string | null = null;
  for (const names of orders) {
    const ids = names.flatMap((name) => {
      const found = known.get(fold(name)) ?? [];
      return found.length === 1 ? found : [];
    });
    const absent = route.stops.find(({ id }) => !ids.includes(id));
    if (absent === undefined && new Set(ids).size === ids.length) return { ok: true, value: ids };
    missing ??= absent?.addressLine ?? null;
  }
  const which = orders.length === 1 && missing !== null ? ` (“${missing}” is missing or not named alone)` : '';
  return unreadable(`No order in the file names every stop of this route once${which}.`);
}

const fold = (name: string) => name.trim().toLowerCase();

function ordersIn(content: unknown): readonly (readonly string[])[] | null {
  if (isStringArray(content)) return [content];
  if (!isRecord(content)) return null;
  const orders = Object.values(content).flatMap((value) => {
    if (isStringArray(value)) return [value];
    const codes = orderOf(isRecord(value) ? value.actual : null);
    return codes === null ? [] : [codes.map((code) => `Stop ${code}`)];
  });
  return orders.length === 0 ? null : orders;
}
