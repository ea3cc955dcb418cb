import { openPhone } from '../../testing/phone.ts';
import { usualStops } from '../../testing/route-file.ts';
import { storedFixes } from '../../testing/stored-fixes.ts';
import type { TestServer } from '../../testing/test-server.ts';

/** A route of its own that is under way at this moment, its phone's token, and what is stored of it. */
export async function routeUnderWay(server: TestServer, at: number, reference: string) {
  const route = await server.addRoute({
    stops: usualStops(1),
    reference,
    driver: `Selma ${reference}`,
    plannedStartAt: at - 600_000,
  });
  server.clock.set(at - 600_000);
  const { token, deviceId } = await server.pair(route.driverId);
  await openPhone(server, token).give('start_route', { routeId: route.routeId });
  server.clock.set(at);
  return { token, deviceId, stored: () => storedFixes(server, route.routeId) };
}
