/** What the pages read and hear about where a parcel goes; types only, as page-services.ts. */
export interface DropOff {
  readonly place: string | null;
  readonly note: string | null;
  /** Who said so; `parcel` with a place of null: it is left nowhere. */
  readonly from: 'parcel' | 'standing' | 'order' | null;
  readonly mailbox: boolean;
  readonly locker: string | null;
  /** Whether it can still be named: until the driver taps *arrive*. */
  readonly open: boolean;
}

/**
 * Why a place is not taken down; the server answers with these, and the pages have a sentence for each. `not_possible`:
 * another carrier brings it, or it is handed over in person only.
 */
export type DropOffRefused =
  | 'not_found'
  | 'too_late'
  | 'confidential'
  | 'not_possible'
  | 'only_recipient'
  | 'too_often'
  | 'place_empty'
  | 'place_too_long'
  | 'note_too_long';

/** Why something lasting is not. */
export type StandingRefused =
  | 'not_found'
  | 'too_often'
  | 'place_too_long'
  | 'note_too_long'
  | 'neighbour_missing'
  | 'neighbour_too_long';

/** Why it is not taken down who may take a parcel in. */
export type WishRefused =
  | 'not_found'
  | 'other_carrier'
  | 'confidential'
  | 'hand_over_only'
  | 'other_recipient'
  | 'too_late'
  | 'too_often'
  | 'neighbour_missing'
  | 'neighbour_too_long';

/** Why a parcel stays on its day. */
export type DayRefused =
  | 'not_found'
  | 'other_carrier'
  | 'route_started'
  | 'no_day_yet'
  | 'moved_too_often'
  | 'no_other_day'
  | 'day_not_offered';

/** Taken down, or why not. */
export type SaidAnswer<Refused> = { readonly ok: true } | { readonly ok: false; readonly code: Refused };
