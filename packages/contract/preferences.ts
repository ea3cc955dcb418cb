import { type Static, Type } from 'typebox';

const DeliveryPhotosChoice = Type.Union([Type.Literal('off'), Type.Literal('close_up'), Type.Literal('with_door')]);
const OnOff = Type.Union([Type.Literal('on'), Type.Literal('off')]);

/** `GET /api/v1/me/preferences`: what this account chose, for all of its addresses. */
export const Preferences = Type.Object({ deliveryPhotos: DeliveryPhotosChoice, map: OnOff }, { $id: 'Preferences' });
export type Preferences = Static<typeof Preferences>;

/** `PUT /api/v1/me/preferences`: what is left out stays as it is. */
export const PreferencesChange = Type.Object(
  { deliveryPhotos: Type.Optional(DeliveryPhotosChoice), map: Type.Optional(OnOff) },
  { $id: 'PreferencesChange', additionalProperties: false, minProperties: 1 },
);
export type PreferencesChange = Static<typeof PreferencesChange>;

const PhotoChoiceFor = Type.Union([Type.Literal('parcel'), Type.Literal('address'), Type.Literal('all')]);
export type PhotoChoiceFor = Static<typeof PhotoChoiceFor>;

/** `PUT /api/v1/me/parcels/{id}/delivery-photos`: for this parcel, its address or all; null takes a narrower one back. */
export const PhotoChoiceWish = Type.Object(
  { for: PhotoChoiceFor, choice: Type.Union([DeliveryPhotosChoice, Type.Null()]) },
  { $id: 'PhotoChoiceWish', additionalProperties: false },
);

/** What this account chose about photos of one parcel, and which of it counts: the narrowest. */
export const PhotoChoices = Type.Object(
  {
    parcel: Type.Union([DeliveryPhotosChoice, Type.Null()]),
    address: Type.Union([DeliveryPhotosChoice, Type.Null()]),
    all: DeliveryPhotosChoice,
    counts: DeliveryPhotosChoice,
    addressLine: Type.String(),
  },
  { $id: 'PhotoChoices' },
);
export type PhotoChoices = Static<typeof PhotoChoices>;
