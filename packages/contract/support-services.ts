import type { PageLanguage, PageSession } from './page-session.ts';
import type { CaseList, CaseRow, PhotoLook } from './photo-rights.ts';
import type { VanForStaff } from './van-for-staff.ts';

/**
 * What customer service may see: where a van is and a photo only after a stated reason, which the driver or the photo's
 * recipient is told.
 */
export interface SupportServices extends SupportFinding, SupportCases {
  /** Where the van with this parcel is; the driver reads that it was asked, when and why. */
  lookForVan(session: PageSession, parcelId: string, reason: string): Promise<VanLookAnswer>;
}

export type VanLookAnswer =
  | (VanForStaff & { readonly ok: true; readonly metresToAddress: number | null })
  | { readonly ok: false; readonly code: 'not_found' | 'reason_missing' };

export interface SupportCases {
  /** Open cases, who has waited longest first; null where the role may not. */
  listCases(session: PageSession, cursor: string | null): Promise<CaseList | null>;
  /** All cases about a parcel, newest first; null where the role may not. */
  casesOfParcel(session: PageSession, parcelId: string): Promise<readonly CaseRow[] | null>;
  openDispute(session: PageSession, parcelId: string, note: string): Promise<CaseAnswer>;
  closeCase(session: PageSession, caseId: string, note: string): Promise<CaseAnswer>;
  /** Whether there is a photo to look at, and why not; of the delivery as it stands, or of the one that a case is about. */
  photoToLookAt(session: PageSession, parcelId: string): Promise<LookRefusal | 'available'>;
  look(
    session: PageSession,
    wish: { parcelId: string; caseId: string | null; reason: string; note: string },
  ): Promise<{ readonly ok: true; readonly look: PhotoLook } | { readonly ok: false; readonly code: LookRefusal }>;
  /** A look of this account's own at this parcel's photo, while it lasts; null otherwise. */
  readLook(session: PageSession, parcelId: string, lookId: string): Promise<PhotoLook | null>;
}

export type LookRefusal =
  | 'not_found'
  | 'no_photo'
  | 'photo_deleted'
  | 'reason_missing'
  | 'note_missing'
  | 'note_too_long';

export type CaseAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code: 'not_found' | 'note_missing' | 'note_too_long' | 'not_delivered' | 'already_closed';
    };

export interface SupportFinding {
  /** By parcel or order number, exactly, or by the beginning of the recipient's name; null where the role may not. */
  findParcels(session: PageSession, query: string, language?: PageLanguage): Promise<readonly SupportRow[] | null>;
  seeParcel(session: PageSession, language: PageLanguage, parcelId: string): Promise<SupportParcel | null>;
}

export interface SupportRow {
  readonly id: string;
  readonly parcelNumber: string;
  /** Of a confidential delivery only where it was found by this number. */
  readonly orderNumber: string | null;
  /** Null of a confidential delivery. */
  readonly merchant: string | null;
  readonly recipientName: string;
  readonly state: string;
  readonly headline: string;
  readonly serviceDate: string | null;
}

export interface SupportParcel extends SupportRow {
  readonly address: string;
  readonly carrier: string;
  readonly timeZone: string;
  /** Newest first. */
  readonly timeline: readonly {
    readonly at: string;
    readonly sentence: string;
    readonly detail: string | null;
    /** Of a picture, long, and asked for in a dispute only. */
    readonly checksums: string | null;
  }[];
}
