import { type Static, Type } from 'typebox';

const DeliveryPhotosChoice = Type.Union([Type.Literal('off'), Type.Literal('close_up'), Type.Literal('with_door')]);
const OnOff = Type.Union([Type.Literal('on'), Type.Literal('off')]);

const Language = Type.Union([Type.Literal('de'), Type.Literal('en')]);
const Clock = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'a time of day, 07:00' });

/** Between which times of day nobody is woken, where the parcel goes to; null: told at any hour. */
const QuietHours = Type.Union([Type.Object({ from: Clock, to: Clock }, { additionalProperties: false }), Type.Null()]);

const ByBoth = Type.Object(
  { mail: Type.Optional(Type.Boolean()), push: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
const ByMail = Type.Object({ mail: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
const ByPush = Type.Object({ push: Type.Optional(Type.Boolean()) }, { additionalProperties: false });

/** Each event of rules.md section 6 with the channels it has. */
const EventChoices = Type.Object(
  {
    out_for_delivery: Type.Optional(ByBoth),
    map_available: Type.Optional(ByPush),
    next_stop: Type.Optional(ByPush),
    arrival_changed: Type.Optional(ByBoth),
    delivered: Type.Optional(ByBoth),
    photo_ready: Type.Optional(ByBoth),
    attempted: Type.Optional(ByBoth),
    delivery_corrected: Type.Optional(ByBoth),
    drop_off_confirmed: Type.Optional(ByPush),
    day_changed: Type.Optional(ByBoth),
    returned: Type.Optional(ByBoth),
    lost: Type.Optional(ByBoth),
    photo_viewed_by_staff: Type.Optional(ByMail),
    photo_deleted: Type.Optional(ByMail),
  },
  { additionalProperties: false, description: 'whether an event is told on a channel' },
);

const Channels = Type.Object(
  { mail: Type.Boolean(), push: Type.Boolean() },
  { additionalProperties: false, description: 'each channel as a whole' },
);

/** `GET /api/v1/me/preferences`: what this account chose, for all of its addresses. */
export const Preferences = Type.Object(
  {
    deliveryPhotos: DeliveryPhotosChoice,
    map: OnOff,
    language: Language,
    channels: Channels,
    notifications: EventChoices,
    quietHours: QuietHours,
    photoInMail: OnOff,
  },
  { $id: 'Preferences' },
);
export type Preferences = Static<typeof Preferences>;

/** `PUT /api/v1/me/preferences`: what is left out stays as it is. */
export const PreferencesChange = Type.Object(
  {
    deliveryPhotos: Type.Optional(DeliveryPhotosChoice),
    map: Type.Optional(OnOff),
    language: Type.Optional(Language),
    channels: Type.Optional(ByBoth),
    notifications: Type.Optional(EventChoices),
    quietHours: Type.Optional(QuietHours),
    photoInMail: Type.Optional(OnOff),
  },
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

/** What a recipient chose about photos of one parcel, and which of it counts: the narrowest. */
export const PhotoChoices = Type.Object(
  {
    parcel: Type.Union([DeliveryPhotosChoice, Type.Null()]),
    address: Type.Union([DeliveryPhotosChoice, Type.Null()]),
    all: DeliveryPhotosChoice,
    counts: DeliveryPhotosChoice,
    /** With what others chose who receive it too: the strictest. */
    inForce: DeliveryPhotosChoice,
    addressLine: Type.String(),
  },
  { $id: 'PhotoChoices' },
);
export type PhotoChoices = Static<typeof PhotoChoices>;

/** `needs_account`: without one there is a choice for the one parcel only. */
export type PhotoChoicesAnswer =
  | { readonly ok: true; readonly choices: PhotoChoices }
  | { readonly ok: false; readonly code: 'not_found' | 'needs_account' };

/** `PUT …/parcels/{id}/map-switch`: for this one parcel, and for everybody who sees it. */
export const MapChoiceWish = Type.Object({ map: OnOff }, { $id: 'MapChoiceWish', additionalProperties: false });

/** The map of one parcel as one recipient switched it, for it and for all, and as it is with what others chose. */
export const MapChoice = Type.Object({ parcel: OnOff, all: OnOff, inForce: OnOff }, { $id: 'MapChoice' });
export type MapChoice = Static<typeof MapChoice>;
