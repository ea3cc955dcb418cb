import { type Static, Type } from 'typebox';
import { maximumCommandsPerBatch } from './batch-limits.ts';
import { AnyId, Instant, Latitude, Longitude, SenderId } from './values.ts';

const base = { id: SenderId, at: Instant };
const atStop = { ...base, stopId: AnyId };
const parcels = Type.Optional(
  Type.Array(AnyId, { minItems: 1, maxItems: 200, description: 'all of the stop where left out' }),
);

export const Command = Type.Union([
  Type.Object({ ...base, type: Type.Literal('start_route'), routeId: AnyId }),
  Type.Object({ ...atStop, type: Type.Literal('arrive') }),
  Type.Object({
    ...atStop,
    type: Type.Literal('deliver'),
    parcelIds: parcels,
    how: Type.Union([
      Type.Literal('recipient'),
      Type.Literal('household'),
      Type.Literal('neighbour'),
      Type.Literal('reception'),
      Type.Literal('safe_place'),
      Type.Literal('mailbox'),
      Type.Literal('locker'),
    ]),
    place: Type.Optional(
      Type.String({ maxLength: 200, description: 'the safe place in words, or the neighbour’s name' }),
    ),
    photoId: Type.Optional({
      ...SenderId,
      description: 'a picture of these parcels follows at PUT /api/v1/driver/photos/{photoId}',
    }),
    photoTakenAt: Type.Optional({
      ...Instant,
      description:
        'when that picture was taken, by the phone’s clock; else, and where it lies after the delivery, the delivery’s own time counts',
    }),
    standsAt: Type.Optional(
      Type.Object(
        { lat: Latitude, lon: Longitude, accuracyMetres: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })) },
        {
          description:
            'where the phone is; left out where it does not know. Not kept on a break and while dark. Left out, the newest fix counts',
        },
      ),
    ),
    despiteWish: Type.Optional(
      Type.Literal(true, {
        description:
          'the driver was told that the recipient wishes it otherwise (the parcel’s `wish` in the route), and it is done like this already',
      }),
    ),
    rightDoor: Type.Optional(
      Type.Literal(true, {
        description: 'the driver was asked “is this the right door?”, far from the address, and said yes',
      }),
    ),
  }),
  Type.Object({
    ...atStop,
    type: Type.Literal('attempt'),
    parcelIds: parcels,
    reason: Type.Union([
      Type.Literal('nobody_home'),
      Type.Literal('no_access'),
      Type.Literal('refused'),
      Type.Literal('address_wrong'),
      Type.Literal('no_permission'),
      Type.Literal('damaged'),
      Type.Literal('out_of_time'),
    ]),
  }),
  Type.Object({ ...atStop, type: Type.Literal('undo') }),
  Type.Object({ ...atStop, type: Type.Literal('next_stop') }),
  Type.Object({ ...base, type: Type.Literal('take_break') }),
  Type.Object({ ...base, type: Type.Literal('go_dark') }),
  Type.Object({ ...base, type: Type.Literal('resume') }),
  Type.Object({ ...base, type: Type.Literal('finish_route') }),
]);
export type Command = Static<typeof Command>;

/** What the envelope must hold; each command is then checked, carried out and answered by itself. */
export const CommandBatch = Type.Object(
  {
    sentAt: Instant,
    commands: Type.Array(
      Type.Object({ id: SenderId, type: Type.String(), at: Instant }, { additionalProperties: true }),
      {
        minItems: 1,
        maxItems: maximumCommandsPerBatch,
      },
    ),
  },
  { $id: 'CommandBatch' },
);
export type CommandBatch = Static<typeof CommandBatch>;

export const CommandAnswer = Type.Object({
  id: Type.String(),
  outcome: Type.Union([Type.Literal('done'), Type.Literal('refused')]),
  duplicate: Type.Optional(Type.Boolean()),
  code: Type.Optional(Type.String()),
  sentence: Type.Optional(Type.String()),
});
export type CommandAnswer = Static<typeof CommandAnswer>;

export const CommandBatchAnswer = Type.Object(
  { receivedAt: Instant, answers: Type.Array(CommandAnswer) },
  { $id: 'CommandBatchAnswer' },
);
export type CommandBatchAnswer = Static<typeof CommandBatchAnswer>;
