import type { Generated } from 'kysely';

/** Tables of people without an account; see the migration 000065. */
export interface GuestTables {
  parcel_links: {
    id: string;
    link_sha256: Buffer;
    parcel_id: string;
    kind: 'guest' | 'neighbour';
    made_by: string | null;
    name: string | null;
    tries_left: number;
    made_at: Date;
    revoked_at: Date | null;
  };
  guest_sessions: {
    id: string;
    code_sha256: Buffer;
    link_id: string;
    expires_at: Date;
    verified_until: Date | null;
  };
  guest_codes: {
    id: Generated<string>;
    guest_id: string;
    parcel_id: string;
    code_sha256: Buffer;
    tries_left: number;
    sent_at: Date;
  };
  guest_link_notices: {
    parcel_id: string;
    attempt: number;
    due_at: Date;
    event: Generated<'out_for_delivery' | 'day_changed'>;
  };
}
