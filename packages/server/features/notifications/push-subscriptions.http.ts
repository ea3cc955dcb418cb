import { createECDH } from 'node:crypto';
import { PushSubscriptionEnd, PushSubscriptionWish } from '@doorstep/contract';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { type ReadSession, requireSession } from '../../access/request-session.ts';
import type { Db } from '../../db/open-database.ts';
import { DoorstepError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Pusher } from '../../ports/pusher.ts';
import { subscribe, unsubscribe } from './push-subscriptions.store.ts';

export interface PushSubscriptionsDoorDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly session: ReadSession;
  readonly pusher: Pick<Pusher, 'mayReach'>;
}

const url = '/api/v1/me/push-subscriptions';

/** `POST, DELETE /api/v1/me/push-subscriptions`: both may be said again, and answer alike whatever was there before. */
export function pushSubscriptions(fastify: FastifyInstance, deps: PushSubscriptionsDoorDeps): void {
  const app = fastify.withTypeProvider<TypeBoxTypeProvider>();
  const { db, clock, pusher } = deps;

  app.post(
    url,
    { schema: { tags: ['recipient'], body: PushSubscriptionWish, response: { 201: Type.Object({}) } } },
    async (request, reply) => {
      const who = await requireSession(deps.session, request);
      const { endpoint, keys } = request.body;
      if (!pusher.mayReach(endpoint))
        throw new DoorstepError('invalid_input', [
          { path: 'body/endpoint', message: 'an https address of a push service on the internet' },
        ]);
      if (!isPointOnCurve(keys.p256dh))
        throw new DoorstepError('invalid_input', [{ path: 'body/keys/p256dh', message: 'a public key of P-256' }]);
      if (!(await subscribe(db, who, request.body, clock.now())))
        throw new DoorstepError('invalid_input', [
          { path: 'body/keys', message: 'the keys this browser subscribed with' },
        ]);
      return reply.code(201).header('cache-control', 'private, no-store').send({});
    },
  );

  app.delete(
    url,
    { schema: { tags: ['recipient'], body: PushSubscriptionEnd, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { accountId } = await requireSession(deps.session, request);
      await unsubscribe(db, accountId, request.body.endpoint);
      return reply.code(204).send(null);
    },
  );
}

/** An uncompressed point (65 bytes) that lies on the curve; with any other nothing can be encrypted. */
function isPointOnCurve(base64url: string): boolean {
  const bytes = Buffer.from(base64url, 'base64url');
  if (bytes.length !== 65 || bytes[0] !== 4) return false;
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  try {
    curve.computeSecret(bytes);
    return true;
  } catch {
    return false;
  }
}
