import type { AccountServices } from './account-services.ts';
import type { StaffLooks } from './case-looks.ts';
import type { ChosenDelivery, DeliveryWish } from './delivery-wish.ts';
import type {
  DayRefused,
  DropOff,
  DropOffRefused,
  SaidAnswer,
  StandingRefused,
  WishRefused,
} from './drop-off-answers.ts';
import type { GuestServices } from './guest-services.ts';
import type { PageAsker, PageLanguage, PageSession } from './page-session.ts';
import type { ParcelList, ParcelListItem, ParcelViewMessage } from './parcel-view.ts';
import type { PhotoOffice } from './photo-office.ts';
import type { DeletedPhoto, OwnCase } from './photo-rights.ts';
import type {
  MapChoice,
  PhotoChoiceFor,
  PhotoChoices,
  PhotoChoicesAnswer,
  Preferences,
  PreferencesChange,
} from './preferences.ts';
import type { PrivacyServices } from './privacy-services.ts';
import type { StandingWishChange, StandingWishes } from './standing-wish.ts';
import type { SupportServices } from './support-services.ts';

export type * from './drop-off-answers.ts';
export type { PageAsker, PageLanguage, PageSession } from './page-session.ts';
export type * from './photo-office.ts';
export type * from './support-services.ts';

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
  /** How long positions are kept, for the notice that drivers read. */
  readonly fixRetentionHours: number;
  /** Epoch milliseconds by the server's clock, which pages must use for "today" and ages. */
  now(): number;
  /** For readers of each language: its own text where there is one, else the other's. */
  readonly legalTexts: Readonly<Record<PageLanguage, LegalTexts>>;
  /** Takes note of a fault that a page met and its reader cannot mend; `route` is a pattern such as `/orders/[id]`. */
  reportFault(fault: unknown, route: string | null): void;

  listParcels(session: PageSession, language: PageLanguage, cursor: string | null): Promise<ParcelList>;
  seeOrder(session: PageSession, language: PageLanguage, orderId: string): Promise<OrderView | null>;
  seeParcel(session: PageSession, language: PageLanguage, parcelId: string): Promise<ParcelViewMessage | null>;
  setMapSwitch(session: PageSession, on: boolean): Promise<void>;
  readMapSwitch(session: PageSession): Promise<boolean>;

  /** `off`, `close_up` or `with_door`, for all addresses of this account. */
  readDeliveryPhotos(session: PageSession): Promise<DeliveryPhotos>;
  setDeliveryPhotos(session: PageSession, choice: DeliveryPhotos): Promise<void>;
  /** Where this parcel is left; `undefined` where this asker has no recipient's rights. */
  readDropOff(asker: PageAsker, parcelId: string): Promise<DropOff | undefined>;
  /** `place` null: nowhere. A note that is left out stays what it is. */
  nameDropOff(
    asker: PageAsker,
    parcelId: string,
    named: { place: string | null; note?: string },
  ): Promise<SaidAnswer<DropOffRefused>>;
  /** What this account says once for all parcels to come, for all of its addresses and for each. */
  readStandingWishes(session: PageSession): Promise<StandingWishes>;
  sayStanding(session: PageSession, said: StandingWishChange): Promise<SaidAnswer<StandingRefused>>;
  /** Who may take the parcel in, and on which other days it could come. */
  readChosen(asker: PageAsker, parcelId: string): Promise<ChosenDelivery | undefined>;
  chooseWish(asker: PageAsker, parcelId: string, wish: DeliveryWish): Promise<SaidAnswer<WishRefused>>;
  nameOtherDay(asker: PageAsker, parcelId: string, day: string): Promise<SaidAnswer<DayRefused>>;

  /** What may still be said, and was said, of a delivery; `undefined` where the parcel is not this account's. */
  readClaims(asker: PageAsker, parcelId: string): Promise<Claims | undefined>;
  reportDelivery(asker: PageAsker, parcelId: string, kind: string, note: string): Promise<ClaimAnswer>;
  confirmReceived(asker: PageAsker, parcelId: string): Promise<ClaimAnswer>;
  /** Null: there is no photo of this account's to be deleted. */
  deletePhoto(asker: PageAsker, parcelId: string): Promise<DeletedPhoto | null>;
  /** What this asker chose about photos of one parcel; null where it has no recipient's rights for it. */
  readPhotoChoices(asker: PageAsker, parcelId: string): Promise<PhotoChoices | null>;
  choosePhotos(
    asker: PageAsker,
    parcelId: string,
    wish: { for: PhotoChoiceFor; choice: DeliveryPhotos | null },
  ): Promise<PhotoChoicesAnswer>;
  /** When customer service saw something of a parcel, and why; null without a recipient's rights for it. */
  readStaffLooks(asker: PageAsker, language: PageLanguage, parcelId: string): Promise<StaffLooks | null>;
  /** What this asker chose about the map of one parcel. */
  readMapChoice(asker: PageAsker, parcelId: string): Promise<MapChoice | null>;
  switchMap(asker: PageAsker, parcelId: string, map: 'on' | 'off'): Promise<MapChoice | null>;
  /** The addresses this account receives at, newest first, with what it chose for each by itself. */
  readAddressChoices(session: PageSession): Promise<readonly AddressChoice[]>;

  /** On which channels this account is written to about its deliveries; both where nothing was chosen. */
  readMessageChannels(session: PageSession): Promise<MessageChannels>;
  setMessageChannels(session: PageSession, channels: MessageChannels): Promise<void>;
  readPreferences(session: PageSession): Promise<Preferences>;
  changePreferences(session: PageSession, change: PreferencesChange): Promise<Preferences>;
  /** What a browser must be told to be pushed to by us (RFC 8292), base64url. */
  readonly pushKey: string;
  /** In how many browsers this account gets pushes. */
  countPushBrowsers(session: PageSession): Promise<number>;
  /** Ends e-mails about deliveries for whoever got a mail with this link; false where it is none of ours. */
  unsubscribe(token: string): Promise<boolean>;
  /** In which language this account is written to from now on. */
  setLanguage(session: PageSession, language: PageLanguage): Promise<void>;

  accounts: AccountServices;
  privacy: PrivacyServices;
  guests: GuestServices;
  administration: AdministrationServices;
  support: SupportServices;
  photoOffice: PhotoOffice;
  /** Null everywhere but in the demo. */
  readonly demo: DemoServices | null;
  pairing: { open(code: string): Promise<{ driverName: string } | null> };
}

