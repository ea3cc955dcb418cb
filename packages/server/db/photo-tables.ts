// The tables about photos and whose they are, as Kysely sees them (see schema.ts).
import type {
  CaseKind,
  CaseLookReason,
  DeliveredHow,
  LookReason,
  PhotoEndRule,
  PhotoSettingLevel,
} from '@doorstep/domain';
import type { Generated } from 'kysely';

type Instant = Date;

export interface PhotoTables {
  photos: {
    id: string;
    driver_id: string | null;
    sender_id: string;
    stop_id: string;
    how: DeliveredHow;
    state: 'expected' | 'preview' | 'full' | 'refused' | 'discarded' | 'deleted';
    reason: string | null;
    taken_at: Instant;
    preview_received_at: Generated<Instant | null>;
    full_received_at: Generated<Instant | null>;
    wrapped_key: Buffer | null;
    wrapped_by: string | null;
    preview_blob: Generated<string | null>;
    full_blob: Generated<string | null>;
    delete_after: Instant;
    deleted_at: Generated<Instant | null>;
    hidden_at: Generated<Instant | null>;
    end_rule: Generated<Exclude<PhotoEndRule, 'case_open'>>;
    purpose: Generated<string | null>;
    flaw: Generated<'too_dark' | 'empty' | 'blurred' | null>;
  };
  photo_parcels: {
    photo_id: string;
    parcel_id: string;
    attempt: Generated<number>;
    outcome_version: Generated<number>;
  };
  photo_sums: {
    photo_id: string;
    size: 'preview' | 'full';
    at: Instant;
    upload_sha256: Buffer | null;
    stored_sha256: Buffer;
    faces_blurred: number;
  };
  photo_settings: {
    level: PhotoSettingLevel;
    scope_id: string;
    photos: boolean | null;
    share: number | null;
    third_party: boolean | null;
    mandatory: boolean | null;
    leave_without_permission: boolean | null;
    retention_days: number | null;
    purpose: string | null;
  };
  photo_events: {
    id: Generated<string>;
    photo_id: string;
    type: 'expected' | 'refused' | 'discarded' | 'hidden' | 'key_destroyed' | 'bytes_deleted';
    reason: string | null;
    at: Instant;
  };
  photo_looks: {
    id: string;
    photo_id: string;
    parcel_id: string;
    case_id: string | null;
    account_id: string | null;
    name: string | null;
    role: 'support';
    reason: LookReason;
    note: string | null;
    at: Instant;
  };
  photo_choices: {
    account_id: string | null;
    scope: 'address' | 'parcel';
    scope_key: string;
    choice: 'off' | 'close_up' | 'with_door';
    set_at: Instant;
  };
  case_looks: {
    id: Generated<string>;
    parcel_id: string;
    account_id: string | null;
    name: string | null;
    role: 'support';
    reason: CaseLookReason;
    at: Instant;
  };
  map_switches: { parcel_id: string; account_id: string | null; off_since: Instant };
  cases: {
    id: string;
    parcel_id: string;
    attempt: number;
    outcome_version: number;
    kind: CaseKind;
    opened_by: 'recipient' | 'support';
    account_id: string | null;
    note: string | null;
    opened_at: Instant;
    closed_at: Generated<Instant | null>;
    closed_by: Generated<'recipient' | 'support' | null>;
    closing_note: Generated<string | null>;
  };
  received_parcels: {
    parcel_id: string;
    attempt: number;
    outcome_version: number;
    account_id: string | null;
    at: Instant;
  };
}
