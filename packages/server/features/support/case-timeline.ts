import type { SupportParcel } from '@doorstep/contract';
import {
  againstWishWords,
  attemptReasons,
  type Coordinates,
  caseMatterSentence,
  caseSentence,
  type DeliveredHow,
  type DeliveryWish,
  distanceFromAddress,
  distanceMetres,
  facesBlurredWords,
  type Language,
  leftWithoutPermissionWords,
  mayBeLeft,
  type ParcelState,
  type PhotoSums,
  parcelEvents,
  photoStoredSentence,
  photoSumsWords,
  placeNamedSentence,
  rightDoorWords,
  standingSaidSentence,
  type WishReason,
  wishMadeSentence,
} from '@doorstep/domain';

import type { DatedMatter } from './case-matters.store.ts';
import type { StandingWords } from './support.store.ts';

type Line = SupportParcel['timeline'][number];

/** A case as PostgreSQL has it, all oldest first. */
export interface Case {
  readonly merchant: string | null;
  readonly home: Coordinates;
  /** Nothing is said of the place then, nor how far off it was: they are parts of the address. */
  readonly confidential: boolean;
  readonly handOverOnly: boolean;
  readonly leaveWithoutPermission: boolean;
  readonly events: readonly CaseEventRow[];
  /** What had been named for deliveries before this is forgotten. */
  readonly placesKnownFrom: Date;
  readonly matters: readonly DatedMatter[];
  readonly photoSums: readonly (PhotoSums & { readonly at: Date })[];
  readonly places: readonly { readonly place: string | null; readonly note: string | null; readonly named_at: Date }[];
  readonly wishes: readonly { readonly wish: DeliveryWish; readonly made_at: Date }[];
  readonly standing: readonly StandingWords[];
  readonly fitsMailbox: boolean;
  readonly locker: string | null;
}

interface CaseEventRow {
  readonly type: string;
  readonly state: ParcelState;
  readonly how: DeliveredHow | null;
  readonly attempt_reason: string | null;
  readonly outcome_place: string | null;
  readonly at: Date;
  readonly lat: number | null;
  /** The phone's own error there. */
  readonly accuracy_metres: number | null;
  readonly lon: number | null;
  /** Where that is farther from the address than the phone's own error explains. */
  readonly far_metres: number | null;
  readonly right_door: boolean | null;
  readonly against_wish: WishReason | null;
  /** Of a parcel that a recipient moved. */
  readonly to_day: string | null;
  /** Of the attempt it belongs to. */
  readonly depot: string | null;
  /** At the stop of that attempt, before this. */
  readonly arrived_at: Date | null;
}

/** What happened and what was said, as one list, newest first. */
export function caseTimeline(found: Case, language: Language): readonly Line[] {
  const happened = found.events.map((event) => ({ at: event.at, ...lineOf(found, event, language) }));
  const said = (found.confidential ? [] : found.places).map((named) => ({
    at: named.named_at,
    sentence: placeNamedSentence(language, named.place),
    detail: named.note,
  }));
  const lasting = found.standing.map(({ set_at: at, ...words }) => ({
    at,
    sentence: standingSaidSentence(language, found.confidential ? { ...words, place: null } : words),
    detail: found.confidential ? null : words.note,
  }));
  const wished = found.wishes.map(({ wish, made_at: at }) => ({
    at,
    sentence: wishMadeSentence(language, wish),
    detail: null,
  }));
  const matters = found.matters.map(({ at, matter, note }) => ({
    at,
    sentence: caseMatterSentence(language, matter),
    detail: note,
  }));
  const stored = found.photoSums.map((sums) => ({
    at: sums.at,
    sentence: photoStoredSentence(language, sums),
    detail: facesBlurredWords(language, sums.facesBlurred),
    checksums: photoSumsWords(language, sums),
  }));
  // Of two at one instant, what was written later stands above.
  return [...lasting, ...happened, ...said, ...wished, ...stored, ...matters]
    .reverse()
    .sort((a, b) => b.at.getTime() - a.at.getTime())
    .map((line) => ({ checksums: null, ...line, at: line.at.toISOString() }));
}

function lineOf(found: Case, event: CaseEventRow, language: Language): Omit<Line, 'at' | 'checksums'> {
  const details = [
    distanceOf(found, event, language),
    rightDoor(found, event, language),
    withoutPermission(found, event, language),
    event.against_wish === null ? null : againstWishWords(language, event.against_wish),
  ];
  return {
    sentence: caseSentence(language, {
      event: parcelEvents.find((known) => known === event.type) ?? null,
      state: event.state,
      how: event.how,
      place: found.confidential ? null : event.outcome_place,
      attemptReason: attemptReasons.find((known) => known === event.attempt_reason) ?? null,
      merchant: found.merchant,
      depot: event.depot,
      toDay: event.to_day,
    }),
    detail: details.filter((detail) => detail !== null).join(', ') || null,
  };
}

/** Only of what the driver did at the door: where a route ended says nothing about the stops it had left. */
function distanceOf({ home, confidential }: Case, event: CaseEventRow, language: Language): string | null {
  const { lat, lon, accuracy_metres: accuracyMetres } = event;
  if (confidential || event.attempt_reason === 'out_of_time' || lat === null || lon === null) return null;
  return distanceFromAddress(language, { metres: distanceMetres({ lat, lon }, home), accuracyMetres });
}

/** Whether the driver was asked for the door, where the place gave reason to. */
function rightDoor({ confidential }: Case, event: CaseEventRow, language: Language): string | null {
  return confidential || event.far_metres === null ? null : rightDoorWords(language, event.right_door === true);
}

/** What stood at that instant: what an account had said of this address counts as a whole, and goes before its for all. */
function standingAt({ standing }: Case, at: Date): readonly StandingWords[] {
  const said = standing.filter(
    ({ taken_back, counts_from, until }) => !taken_back && counts_from <= at && (until === null || until > at),
  );
  const ofAddress = new Set(said.filter(({ place_key }) => place_key !== null).map(({ account_id }) => account_id));
  return said.filter(({ account_id, place_key }) => place_key !== null || !ofAddress.has(account_id));
}

/**
 * A parcel that was left stays left, whatever the rules said: the driver's word is taken, and here it is read against
 * what had been named by then, and against what stood once for all when the driver arrived: the screen shows that to the end.
 */
function withoutPermission(found: Case, event: CaseEventRow, language: Language): string | null {
  const isLeft = event.how === 'safe_place' || event.how === 'mailbox' || event.how === 'locker';
  if (event.type !== 'delivered' || !isLeft) return null;
  const named = found.places.findLast(({ named_at }) => named_at <= event.at);
  const held = standingAt(
    found,
    event.arrived_at !== null && event.arrived_at < event.at ? event.arrived_at : event.at,
  );
  const isKnown = event.at >= found.placesKnownFrom;
  const { reason } = mayBeLeft({
    recipientForbidsLeaving: false,
    merchantRequiresHandOver: found.handOverOnly,
    mailboxChosen: held.some(({ mailbox }) => mailbox),
    fitsMailbox: found.fitsMailbox,
    lockerChosen: found.locker !== null,
    safePlaceNamed: !isKnown || (named ? named.place !== null : held.some(({ place }) => place !== null)),
    // Whoever said "nowhere" of this parcel gave none.
    permissionNotNeeded: found.leaveWithoutPermission && named?.place !== null,
    neighbourExcluded: false,
  });
  return reason === 'hand_over_only' || reason === 'no_permission'
    ? leftWithoutPermissionWords(language, reason)
    : null;
}
