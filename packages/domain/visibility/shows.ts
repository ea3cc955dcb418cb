import type { ViewerKind } from './facts.ts';

/**
 * How much of each thing a view shows, from least to most. Two answers combine by taking the lesser level of each
 * (`lesserOf`), so no combination ever shows more than one of its parts.
 */
export const showLevels = {
  /** Coarse: on its way, arrived, returned, lost. States: without how, where and why. Outcome: with them. */
  status: ['none', 'coarse', 'states', 'outcome'],
  /** Whether "to you" and the like may be said; the words for anyone say nothing of what it is about. */
  words: ['for_anyone', 'for_recipient'],
  /** How exact the times of the status and the timeline are. */
  times: ['day', 'exact'],
  timeline: ['no', 'yes'],
  pickUpPlace: ['no', 'yes'],
  serviceDate: ['no', 'yes'],
  window: ['none', 'planned', 'current'],
  carrier: ['none', 'own_label', 'label', 'label_and_link'],
  merchant: ['no', 'yes'],
  giftMark: ['no', 'yes'],
  /** Whether a photo may be shown, where there is one (rules.md section 5). */
  photo: ['no', 'yes'],
  /** Whether the position and count tables are asked at all. */
  live: ['no', 'yes'],
} as const;

type Levels = typeof showLevels;
export type Shows = { readonly [Field in keyof Levels]: Levels[Field][number] };

export const showsNothing: Shows = {
  status: 'none',
  words: 'for_anyone',
  times: 'day',
  timeline: 'no',
  pickUpPlace: 'no',
  serviceDate: 'no',
  window: 'none',
  carrier: 'none',
  merchant: 'no',
  giftMark: 'no',
  photo: 'no',
  live: 'no',
};

export const showsEverything: Shows = {
  status: 'outcome',
  words: 'for_recipient',
  times: 'exact',
  timeline: 'yes',
  pickUpPlace: 'yes',
  serviceDate: 'yes',
  window: 'current',
  carrier: 'label_and_link',
  merchant: 'yes',
  giftMark: 'yes',
  photo: 'yes',
  live: 'yes',
};

/** The most that each viewer may see of any parcel (rules.md section 1); the gate can only take away from it. */
export const ceilings: Readonly<Record<ViewerKind, Shows>> = {
  recipient: showsEverything,
  verified_guest: showsEverything,
  // The buyer is the recipient, unless it is a gift: then row G2 answers. Whose door a photo shows is the recipient's
  // alone: an account that is bound as recipient too asks as recipient.
  buyer: { ...showsEverything, photo: 'no' },
  // A link shows status and window, and no address at another carrier that might say more.
  guest: {
    ...showsEverything,
    status: 'states',
    words: 'for_anyone',
    pickUpPlace: 'no',
    carrier: 'label',
    merchant: 'no',
    giftMark: 'no',
    photo: 'no',
    live: 'no',
  },
  // A pass shows status and pick-up.
  neighbour: {
    ...showsNothing,
    status: 'states',
    times: 'exact',
    pickUpPlace: 'yes',
    carrier: 'label',
  },
  stranger: showsNothing,
};

/**
 * The most that anyone but its buyer may see of a gift: where it was bought would say what is in it, or nearly
 * (docs/decisions/0064).
 */
export const giftCeiling: Shows = { ...showsEverything, merchant: 'no' };

function lesser<Level extends string>(levels: readonly Level[], a: Level, b: Level): Level {
  return levels.indexOf(a) <= levels.indexOf(b) ? a : b;
}

/** The lesser level of every field. */
export function lesserOf(a: Shows, b: Shows): Shows {
  // The common case, asked for every fix of a watched van.
  if (a === showsEverything) return b;
  if (b === showsEverything) return a;
  return {
    status: lesser(showLevels.status, a.status, b.status),
    words: lesser(showLevels.words, a.words, b.words),
    times: lesser(showLevels.times, a.times, b.times),
    timeline: lesser(showLevels.timeline, a.timeline, b.timeline),
    pickUpPlace: lesser(showLevels.pickUpPlace, a.pickUpPlace, b.pickUpPlace),
    serviceDate: lesser(showLevels.serviceDate, a.serviceDate, b.serviceDate),
    window: lesser(showLevels.window, a.window, b.window),
    carrier: lesser(showLevels.carrier, a.carrier, b.carrier),
    merchant: lesser(showLevels.merchant, a.merchant, b.merchant),
    giftMark: lesser(showLevels.giftMark, a.giftMark, b.giftMark),
    photo: lesser(showLevels.photo, a.photo, b.photo),
    live: lesser(showLevels.live, a.live, b.live),
  };
}
