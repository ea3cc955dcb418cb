import { defaultVisibilitySettings } from '@doorstep/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inProcessBus } from '../adapters/bus/in-process.ts';
import { pairPhone } from '../testing/phone.ts';
import { startTestServer, type TestServer } from '../testing/test-server.ts';
import { createRouteBook, type RouteBook } from './route-book.ts';

let server: TestServer;
let book: RouteBook;
let planIsRead: Promise<void>;
let goOn: () => void;

// A book whose reading of a route stops once it has the plan, until it may go on.
beforeEach(async () => {
  server = await startTestServer({ stops: [{}, {}] });
  const mayGoOn = Promise.withResolvers<void>();
  const read = Promise.withResolvers<void>();
  planIsRead = read.promise;
  goOn = mayGoOn.resolve;
  book = createRouteBook({
    db: server.database.db,
    bus: inProcessBus(),
    settings: defaultVisibilitySettings,
    now: server.clock.now,
    mapsOpened: async () => undefined,
    async readStoredFixes() {
      read.resolve();
      await mayGoOn.promise;
      return [];
    },
  });
});
afterEach(() => server.close());

const nowOneStop = () =>
  server.database.pool
    .query('delete from stop_parcels where stop_id = $1', [server.route.stops[1]?.stopId])
    .then(() => server.database.pool.query('delete from stops where id = $1', [server.route.stops[1]?.stopId]));

describe('a plan that changes while it is being read', () => {
  it.each(['of this route', 'of any route'])(
    'is read anew by the next who ask (told that one %s changed)',
    async (which) => {
      const { routeId } = server.route;
      const reading = book.open(routeId);
      await planIsRead;
      await nowOneStop();
      book.forgetNotStarted(which === 'of this route' ? routeId : undefined);
      goOn();
      expect((await reading)?.state.stops).toHaveLength(2);
      expect((await book.plan(routeId))?.stops).toHaveLength(1);
      expect(book.at(routeId)?.stops).toHaveLength(1);
    },
  );

  it('is kept where the route runs: an import never changes that', async () => {
    await (await pairPhone(server)).start();
    const reading = book.open(server.route.routeId);
    await planIsRead;
    book.forgetNotStarted();
    goOn();
    const route = await reading;
    expect(route?.broken).toBe(false);
    expect(await book.open(server.route.routeId)).toBe(route);
  });
});
