import { ChosenDelivery, type DayRefused, DeliveryWish, OtherDay, type WishRefused } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import {
  parcelParams as params,
  privateAnswer,
  type RecipientDoorDeps,
  recipientWays,
} from '../../access/recipient-doors.ts';
import { DoorstepError, type ErrorCode } from '../../errors.ts';
import { chooseWish, readChosen } from './choose-wish.ts';
import { nameOtherDay, type OtherDayDeps } from './name-other-day.ts';

export type WishDoorDeps = OtherDayDeps & RecipientDoorDeps;

/**
 * `GET, PUT …/parcels/{id}/delivery-wish` and `PUT …/parcels/{id}/delivery-day`: who may take it in, and "not today". For
 * whoever has the recipient's rights; 409 with the reason where it cannot be.
 */
export function deliveryWishes(fastify: FastifyInstance, deps: WishDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const response = { 200: ChosenDelivery };
  for (const { base, tags, who } of recipientWays) {
    app.get(`${base}/delivery-wish`, { schema: { tags, params, response } }, async (request, reply) => {
      const chosen = await readChosen(deps, await who(deps, request));
      if (!chosen) throw new DoorstepError('not_found');
      return reply.headers(privateAnswer).send(chosen);
    });
    app.put(
      `${base}/delivery-wish`,
      { schema: { tags, params, body: DeliveryWish, response } },
      async (request, reply) => {
        const { wish, neighbour = null } = request.body;
        const answer = await chooseWish(deps, { ...(await who(deps, request)), wish, neighbour });
        if (!answer.ok) throw refusalOf(answer.code);
        return reply.headers(privateAnswer).send(answer.chosen);
      },
    );
    app.put(`${base}/delivery-day`, { schema: { tags, params, body: OtherDay, response } }, async (request, reply) => {
      const answer = await nameOtherDay(deps, { ...(await who(deps, request)), day: request.body.day });
      if (!answer.ok) throw refusalOf(answer.code);
      return reply.headers(privateAnswer).send(answer.chosen);
    });
  }
}

type Refusal = WishRefused | DayRefused;

const errorOf: Readonly<Record<Refusal, ErrorCode>> = {
  not_found: 'not_found',
  other_carrier: 'wish_other_carrier',
  confidential: 'wish_confidential',
  hand_over_only: 'wish_hand_over_only',
  other_recipient: 'wish_other_recipient',
  too_late: 'wish_too_late',
  too_often: 'wish_too_often',
  neighbour_missing: 'invalid_input',
  neighbour_too_long: 'invalid_input',
  route_started: 'day_route_started',
  no_day_yet: 'day_not_planned',
  moved_too_often: 'day_moved_too_often',
  no_other_day: 'day_none_offered',
  day_not_offered: 'day_not_offered',
};

function refusalOf(code: Refusal): DoorstepError {
  const error = errorOf[code];
  if (error !== 'invalid_input') return new DoorstepError(error);
  return new DoorstepError(error, [
    { path: 'body/neighbour/name', message: 'with the wish "neighbour": a name in 1 to 60 characters' },
  ]);
}
