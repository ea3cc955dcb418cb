import type { DeliveryWish } from './delivery-wish.ts';
import type { PageLanguage, PageSession } from './page-session.ts';
import type { Preferences } from './preferences.ts';
import type { ExportState } from './privacy.ts';

type At = Date;
/** `kept`: on an instance that sends no mails. */
type MessageState = 'waiting' | 'sent' | 'dropped' | 'failed' | 'kept';

/** What is held about an account beside its parcels as it sees them. */
export interface OwnData {
  readonly account: {
    readonly name: string;
    readonly email: string;
    /** Addresses that were asked for and are not confirmed yet. */
    readonly newEmails: readonly string[];
    readonly since: string;
  };
  readonly signIns: readonly { readonly device: string | null; readonly since: At }[];
  readonly passkeys: readonly { readonly name: string | null; readonly since: At | null }[];
  /** Browsers with pushes: whose service reaches them. Its address for one is a key and is left out. */
  readonly pushBrowsers: readonly { readonly service: string; readonly since: At }[];
  /** For all addresses, with what holds where nothing was chosen. */
  readonly choices: Preferences;
  readonly choicesByPlace: readonly {
    readonly scope: 'address' | 'parcel';
    /** The line of an address, or a parcel's id. */
    readonly place: string;
    readonly choice: Preferences['deliveryPhotos'];
    readonly since: At;
  }[];
  /** Parcels whose map it switched off, one by one. */
  readonly closedMaps: readonly { readonly parcelId: string; readonly since: At }[];
  /** What stands on its parcels, each once. */
  readonly envelopes: readonly {
    readonly name: string;
    readonly email: string | null;
    readonly address: string;
    /** Where it was ordered to. */
    readonly locker: string | null;
  }[];
  readonly safePlaces: readonly {
    readonly parcelId: string;
    /** Null: it was to be left nowhere. */
    readonly place: string | null;
    readonly note: string | null;
    readonly at: At;
  }[];
  /** Said once for all parcels, also what was replaced and is held for a while. */
  readonly standingWishes: readonly {
    /** Null: all addresses. */
    readonly address: string | null;
    /** From then on nothing of its own. */
    readonly takenBack: boolean;
    readonly place: string | null;
    readonly note: string | null;
    readonly mailbox: boolean;
    readonly wish: DeliveryWish['wish'];
    readonly neighbour: string | null;
    readonly houseNumber: string | null;
    readonly at: At;
  }[];
  readonly wishes: readonly {
    readonly parcelId: string;
    readonly wish: DeliveryWish['wish'];
    readonly neighbour: string | null;
    readonly houseNumber: string | null;
    readonly at: At;
  }[];
  readonly reports: readonly {
    readonly parcelId: string;
    readonly kind: 'missing' | 'damaged' | 'wrong_place' | 'not_my_door' | 'dispute';
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
    /** Of the parcel's address. */
    readonly timeZone: string;
  }[];
  /** When customer service saw something of its parcels: in a search, or the whole case. */
  readonly caseLooks: readonly {
    readonly id: string;
    readonly parcelId: string;
    readonly at: At;
    readonly role: string;
    readonly reason: 'search' | 'report' | 'dispute' | 'no_report';
    readonly timeZone: string;
  }[];
  /** Passes it made, and links that were mailed for its parcels. */
  readonly links: readonly {
    readonly parcelId: string;
    readonly kind: 'guest' | 'neighbour';
    readonly name: string | null;
    readonly at: At;
    readonly revokedAt: At | null;
  }[];
  readonly messages: readonly {
    readonly about: string;
    readonly channel: 'mail' | 'push';
    readonly state: MessageState;
    readonly at: At;
    readonly title: string | null;
    readonly text: string | null;
  }[];
  readonly mails: readonly {
    readonly subject: string;
    readonly to: string;
    readonly at: At;
    readonly state: MessageState;
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
