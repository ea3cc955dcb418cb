import type { NewPass, ParcelLinks } from './guests.ts';
import type { PageAsker, PageLanguage, PageSession } from './page-session.ts';
import type { ParcelViewMessage } from './parcel-view.ts';

/** What the pages of people without an account ask for. Who asks is told by the request's cookies. */
export interface GuestServices {
  /** The page behind a link; null until the postcode was right in this browser, and for a link that opens nothing. */
  see(headers: Headers, language: PageLanguage, link: string): Promise<GuestPage | null>;
  /** Who asks as the recipient behind a link: null until a code proved it in this browser. */
  asker(headers: Headers, link: string): Promise<{ asker: PageAsker; parcelId: string } | null>;
  open(form: { link: string; postcode: string }, headers: Headers): Promise<OpenAnswer>;
  /** Sends a code to the consignment's contact. Null: this browser is no guest of that link. */
  askForCode(
    headers: Headers,
    language: PageLanguage,
    link: string,
  ): Promise<'sent' | 'no_contact' | 'too_often' | null>;
  proveByCode(headers: Headers, link: string, code: string): Promise<'proved' | 'wrong' | 'void' | null>;
  /** Takes the parcel into an account; answers its id there. */
  claim(session: PageSession, headers: Headers, link: string): Promise<string | null>;

  /** Null where this asker has no recipient's rights for the parcel. */
  listLinks(asker: PageAsker, parcelId: string): Promise<ParcelLinks | null>;
  makePass(asker: PageAsker, parcelId: string, name: string): Promise<PassAnswer>;
  revokeLink(asker: PageAsker, parcelId: string, linkId: string): Promise<boolean>;
}

export interface GuestPage {
  readonly view: ParcelViewMessage;
  readonly kind: 'guest' | 'verified_guest' | 'neighbour';
  /** Whether a code can be sent, or was sent and is waited for. */
  readonly code: 'none' | 'offered' | 'awaited';
}

export type OpenAnswer =
  | { readonly ok: true; readonly parcelId: string; readonly setCookies: readonly string[] }
  | { readonly ok: false; readonly code: 'no_such_link' | 'too_many_tries' };

export type PassAnswer =
  | { readonly ok: true; readonly pass: NewPass }
  | {
      readonly ok: false;
      readonly code: 'not_found' | 'confidential' | 'over' | 'too_many' | 'name_empty' | 'name_too_long';
    };
