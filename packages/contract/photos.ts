import { type Static, Type } from 'typebox';

/**
 * The answer to an uploaded picture; either way the phone wipes its copy. `discarded`: it was not kept. A flaw: it is
 * kept, but will not tell its recipient much; where the driver still stands there, an *undo* and another one are better.
 */
export const PhotoAnswer = Type.Object(
  {
    outcome: Type.Union([Type.Literal('stored'), Type.Literal('discarded')]),
    flaw: Type.Optional(
      Type.Object({
        code: Type.Union([Type.Literal('too_dark'), Type.Literal('empty'), Type.Literal('blurred')]),
        sentence: Type.String(),
      }),
    ),
  },
  { $id: 'PhotoAnswer' },
);
export type PhotoAnswer = Static<typeof PhotoAnswer>;