export type DeliveryPhotos = 'off' | 'close_up' | 'with_door';

/** What a recipient may say of a delivery, and has said. */
export interface Claims {
  /** It is said to be delivered by us, so it can be said to be there, or not. */
  readonly open: boolean;
  /** The driver who made it is on the road still, and was there a moment ago. */
  readonly driverNear: boolean;
  readonly receivedAt: string | null;
  readonly reports: readonly OwnCase[];
}

export type ClaimAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'not_found' | 'other_carrier' | 'not_delivered' | 'too_often' | 'kind_missing' | 'note_too_long';
    };

export interface AddressChoice {
  /** The newest parcel there: by it a choice for the address is made. */
  readonly parcelId: string;
  readonly addressLine: string;
  /** Null where the choice for all addresses counts. */
  readonly choice: DeliveryPhotos | null;
}

export interface MessageChannels {
  readonly mail: boolean;
  readonly push: boolean;
}

/** Null where the operator has not entered a text yet. */
export interface LegalTexts {
  readonly imprint: LegalText | null;
  readonly privacy: LegalText | null;
  readonly accessibility: LegalText | null;
}

export interface LegalText {
  /** Plain text, paragraphs parted by an empty line; one that begins with `# ` is a heading. */
  readonly text: string;
  readonly language: PageLanguage;
}

export interface BaseMap {
  /** Path on our own server that answers range requests. */
  readonly path: string;
  readonly attribution: string;
  /** The same to English readers, where the archive says it in other words (`attribution_en`). */
  readonly attributionEnglish?: string;
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

/** The people whose eyes a visitor of the demo may look through. */
export type DemoPerson = 'near' | 'far' | 'photo' | 'gift' | 'opted_out' | 'driver' | 'support' | 'dispatch' | 'admin';

export interface DemoServices {
  readonly townName: string;
  /** Whether streets and addresses are invented too; people and parcels always are. */
  readonly townIsInvented: boolean;
  readonly attribution: string;
  readonly people: readonly DemoLogin[];
  /** The zone of the town, by which all of its times are told. */
  readonly timeZone: string;
  /**
   * The demo's own clock; asked for by every page, so it must cost nothing. Null while the first day is being set up: it
   * then leaps through the past.
   */
  clock(): DemoClockFace | null;
  /** What the landing page shows now; null while the first day is being set up. */
  scene(language: PageLanguage): Promise<DemoScene | null>;
  /** The speeds that can be chosen; 0 halts the clock. */
  readonly speeds: readonly number[];
  setSpeed(speed: number): void;
  /** Begins the next day of the demo; until its vans are on the road, the scene says that it is being set up. */
  startAgain(): void;
  /** A fresh pairing link's path for the visitor's own driver page, such as `/driver#abc`. */
  driverPath(): Promise<string>;
  /** Newest first, at most `limit`. */
  messages(limit: number): Promise<readonly DemoMessage[]>;
  /** Calls back whenever a message was sent; returns how to stop that. */
  onMessage(heard: () => void): () => void;
}

export interface DemoLogin {
  readonly who: DemoPerson;
  /** Null for the driver, who pairs by a link. */
  readonly email: string | null;
  readonly password: string | null;
  /** The parcel that this login is about, where it is about one. */
  readonly parcelId: string | null;
}

export interface DemoClockFace {
  /** Epoch milliseconds by the demo's clock, and how fast it runs (0: halted). */
  readonly now: number;
  readonly speed: number;
  readonly timeZone: string;
}

export interface DemoScene extends DemoClockFace {
  /** Null while a new day is being set up. */
  readonly near: {
    readonly headline: string;
    /** The window, or what became of the parcel. */
    readonly line: string | null;
    /** Whether it has ended, so that no van is on its way to her any more. */
    readonly isOver: boolean;
  } | null;
  readonly driver: {
    readonly stop: number;
    readonly stops: number;
    readonly name: string;
    readonly address: string;
  } | null;
  readonly support: readonly { readonly sentence: string; readonly at: string }[];
}

/** A mail or a push as its reader gets it. */
export interface DemoMessage {
  readonly id: string;
  readonly channel: 'mail' | 'push';
  readonly to: string;
  readonly title: string;
  readonly text: string;
  /** Where a tap leads, on our own server. */
  readonly path: string | null;
  readonly language: PageLanguage;
  /** Epoch milliseconds by the demo's clock. */
  readonly sentAt: number;
}
