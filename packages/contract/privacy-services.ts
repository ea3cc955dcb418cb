import type { PageLanguage, PageSession } from './page-session.ts';
import type { ExportState } from './privacy.ts';

type At = Date;

/** What is held about an account beside its parcels as it sees them. */
export interface OwnData {
  readonly account: { readonly name: string; readonly email: string; readonly since: string };
  readonly signIns: readonly { readonly device: string | null; readonly since: At }[];
  readonly passkeys: readonly { readonly name: string | null; readonly since: At | null }[];
  readonly choices: {
    readonly map: boolean;
    readonly deliveryPhotos: string;
    readonly language: string | null;
    readonly messagesByMail: boolean;
    readonly messagesByPush: boolean;
  } | null;
  readonly choicesByPlace: readonly {
    readonly scope: string;
    readonly place: string;
    readonly choice: string;
    readonly since: At;
  }[];
  /** What stands on its parcels, each once. */
  readonly envelopes: readonly { readonly name: string; readonly email: string | null; readonly address: string }[];
  readonly safePlaces: readonly {
    readonly parcelId: string;
    readonly place: string;
    readonly note: string | null;
    readonly at: At;
  }[];
  readonly reports: readonly {
    readonly parcelId: string;
    readonly kind: string;
    readonly note: string | null;
    readonly at: At;
    readonly closedAt: At | null;
  }[];
  readonly received: readonly { readonly parcelId: string; readonly at: At }[];
  /** Who of customer service looked at a photo of its. */
  readonly looks: readonly {
    readonly id: string;
    readonly parcelId: string;
    readonly at: At;
    readonly role: string;
    readonly reason: 'missing' | 'damaged' | 'wrong_place' | 'other';
  }[];
  readonly messages: readonly {
    readonly about: string;
    readonly channel: string;
    readonly state: string;
    readonly at: At;
    readonly title: string | null;
    readonly text: string | null;
  }[];
  readonly mails: readonly {
    readonly subject: string;
    readonly to: string;
    readonly at: At;
    readonly state: string;
  }[];
  /** How many there are. */
  readonly parcels: number;
}

export interface PrivacyServices {
  /** Null where the account was erased meanwhile. */
  ownData(session: PageSession): Promise<OwnData | null>;
  exportState(session: PageSession): Promise<ExportState>;
  /** Null: too often. */
  startExport(session: PageSession, language: PageLanguage): Promise<ExportState | null>;
  erase(
    password: string,
    headers: Headers,
  ): Promise<
    | { readonly ok: true }
    | { readonly ok: false; readonly code: 'signed_out' | 'wrong_password' | 'too_many_requests' | 'staff_account' }
  >;
}
