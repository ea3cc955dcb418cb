import type { ParcelState } from '../delivery/states.ts';
import type { Coordinates } from '../geo/coordinates.ts';
import type { LookReason } from '../proof/look-rules.ts';

/** Why something is not shown: a code for programs, a sentence for people. */
export interface Because {
  readonly code: ReasonCode;
  readonly sentence: string;
}

export const reasonCodes = [
  'gift',
  'confidential',
  'other_carrier',
  'journey_over',
  'switched_off',
  'region_not_served',
  'not_today',
  'not_on_its_way',
  'map_not_offered',
  'no_position',
  'not_near_yet',
  'plan_changed',
  'count_rose',
  'count_not_offered',
  'count_not_near_yet',
  'window_not_offered',
  'window_not_near_yet',
  'window_not_planned',
  'hand_over_only',
  'only_recipient',
  'no_neighbour',
  'no_permission',
  'opted_out',
  'handed_over',
  'not_photographed',
  'not_delivered_yet',
  'photo_expected',
  'photo_expired',
  'photo_deleted',
  'recipient_only',
  'link_shows_status_only',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export interface WindowView {
  readonly fromAt: string;
  readonly toAt: string;
  /** What the window rests on: the plan, the plan moved by the van's present delay, or that, widened (plan left). */
  readonly basis: 'plan' | 'plan_and_delay' | 'widened';
}

/**
 * How many stops come before this one; `count` 0 says "you are next". A number that is higher than one that was told
 * before says why.
 */
export type StopsAwayView =
  | { readonly kind: 'number'; readonly count: number; readonly sentence: string; readonly because?: Because }
  | { readonly kind: 'more_than'; readonly count: number; readonly sentence: string; readonly because?: Because }
  | { readonly kind: 'words'; readonly because: Because };

export interface VanView extends Coordinates {
  readonly headingDegrees: number | null;
  /** When the van was measured here; of a lagging dot, when it last moved. */
  readonly fixedAt: string;
  /**
   * From 30 s on the dot is marked delayed (rules.md P1). Near other people's doors it lags behind the van (P3), and
   * nothing is said of how old the newest fix is: a phone that measures seldom while it stands would tell when it stands.
   */
  readonly freshness: 'live' | 'delayed' | 'lagging';
}

export type MapView =
  | {
      readonly shown: true;
      readonly van: VanView;
      readonly home: Coordinates;
      /** Of the dot as shown; null where the distance is not to be told. */
      readonly distanceMetres: number | null;
      /**
       * The way from the dot to the address, in order; null where it is not to be shown, and while another stop comes
       * first: then it would lead past other people's doors.
       */
      readonly pathAhead: Coordinates[] | null;
    }
  | { readonly shown: false; readonly because: Because };

export type PhotoView =
  | {
      readonly available: true;
      readonly takenAt: string;
      /** The day on which it is deleted, in the address's time zone, YYYY-MM-DD; null while a report or dispute is open. */
      readonly deletedOn: string | null;
      /** How far from the address the driver's phone was, and how exactly it knew; null where it did not know. */
      readonly distance: string | null;
      /** False while only the small preview has arrived. */
      readonly isFull: boolean;
    }
  | { readonly available: false; readonly because: Because };

/** A look of the staff at the photo: when, which role and which reason. No name, and no note. */
export interface PhotoLookView {
  readonly at: string;
  readonly role: 'support';
  readonly reason: LookReason;
  readonly sentence: string;
}

export interface TimelineEntry {
  /** `postponed`: a recipient said "not today"; its state stays. */
  readonly code: ParcelState | 'postponed';
  readonly sentence: string;
  /** RFC 3339, or a bare date (YYYY-MM-DD) where only the day may be told. */
  readonly at: string;
}

/** What a `van` frame of a stream carries: all that changes while the van drives and nothing else happens. */
export interface VanFrame {
  readonly van: VanView | null;
  readonly distanceMetres: number | null;
  readonly pathAhead: Coordinates[] | null;
  readonly stopsAway: StopsAwayView | null;
  readonly window: WindowView | null;
}

/**
 * All that one viewer may know of one parcel, as it goes over the wire. Nothing but `whatViewerSees` makes one:
 * no other module can, because the brand below is not exported.
 */
declare const minted: unique symbol;
export interface ParcelView extends UnmintedParcelView {
  readonly [minted]: true;
}

export interface UnmintedParcelView {
  readonly id: string;
  readonly orderId: string;
  /** The merchant's name, null where the page must not say what it is about (confidential). */
  readonly merchant: string | null;
  readonly isGift: boolean;
  readonly status: {
    readonly state: ParcelState;
    /** Two to four words that answer "where is it?", for the page's heading. */
    readonly headline: string;
    /** What the headline leaves open, or null: place of the drop-off, reason of an attempt. */
    readonly detail: string | null;
    /** RFC 3339, or a bare date (YYYY-MM-DD) where only the day may be told. */
    readonly at: string | null;
  };
  /** The day of delivery in the address's time zone, YYYY-MM-DD, where one is known and may be told. */
  readonly serviceDate: string | null;
  /** The address's time zone; UTC where the place may not be guessed (a gift's buyer). */
  readonly timeZone: string;
  /** `label` says "Lieferung durch {name}". */
  readonly carrier: { readonly label: string; readonly trackingUrl: string | null } | null;
  readonly window: WindowView | null;
  /** Why there is no window, and what would change that; null where there is one, or nothing is on its way any more. */
  readonly windowBecause: Because | null;
  readonly stopsAway: StopsAwayView | null;
  /** Of whoever drives, while the parcel is on its way; null where it is not to be told. */
  readonly driverFirstName: string | null;
  readonly map: MapView;
  readonly photo: PhotoView;
  /** Who has seen the photo of this delivery besides its recipients, newest first; also after it was deleted. */
  readonly photoLooks: readonly PhotoLookView[];
  /** Newest first. */
  readonly timeline: readonly TimelineEntry[];
}
