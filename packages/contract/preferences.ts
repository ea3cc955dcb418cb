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
