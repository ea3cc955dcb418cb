// The tables as Kysely sees them; the truth is the numbered .sql files beside this one.
// Instants are timestamptz and arrive as Date; dates arrive as 'YYYY-MM-DD' text (see open-database.ts).
import type {
  DeliveredHow,
  DeliveryWish,
  Manner,
  NotificationChannel,
  NotificationEvent,
  ParcelState,
  RouteEvent,
  SettingsOfLevel,
  WishReason,
} from '@doorstep/domain';
import type { ColumnType, Generated } from 'kysely';
import type { GuestTables } from './guest-tables.ts';
import type { MessagePreferenceColumns, MessageTables } from './message-tables.ts';
import type { PhotoTables } from './photo-tables.ts';
import type { PrivacyTables } from './privacy-tables.ts';

type Instant = Date;
/** jsonb: read as the value, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

/** What this level says of the fields of rules.md section 2; null: nothing. Written by settings/write-shows.ts alone. */
type Shows = ColumnType<SettingsOfLevel | null, string | null | undefined, string | null>;

export interface Database extends PhotoTables, PrivacyTables, MessageTables, GuestTables {
  carriers: { id: string; name: string; kind: 'own_fleet' | 'other'; created_at: Instant };
  regions: {
    id: string;
    name: string;
    map_tracking: boolean;
    photos: boolean;
    polygon: Json<[number, number][]>;
    shows: Shows;
    created_at: Instant;
  };
  dispatcher_depots: { account_id: string; depot_name: string | null };
  depots: { id: string; name: string; lat: number; lon: number; time_zone: string };
  vans: { id: string; depot_id: string; label: string };
  drivers: { id: string; depot_id: string; name: string };
  merchants: { id: string; name: string; shows: Shows };
  orders: { id: string; merchant_id: string; order_number: string; ordered_at: Instant; buyer_email: string | null };
  addresses: {
    id: string;
    street: string;
    house_number: string | null;
    postcode: string;
    city: string;
    country: string;
    lat: number;
    lon: number;
    time_zone: string;
    confidential: boolean;
    region_id: string | null;
    place_key: ColumnType<string, never, never>;
  };
  consignments: {
    id: string;
    order_id: string;
    address_id: string;
    carrier_id: string;
    carrier_tracking_url: string | null;
    recipient_name: string;
    recipient_email: string | null;
    told_by_link: Generated<boolean>;
    contact_basis: 'own_fleet' | 'consent' | 'none';
    confidential: boolean;
    gift: boolean;
    hand_over_only: boolean;
    locker: Generated<string | null>;
    /** Its account was erased: what names a person goes as soon as the delivery is over. */
    erase_asked_at: Generated<Instant | null>;
    /** Since when nothing names a person any more (features/privacy/cut-consignments.ts). */
    cut_at: Generated<Instant | null>;
  };
  routes: {
    id: string;
    reference: string;
    service_date: string;
    time_zone: string;
    depot_id: string;
    van_id: string;
    /** Null 30 days after the route's day. */
    driver_id: string | null;
    planned_start_at: Instant;
    phase: ColumnType<'planned' | 'started' | 'finished', 'planned' | undefined, 'planned' | 'started' | 'finished'>;
    started_at: Instant | null;
    finished_at: Instant | null;
    pauses_cut_at: Generated<Instant | null>;
    /** What the neighbour cloak of this route is drawn from; it leaves the server in no answer. */
    cloak_secret: Generated<string>;
  };
  stops: {
    id: string;
    route_id: string;
    sequence: number;
    lat: number;
    lon: number;
    planned_arrival_at: Instant;
    service_seconds: number;
    confidential: boolean;
    cut_at: Generated<Instant | null>;
  };
  parcels: {
    id: string;
    consignment_id: string;
    parcel_number: string;
    state: ParcelState;
    how: DeliveredHow | null;
    attempt_reason: string | null;
    outcome_place: string | null;
    state_since: Instant;
    service_date: string | null;
    attempt: Generated<number>;
    outcome_version: Generated<number>;
    photo_reason: Generated<string | null>;
    shows: Shows;
    photo_draw: Generated<number>;
    not_before: Generated<string | null>;
    fits_mailbox: Generated<boolean>;
    created_at: Instant;
  };
  stop_parcels: { parcel_id: string; attempt: number; stop_id: string; map_opened_at: Instant | null };
  parcel_events: {
    id: Generated<string>;
    parcel_id: string;
    type: string;
    state: ParcelState;
    how: DeliveredHow | null;
    attempt_reason: string | null;
    outcome_place: string | null;
    at: Instant;
    recorded_at: Instant;
    lat: number | null;
    lon: number | null;
    accuracy_metres: Generated<number | null>;
    far_metres: Generated<number | null>;
    right_door: Generated<boolean | null>;
    against_wish: Generated<WishReason | null>;
    to_day: Generated<string | null>;
    off_route: Generated<string | null>;
  };
  route_events: { id: Generated<string>; route_id: string; event: Json<RouteEvent>; at: Instant; recorded_at: Instant };
  devices: {
    id: string;
    driver_id: string;
    name: string;
    token_sha256: Buffer;
    paired_at: Instant;
    last_seen_at: Instant | null;
    revoked_at: Instant | null;
    retired_at: Generated<Instant | null>;
    purpose: Generated<'app' | 'position'>;
  };
  position_looks: {
    id: Generated<string>;
    driver_id: string;
    account_id: string | null;
    role: string;
    reason: string;
    looked_at: Instant;
  };
  pairing_codes: {
    code_sha256: Buffer;
    driver_id: string;
    created_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
  };
  commands: {
    driver_id: string;
    id: string;
    type: string;
    at: Instant;
    sent_at: Instant;
    received_at: Instant;
    answer: Json<unknown>;
  };
  fixes: {
    route_id: string;
    device_id: string;
    received_at: Instant;
    oldest_fixed_at: Instant;
    accepted: number;
    rejected: number;
    packed: Buffer;
  };
  consignment_viewers: {
    consignment_id: string;
    account_id: string;
    kind: 'recipient' | 'buyer';
    basis: 'confirmed_email' | 'claim_code' | 'merchant_identity' | 'operator_vouched';
    bound_at: Instant;
  };
  preferences: MessagePreferenceColumns & {
    account_id: string;
    map: Generated<boolean>;
    delivery_photos: Generated<'off' | 'close_up' | 'with_door'>;
    language: string | null;
    delivery_photos_set_at: Generated<Instant | null>;
  };
  instance: { single: Generated<boolean>; id: Generated<string> };
  drop_offs: {
    id: Generated<string>;
    parcel_id: string;
    account_id: string | null;
    place: string | null;
    note: string | null;
    named_at: Instant;
  };
  standing_wishes: {
    id: Generated<string>;
    account_id: string;
    place_key: string | null;
    taken_back: Generated<boolean>;
    place: string | null;
    note: string | null;
    mailbox: Generated<boolean>;
    wish: Generated<DeliveryWish>;
    neighbour: string | null;
    house_number: string | null;
    set_at: Instant;
  };
  delivery_wishes: {
    id: Generated<string>;
    parcel_id: string;
    account_id: string | null;
    wish: DeliveryWish;
    neighbour: string | null;
    house_number: string | null;
    made_at: Instant;
  };
  mails: {
    id: string;
    recipient: string;
    subject: string;
    body: string;
    created_at: Instant;
    state: 'kept' | 'waiting' | 'sent' | 'failed';
    sent_at: Instant | null;
    attempts: Generated<number>;
    last_error: string | null;
    notification_id: ColumnType<string | null, string | null | undefined, string | null>;
    language: ColumnType<'de' | 'en', 'de' | 'en' | undefined, 'de' | 'en'>;
    kind: ColumnType<'account' | 'delivery', 'account' | 'delivery' | undefined, 'account' | 'delivery'>;
    try_at: Generated<Instant>;
    html: Generated<string>;
    unsubscribe_url: Generated<string | null>;
    photo_of_parcel: Generated<string | null>;
    account_id: Generated<string | null>;
  };
  notifications: {
    id: string;
    account_id: string;
    subject_id: string;
    parcel_ids: string[];
    event: NotificationEvent;
    manner: Manner;
    attempt: number;
    outcome_version: number;
    channel: NotificationChannel;
    state: Generated<'waiting' | 'sent' | 'dropped' | 'failed'>;
    created_at: Instant;
    due_at: Instant;
    sent_at: Instant | null;
    failures: Generated<number>;
    try_again_at: Generated<Instant | null>;
    language: 'de' | 'en' | null;
    title: string | null;
    body: string | null;
    path: string | null;
  };
  first_administrator_links: { code_sha256: Buffer; created_at: Instant; expires_at: Instant; used_at: Instant | null };
  registrations: {
    code_sha256: Buffer;
    account_id: string;
    name: string;
    password_hash: string;
    language: 'de' | 'en';
    created_at: Instant;
    expires_at: Instant;
  };
  password_resets: { code_sha256: Buffer; account_id: string; language: 'de' | 'en'; expires_at: Instant };
  email_changes: {
    code_sha256: Buffer;
    account_id: string;
    new_email: string;
    language: 'de' | 'en';
    expires_at: Instant;
  };
  sign_in_failures: { subject: Buffer; failures: number; last_at: Instant };
  vouched_accounts: { account_id: string; vouched_at: Instant };
  /** better-auth's own tables (migrations 3 and 60); what it does not do in a transaction of ours is done here. */
  auth_user: { id: string; email: string; emailVerified: boolean; name: string; role: string };
  auth_session: { id: string; userId: string; createdAt: Instant; expiresAt: Instant; userAgent: string | null };
  auth_passkey: { id: string; userId: string; name: string | null; createdAt: Instant | null };
}
