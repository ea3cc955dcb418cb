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

export type DropOffAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** `not_possible`: another carrier brings it, or it is handed over in person only. */
      readonly code:
        | 'not_found'
        | 'too_late'
        | 'confidential'
        | 'not_possible'
        | 'only_recipient'
        | 'too_often'
        | 'place_empty'
        | 'place_too_long'
        | 'note_too_long';
    };

export type StandingAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code:
        | 'not_found'
        | 'too_often'
        | 'place_too_long'
        | 'note_too_long'
        | 'neighbour_missing'
        | 'neighbour_too_long';
    };

export type WishAnswer =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly code:
        | 'not_found'
        | 'other_carrier'
        | 'confidential'
        | 'hand_over_only'
        | 'other_recipient'
        | 'too_late'
        | 'too_often'
        | 'neighbour_missing'
        | 'neighbour_too_long'
        | 'route_started'
        | 'no_day_yet'
        | 'moved_too_often'
        | 'no_other_day'
        | 'day_not_offered';
    };
