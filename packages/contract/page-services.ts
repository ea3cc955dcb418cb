import type { ParcelList, ParcelListItem, ParcelViewMessage } from './parcel-view.ts';

/**
 * What our own pages may ask the server for, within one process. Types only: the server composes an object of this
 * shape and puts it on each request; pages never query, and never see more than the viewer of that request may.
 */
export interface PageServices {
  /** Who is signed in on this request, by its cookies; null for nobody. */
  session(headers: Headers): Promise<PageSession | null>;
  /** Name of the instance as its operator set it, for header and titles. */
  readonly instanceName: string;
  readonly baseMap: BaseMap | null;
  /** Epoch milliseconds by the server's clock, which pages must use for "today" and ages. */
  now(): number;
  /** Plain text, paragraphs parted by an empty line; null where the operator has not entered it yet. */
  readonly legalTexts: LegalTexts;
  /** Takes note of a fault that a page met and its reader cannot mend; `route` is a pattern such as `/orders/[id]`. */
  reportFault(fault: unknown, route: string | null): void;

  listParcels(session: PageSession, language: PageLanguage, cursor: string | null): Promise<ParcelList>;
  seeOrder(session: PageSession, language: PageLanguage, orderId: string): Promise<OrderView | null>;
  seeParcel(session: PageSession, language: PageLanguage, parcelId: string): Promise<ParcelViewMessage | null>;
  setMapSwitch(session: PageSession, on: boolean): Promise<void>;
  readMapSwitch(session: PageSession): Promise<boolean>;

  accounts: AccountServices;
  administration: AdministrationServices;
  pairing: { open(code: string): Promise<{ driverName: string } | null> };
}

export type PageLanguage = 'de' | 'en';

export interface PageSession {
  readonly accountId: string;
  readonly email: string;
  readonly role: 'recipient' | 'support' | 'dispatcher' | 'privacy_officer' | 'administrator';
}

export interface LegalTexts {
  readonly imprint: string | null;
  readonly privacy: string | null;
  readonly accessibility: string | null;
}

export interface BaseMap {
  /** Path on our own server that answers range requests. */
  readonly path: string;
  readonly attribution: string;
}

/**
 * Number, day and merchant are null together: where one of the parcels is confidential, or a gift that this account
 * only receives.
 */
export interface OrderView {
  readonly id: string;
  readonly orderNumber: string | null;
  readonly orderedAt: string | null;
  readonly merchant: string | null;
  readonly parcels: readonly ParcelListItem[];
}

/** Answers of account forms: what went wrong is a code that the pages word; `cookies` are to be set on success. */
export type AccountAnswer =
  | { readonly ok: true; readonly setCookies: readonly string[] }
  | { readonly ok: false; readonly code: AccountRefusal };

export type AccountRefusal =
  | 'wrong_credentials'
  | 'email_not_confirmed'
  | 'email_malformed'
  | 'password_too_short'
  | 'password_too_long'
  | 'link_invalid'
  | 'too_many_tries';

export interface AccountServices {
  /** Said beside the field before anyone types. */
  readonly passwordLengthLeast: number;
  /** Always answers the same for a known and an unknown address; the mail says the rest. */
  register(
    form: { email: string; password: string; name: string; language: PageLanguage },
    headers: Headers,
  ): Promise<AccountAnswer>;
  signIn(form: { email: string; password: string }, headers: Headers): Promise<AccountAnswer>;
  signOut(headers: Headers): Promise<readonly string[]>;
  confirmEmail(token: string, headers: Headers): Promise<AccountAnswer>;
  createFirstAdministrator(
    form: { code: string; email: string; password: string; name: string },
    headers: Headers,
  ): Promise<AccountAnswer>;
  firstAdministratorLinkIsValid(code: string): Promise<boolean>;
}

export interface KeptMail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Empty unless `kept`: where mail is sent, its text is for the addressee alone. */
  readonly text: string;
  readonly createdAt: string;
  readonly state: 'kept' | 'sent' | 'waiting' | 'failed';
}

export interface AdministrationServices {
  /** Null where the session's role may not. */
  listMails(session: PageSession): Promise<readonly KeptMail[] | null>;
  listDevices(session: PageSession): Promise<readonly DeviceRow[] | null>;
  listDrivers(session: PageSession): Promise<readonly { id: string; name: string; depot: string }[] | null>;
  makePairingLink(session: PageSession, driverId: string): Promise<{ link: string; expiresAt: string } | null>;
  revokeDevice(session: PageSession, deviceId: string): Promise<boolean>;
}

export interface DeviceRow {
  readonly id: string;
  readonly driverName: string;
  readonly name: string;
  readonly pairedAt: string;
  readonly lastSeenAt: string | null;
  readonly revokedAt: string | null;
}
