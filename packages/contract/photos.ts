import { type Static, Type } from 'typebox';

/** The answer to an uploaded picture; either way the phone wipes its copy. `discarded`: it was not kept. */
export const PhotoAnswer = Type.Object(
  { outcome: Type.Union([Type.Literal('stored'), Type.Literal('discarded')]) },
  { $id: 'PhotoAnswer' },
);
export type PhotoAnswer = Static<typeof PhotoAnswer>;
