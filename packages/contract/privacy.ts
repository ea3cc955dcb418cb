import { type Static, Type } from 'typebox';
import { Instant } from './values.ts';

/** `DELETE /api/v1/me`: the account's password, so that an open page is not enough. */
export const Erasure = Type.Object(
  { password: Type.String({ minLength: 1, maxLength: 512 }) },
  { $id: 'Erasure', additionalProperties: false },
);

/** What was erased is gone; this is what had to stay, each with its reason and its end. */
export const ErasedAccount = Type.Object(
  {
    erasedAt: Instant,
    kept: Type.Array(
      Type.Object({ kind: Type.String(), what: Type.String(), why: Type.String(), until: Type.String() }),
    ),
  },
  { $id: 'ErasedAccount' },
);

/** `POST` and `GET /api/v1/me/export`: how far the copy of all data is. */
export const ExportState = Type.Object(
  {
    state: Type.Union([
      Type.Literal('none'),
      Type.Literal('waiting'),
      Type.Literal('making'),
      Type.Literal('ready'),
      Type.Literal('failed'),
    ]),
    done: Type.Integer({ description: 'parts that are in it' }),
    total: Type.Integer({ description: 'parts that there will be; 0 while that is not known' }),
    bytes: Type.Union([Type.Integer(), Type.Null()]),
    readyAt: Type.Union([Instant, Type.Null()]),
    endsAt: Type.Union([Instant, Type.Null()]),
  },
  { $id: 'ExportState' },
);
export type ExportState = Static<typeof ExportState>;
