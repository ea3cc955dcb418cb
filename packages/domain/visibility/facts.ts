import type { AttemptReason, DeliveredHow, ParcelState } from '../delivery/states.ts';
import type { Coordinates } from '../geo/coordinates.ts';
import type { PhonePlace } from '../proof/far-from-address.ts';
import type { LookReason } from '../proof/look-rules.ts';
import type { Language } from '../text/language.ts';
import type { EpochMillis } from '../time.ts';

/** Who asks, towards this one parcel (rules.md section 1). `stranger` is everyone to whom it is not theirs. */
export const viewerKinds = ['recipient', 'verified_guest', 'buyer', 'neighbour', 'guest', 'stranger'] as const;
export type ViewerKind = (typeof viewerKinds)[number];

export interface ParcelViewer {
  readonly kind: ViewerKind;
  readonly language: Language;
  /** The recipient's own switch for the map. */
  readonly mapSwitchedOff: boolean;
}

/**
 * What is known of the photo of the present outcome. Whether it may be shown is not decided here. A photo that was
 * refused, or that ended with an undone delivery, is none.
 */
export type KnownPhoto =
  /** Taken, and still on its way from the phone. */
  | { readonly kind: 'expected'; readonly takenAt: EpochMillis }
  | {
      readonly kind: 'kept';
      readonly takenAt: EpochMillis;
      readonly deleteAfter: EpochMillis;
      /** False while only the small preview has arrived. */
      readonly isFull: boolean;
      /** An open report or dispute keeps it beyond its time. */
      readonly isFrozen: boolean;
    }
  /** Its recipient deleted it: nobody sees it any more, and its key goes later. */
  | {
      readonly kind: 'hidden';
      readonly takenAt: EpochMillis;
      readonly hiddenAt: EpochMillis;
      readonly keyEndsAt: EpochMillis;
      readonly isFrozen: boolean;
    }
  /** Gone; this is the receipt. */
  | {
      readonly kind: 'deleted';
      readonly takenAt: EpochMillis;
      readonly deletedAt: EpochMillis;
      readonly why: 'expired' | 'by_recipient';
    };

/** A look of somebody of the staff at a photo of a delivery as it stands. Whose look it was is not among the facts. */
export interface KnownLook {
  readonly at: EpochMillis;
  readonly reason: LookReason;
}

/** Everything about a parcel that a view may be made of. Loaded once per parcel, shared by all who watch it. */
export interface ParcelFacts {
  readonly parcelId: string;
  readonly orderId: string;
  readonly merchant: string;
  readonly state: ParcelState;
  readonly how: DeliveredHow | null;
  readonly attemptReason: AttemptReason | null;
  /** Where it was left in words, or the neighbour's name; shown to the recipient only. */
  readonly outcomePlace: string | null;
  readonly stateSince: EpochMillis;
  readonly serviceDate: string | null;
  readonly timeZone: string;
  /** The parcel's or its address's flag. */
  readonly confidential: boolean;
  readonly gift: boolean;
  readonly carrier: {
    readonly kind: 'own_fleet' | 'other';
    readonly label: string;
    readonly trackingUrl: string | null;
  };
  readonly regionHasMapTracking: boolean;
  readonly home: Coordinates;
  /** The stop of the present attempt, null before the parcel is on a route. */
  readonly stopId: string | null;
  /** Of whoever drives the parcel's route; null before there is one. */
  readonly driverFirstName: string | null;
  /** When nearness first held on this attempt; it latches (rules.md P2). */
  readonly mapOpenedAt: EpochMillis | null;
  /** Of the present outcome; null where none was taken, or none that counts. */
  readonly photo: KnownPhoto | null;
  /** Where the driver's phone was as it was delivered, as far as that is known. */
  readonly outcomePoint: PhonePlace | null;
  /** Oldest first. */
  readonly photoLooks: readonly KnownLook[];
  /** One of the recipients wants no photos now: what is told of a delivery to come. */
  readonly photosSwitchedOff: boolean;
  /** The present delivery has no photo because a recipient wanted none then. */
  readonly photoOptedOut: boolean;
  readonly events: readonly ParcelFactEvent[];
}

/** A thing that happened to the parcel, oldest first, for the timeline. */
export interface ParcelFactEvent {
  readonly state: ParcelState;
  readonly at: EpochMillis;
  readonly how: DeliveredHow | null;
  readonly attemptReason: AttemptReason | null;
  readonly depot: string | null;
  /** "Not today": a recipient moved it, to this day (YYYY-MM-DD; null where that was not kept). No other event has it. */
  readonly postponed?: { readonly toDay: string | null } | null;
}
