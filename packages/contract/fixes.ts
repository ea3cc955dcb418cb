import { type Static, Type } from 'typebox';
import { maximumFixesPerBatch } from './batch-limits.ts';
import { Instant, SenderId } from './values.ts';

/**
 * One position as the phone measured it. Bounds of coordinates are judged, not validated: a fix with lat 91 is
 * answered by itself, with its reason, and costs the others of its batch nothing.
 */
export const Fix = Type.Object({
  id: SenderId,
  lat: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  lon: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  accuracyMetres: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  speedMetresPerSecond: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  headingDegrees: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
  fixedAt: Instant,
  mocked: Type.Optional(Type.Boolean()),
});
export type Fix = Static<typeof Fix>;

/** `POST /api/v1/driver/fixes`. `sentAt` is the phone's clock when it sent; the offset to ours is taken out. */
export const FixBatch = Type.Object(
  { sentAt: Instant, fixes: Type.Array(Fix, { minItems: 1, maxItems: maximumFixesPerBatch }) },
  { $id: 'FixBatch' },
);
export type FixBatch = Static<typeof FixBatch>;

export const FixAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Union([Type.Literal('accepted'), Type.Literal('rejected')]),
  /** True where this id was answered before; the outcome is the first answer's. */
  duplicate: Type.Optional(Type.Boolean()),
  reason: Type.Optional(Type.String()),
  sentence: Type.Optional(Type.String()),
});
export type FixAnswer = Static<typeof FixAnswer>;

export const FixBatchAnswer = Type.Object(
  { receivedAt: Instant, answers: Type.Array(FixAnswer) },
  { $id: 'FixBatchAnswer' },
);
export type FixBatchAnswer = Static<typeof FixBatchAnswer>;
