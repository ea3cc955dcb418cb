import { type Static, Type } from 'typebox';
import { Instant, Nullable } from './values.ts';

const visible = '^[^\\p{Cs}\\p{Bidi_Control}\\u0000]*$';
const Note = Type.String({ maxLength: 500, pattern: visible, description: 'in the writer’s own words' });

const ReportKind = Type.Union([
  Type.Literal('missing'),
  Type.Literal('damaged'),
  Type.Literal('wrong_place'),
  Type.Literal('not_my_door'),
]);
const CaseKind = Type.Union([...ReportKind.anyOf, Type.Literal('dispute')]);

/** `DELETE /api/v1/me/parcels/{id}/photo`: hidden from everyone since then; its key is destroyed by a rule of its own. */
export const DeletedPhoto = Type.Object(
  {
    hiddenAt: Instant,
    keyDestroyedAt: Nullable(Instant),
    /** When the key is destroyed at the latest; null where that is done, or waits for a case to be closed. */
    keyDestroyedBy: Nullable(Instant),
    keptForCase: Type.Boolean(),
  },
  { $id: 'DeletedPhoto' },
);
export type DeletedPhoto = Static<typeof DeletedPhoto>;

/** `POST /api/v1/me/parcels/{id}/reports`: the info says delivered, and something is not as it should be. */
export const Report = Type.Object(
  { kind: ReportKind, note: Type.Optional(Nullable(Note)) },
  { $id: 'Report', additionalProperties: false },
);
export type Report = Static<typeof Report>;

/** A case as the recipient who reported it reads it. The same report again is the same case. */
export const OwnCase = Type.Object(
  {
    id: Type.String(),
    kind: CaseKind,
    openedAt: Instant,
    closedAt: Nullable(Instant),
  },
  { $id: 'OwnCase' },
);
export type OwnCase = Static<typeof OwnCase>;

/** `POST /api/v1/me/parcels/{id}/received`: it is there. */
export const Received = Type.Object(
  { receivedAt: Instant, closedCases: Type.Integer({ description: 'how many reports of this delivery that settled' }) },
  { $id: 'Received' },
);
export type Received = Static<typeof Received>;

/** `POST /api/v1/support/parcels/{id}/photo-looks`: customer service says why it wants to see the photo. */
export const LookWish = Type.Object(
  {
    reason: Type.Union([
      Type.Literal('missing'),
      Type.Literal('damaged'),
      Type.Literal('wrong_place'),
      Type.Literal('other'),
    ]),
    note: Type.Optional(Nullable(Note)),
    /** The photo of the delivery that this case is about, where the parcel was delivered once more since. */
    caseId: Type.Optional(Type.String({ maxLength: 60 })),
  },
  { $id: 'LookWish', additionalProperties: false },
);

/** A look that was logged: for as long as it lasts its own account gets the picture at these paths. */
export const PhotoLook = Type.Object(
  {
    id: Type.String(),
    at: Instant,
    endsAt: Instant,
    /** Null while only the preview has come. */
    photoPath: Nullable(Type.String()),
    previewPath: Type.String(),
  },
  { $id: 'PhotoLook' },
);
export type PhotoLook = Static<typeof PhotoLook>;

/** A case as customer service reads it. */
export const CaseRow = Type.Object(
  {
    id: Type.String(),
    parcelId: Type.String(),
    parcelNumber: Type.String(),
    recipientName: Type.String(),
    kind: CaseKind,
    openedBy: Type.Union([Type.Literal('recipient'), Type.Literal('support')]),
    openedAt: Instant,
    note: Nullable(Type.String()),
    closedAt: Nullable(Instant),
    closedBy: Nullable(Type.Union([Type.Literal('recipient'), Type.Literal('support')])),
    closingNote: Nullable(Type.String()),
    /** The case is about the delivery as it stands, not about one that was undone or tried again since. */
    isOfPresentDelivery: Type.Boolean(),
  },
  { $id: 'CaseRow' },
);
export type CaseRow = Static<typeof CaseRow>;

export const CaseList = Type.Object(
  { cases: Type.Array(CaseRow), nextCursor: Nullable(Type.String()) },
  { $id: 'CaseList' },
);
export type CaseList = Static<typeof CaseList>;

/** `POST /api/v1/support/parcels/{id}/disputes` and `POST /api/v1/support/cases/{id}/close`. */
export const NoteBody = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 500, pattern: visible }) },
  { $id: 'NoteBody', additionalProperties: false },
);
