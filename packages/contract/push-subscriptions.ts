import { type Static, Type } from 'typebox';

const Endpoint = Type.String({ minLength: 10, maxLength: 1000, pattern: '^https?://[!-~]+$' });

/** `POST /api/v1/me/push-subscriptions`: what a browser's `PushSubscription.toJSON()` gives (W3C Push API). */
export const PushSubscriptionWish = Type.Object(
  {
    endpoint: Endpoint,
    expirationTime: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
    keys: Type.Object(
      {
        p256dh: Type.String({ pattern: '^[A-Za-z0-9_-]{87}$', description: '65 bytes, base64url' }),
        auth: Type.String({ pattern: '^[A-Za-z0-9_-]{22}$', description: '16 bytes, base64url' }),
      },
      { additionalProperties: false },
    ),
  },
  { $id: 'PushSubscriptionWish', additionalProperties: false },
);
export type PushSubscriptionWish = Static<typeof PushSubscriptionWish>;

/** `DELETE /api/v1/me/push-subscriptions`: this browser is pushed to no more. */
export const PushSubscriptionEnd = Type.Object(
  { endpoint: Endpoint },
  { $id: 'PushSubscriptionEnd', additionalProperties: false },
);
