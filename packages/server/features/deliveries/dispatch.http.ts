import { DispatchRoute, DispatchRoutes, NewSequence, PlanConfirmation, VanExchange } from '@doorstep/contract';
import { isId, toRfc3339 } from '@doorstep/domain';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { isRouteOfOwnDepot } from '../../access/own-depots.ts';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import { DoorstepError } from '../../errors.ts';
import type { RouteBook } from '../../live/route-book.ts';
import type { RoutePlan } from '../../live/route-plan.ts';
import { type ChangePlanDeps, changePlan } from './change-plan.ts';
import type { PlanOrder } from './decide.ts';
import { readBoard, readStopAddresses } from './dispatch.store.ts';

export interface DispatchDeps extends ChangePlanDeps {
  readonly session: ReadSession;
  /** Where the van is, dispatch reads through `lookAtVan` alone. */
  readonly routeBook: Pick<RouteBook, 'plan' | 'refold' | 'forget'>;
}

// Without bounds: an id of another shape is answered like one that does not exist.
const params = Type.Object({ id: Type.String() });
const tags = ['dispatch'];

/**
 * `/api/v1/dispatch`: the routes of a day, and what a dispatcher does to the plan of one. To everybody else these doors
 * are not there: the same 404 as for a route that does not exist.
 */
export function dispatch(fastify: FastifyInstance, deps: DispatchDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const requireDispatcher = async (request: FastifyRequest) => {
    const { role, accountId } = await requireSession(deps.session, request);
    if (role !== 'dispatcher') throw new DoorstepError('not_found');
    return accountId;
  };

  app.get(
    '/api/v1/dispatch/routes',
    {
      schema: {
        tags,
        querystring: Type.Object({ day: Type.String({ format: 'date' }) }),
        response: { 200: DispatchRoutes },
      },
    },
    async (request, reply) => {
      const accountId = await requireDispatcher(request);
      const routes: DispatchRoutes['routes'] = [];
      for (const row of await readBoard(deps.db, accountId, { day: request.query.day })) {
        const plan = await deps.routeBook.plan(row.id);
        if (plan) routes.push(boardOf(row, plan));
      }
      return reply.header('cache-control', 'private, no-store').send({ routes });
    },
  );

  app.get(
    '/api/v1/dispatch/routes/:id',
    { schema: { tags, params, response: { 200: DispatchRoute } } },
    async (request, reply) => {
      return seen(deps, await requireDispatcher(request), request.params.id, reply);
    },
  );

  const change = async (
    request: FastifyRequest<{ Params: { id: string }; Body: { planVersion: number } }>,
    order: PlanOrder,
  ) => {
    const accountId = await requireDispatcher(request);
    const routeId = request.params.id;
    const { planVersion } = request.body;
    const isTheirs = isId('route', routeId) && (await isRouteOfOwnDepot(deps.db, accountId, routeId));
    const answer = isTheirs ? await changePlan(deps, { routeId, planVersion, order }) : 'no_such_route';
    if (answer === 'no_such_route') throw new DoorstepError('not_found');
    if (answer !== 'done') throw new DoorstepError(answer);
    return accountId;
  };

  app.post(
    '/api/v1/dispatch/routes/:id/sequence',
    { schema: { tags, params, body: NewSequence, response: { 200: DispatchRoute } } },
    async (request, reply) => {
      const accountId = await change(request, { type: 'change_sequence', stopIds: request.body.stopIds });
      return seen(deps, accountId, request.params.id, reply);
    },
  );

  app.post(
    '/api/v1/dispatch/routes/:id/confirm',
    { schema: { tags, params, body: PlanConfirmation, response: { 200: DispatchRoute } } },
    async (request, reply) => {
      const accountId = await change(request, { type: 'confirm_plan' });
      return seen(deps, accountId, request.params.id, reply);
    },
  );

  app.post(
    '/api/v1/dispatch/routes/:id/van',
    { schema: { tags, params, body: VanExchange, response: { 200: DispatchRoute } } },
    async (request, reply) => {
      const accountId = await change(request, { type: 'exchange_van', van: request.body.van.trim() });
      return seen(deps, accountId, request.params.id, reply);
    },
  );
}

type BoardRow = Awaited<ReturnType<typeof readBoard>>[number];

async function seen(deps: DispatchDeps, accountId: string, routeId: string, reply: FastifyReply) {
  const [row] = isId('route', routeId) ? await readBoard(deps.db, accountId, { routeId }) : [];
  const plan = row && (await deps.routeBook.plan(row.id));
  if (!row || !plan) throw new DoorstepError('not_found');
  const addresses = await readStopAddresses(deps.db, row.id);
  const stops = plan.stops.map((stop): DispatchRoute['stops'][number] => {
    const address = addresses.get(stop.stopId);
    return {
      id: stop.stopId,
      addressLine: address?.line ?? '',
      city: address?.city ?? '',
      plannedArrivalAt: toRfc3339(stop.plannedArrivalAt),
      status: stop.completedAt !== null ? 'completed' : stop.arrivedAt !== null ? 'arrived' : 'open',
      parcels: address?.parcels ?? 0,
    };
  });
  return reply.header('cache-control', 'private, no-store').send({ ...boardOf(row, plan), stops });
}

function boardOf(row: BoardRow, plan: RoutePlan): DispatchRoutes['routes'][number] {
  return {
    id: row.id,
    reference: row.reference,
    serviceDate: row.service_date,
    phase: plan.phase,
    depot: row.depot,
    van: row.van,
    driver: row.driver,
    planVersion: plan.planVersion,
    orderKnown: plan.orderKnown,
    namedNextStopId: plan.namedNextStopId,
    stopsInAll: plan.stops.length,
    stopsOpen: plan.stops.filter((stop) => stop.completedAt === null).length,
  };
}
