import { type Static, Type } from 'typebox';
import { CalendarDate, Instant, Nullable } from './values.ts';

const closed = { additionalProperties: false };

/** Which plan the dispatcher looked at: an order for one that has changed since is refused, not carried out. */
const PlanVersion = Type.Integer({ minimum: 1, description: 'the `planVersion` of the route as it was read' });

const Board = {
  id: Type.String(),
  reference: Type.String(),
  serviceDate: CalendarDate,
  phase: Type.Union([Type.Literal('planned'), Type.Literal('started'), Type.Literal('finished')]),
  depot: Type.String(),
  van: Type.String(),
  driver: Type.String(),
  planVersion: PlanVersion,
  /** False while operations have left the plan and no order is known: recipients read words instead of a number. */
  orderKnown: Type.Boolean(),
  /** The stop the driver said to go to next, where that left the plan. */
  namedNextStopId: Nullable(Type.String()),
  stopsInAll: Type.Integer(),
  stopsOpen: Type.Integer(),
};

/** `GET /api/v1/dispatch/routes`: the routes of one day. */
export const DispatchRoutes = Type.Object({ routes: Type.Array(Type.Object(Board)) }, { $id: 'DispatchRoutes' });
export type DispatchRoutes = Static<typeof DispatchRoutes>;

/** `GET /api/v1/dispatch/routes/{id}`: the same with its stops in the order of the confirmed plan. */
export const DispatchRoute = Type.Object(
  {
    ...Board,
    stops: Type.Array(
      Type.Object({
        id: Type.String(),
        /** Of a confidential address the city alone. */
        addressLine: Type.String(),
        city: Type.String(),
        plannedArrivalAt: Instant,
        status: Type.Union([Type.Literal('open'), Type.Literal('arrived'), Type.Literal('completed')]),
        parcels: Type.Integer(),
      }),
    ),
  },
  { $id: 'DispatchRoute' },
);
export type DispatchRoute = Static<typeof DispatchRoute>;

/** `POST …/sequence`: another order for the stops that are open; those left out follow in the order they had. */
export const NewSequence = Type.Object(
  { planVersion: PlanVersion, stopIds: Type.Array(Type.String({ maxLength: 60 }), { minItems: 1, maxItems: 500 }) },
  closed,
);
export type NewSequence = Static<typeof NewSequence>;

/** `POST …/confirm`: the order of the plan holds again. */
export const PlanConfirmation = Type.Object({ planVersion: PlanVersion }, closed);

/** `POST …/van`: another van of the same depot goes on with the route; one that is not known yet is written down. */
export const VanExchange = Type.Object(
  {
    planVersion: PlanVersion,
    van: Type.String({ minLength: 1, maxLength: 120, pattern: '^[^\\u0000-\\u001f\\u007f]+$' }),
  },
  closed,
);
