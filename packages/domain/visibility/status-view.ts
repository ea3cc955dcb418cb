import type { ParcelState } from '../delivery/states.ts';
import {
  type Addressee,
  attemptSentence,
  clockTime,
  coarseState,
  dayIn,
  dayWords,
  deliveredAtHeadline,
  deliveredOnHeadline,
  howSentence,
  pickUpSentence,
  stateHeadline,
  timelineSentence,
  vanIsHereSentence,
} from '../text/sentences.ts';
import { type EpochMillis, toRfc3339 } from '../time.ts';
import type { Asked } from './asked.ts';
import type { ParcelFactEvent, ParcelFacts } from './facts.ts';
import type { Shows } from './shows.ts';
import type { ParcelView, TimelineEntry } from './views.ts';

type StatusView = ParcelView['status'];

/** Where the parcel is, in as much detail as `shows` allows. `vanIsHere`: it stands at this stop, and that may be told. */
export function statusView(asked: Asked, shows: Shows, vanIsHere: boolean): StatusView {
  const { parcel, viewer } = asked;
  const state = tellableState(parcel.state, shows);
  const addressee = addresseeOf(shows);
  if (shows.status === 'coarse') {
    const at = coarseSince(parcel);
    return { state, headline: stateHeadline(viewer.language, addressee, state), detail: null, at };
  }
  return {
    state,
    headline: vanIsHere ? vanIsHereSentence(viewer.language) : headline(asked, shows, state, addressee),
    detail: detail(asked, shows),
    at: timeAs(shows, parcel.timeZone, tellableSince(parcel, shows)),
  };
}

/** What happened, newest first, in as much detail as `shows` allows. */
export function timelineView(asked: Asked, shows: Shows): readonly TimelineEntry[] {
  if (shows.timeline === 'no') return [];
  const { language } = asked.viewer;
  const { status, words, times, pickUpPlace, merchant } = shows;
  const key = [language, status, words, times, pickUpPlace, merchant].join();
  let timelines = timelinesOf.get(asked.parcel);
  if (timelines === undefined) {
    timelines = new Map();
    timelinesOf.set(asked.parcel, timelines);
  }
  let timeline = timelines.get(key);
  if (timeline === undefined) {
    timeline = status === 'coarse' ? coarseTimeline(asked) : fineTimeline(asked, shows);
    timelines.set(key, timeline);
  }
  return timeline;
}

// A timeline follows from the facts alone, while views are asked for with every fix: made once for the same facts.
const timelinesOf = new WeakMap<ParcelFacts, Map<string, readonly TimelineEntry[]>>();

function addresseeOf(shows: Shows): Addressee {
  if (shows.status === 'coarse') return 'gift_buyer';
  return shows.words === 'for_recipient' ? 'recipient' : 'anyone';
}

/** "Arriving" says when to within minutes; where only the day may be told it stays "on its way". */
function tellableState(state: ParcelState, shows: Shows): ParcelState {
  if (shows.status === 'coarse') return coarseState(state);
  return shows.times === 'day' && state === 'arriving' ? 'on_its_way' : state;
}

function headline({ viewer, parcel, now }: Asked, shows: Shows, state: ParcelState, addressee: Addressee): string {
  const { language } = viewer;
  if (state !== 'delivered' || shows.times === 'day') return stateHeadline(language, addressee, state);
  const { timeZone, stateSince } = parcel;
  return dayIn(timeZone, stateSince) === dayIn(timeZone, now)
    ? deliveredAtHeadline(language, clockTime(language, timeZone, stateSince))
    : deliveredOnHeadline(language, dayWords(language, timeZone, stateSince));
}

function detail({ viewer, parcel }: Asked, shows: Shows): string | null {
  if (parcel.state === 'held_for_pickup' && shows.pickUpPlace === 'yes') {
    const depot = parcel.events.findLast((event) => event.state === 'held_for_pickup')?.depot ?? null;
    return depot === null ? null : pickUpSentence(viewer.language, depot);
  }
  if (shows.status !== 'outcome') return null;
  if (parcel.state === 'delivered' && parcel.how !== null) {
    return howSentence(viewer.language, parcel.how, parcel.outcomePlace);
  }
  if (parcel.state === 'attempted' && parcel.attemptReason !== null) {
    return attemptSentence(viewer.language, parcel.attemptReason);
  }
  return null;
}

function timeAs(shows: Shows, timeZone: string, at: EpochMillis): string {
  return shows.times === 'day' ? dayIn(timeZone, at) : toRfc3339(at);
}

/** Where "arriving" is told as "on its way", also its day is that of setting out. */
function tellableSince(parcel: ParcelFacts, shows: Shows): EpochMillis {
  if (shows.times === 'exact' || parcel.state !== 'arriving') return parcel.stateSince;
  return parcel.events.findLast((event) => event.state === 'on_its_way')?.at ?? parcel.stateSince;
}

function coarseSince(parcel: ParcelFacts): string {
  const isUnderWay = coarseState(parcel.state) === 'on_its_way';
  return dayIn(parcel.timeZone, isUnderWay ? (parcel.events[0]?.at ?? parcel.stateSince) : parcel.stateSince);
}

/** Two lines at most: that it set out, and how it ended. Attempts, undos and their days in between stay unsaid. */
function coarseTimeline({ viewer, parcel }: Asked): readonly TimelineEntry[] {
  const line = (state: ParcelState, at: string): TimelineEntry => ({
    code: state,
    sentence: stateHeadline(viewer.language, 'gift_buyer', state),
    at,
  });
  const state = coarseState(parcel.state);
  const first = line('on_its_way', dayIn(parcel.timeZone, parcel.events[0]?.at ?? parcel.stateSince));
  return state === 'on_its_way' ? [first] : [line(state, coarseSince(parcel)), first];
}

function fineTimeline({ viewer, parcel }: Asked, shows: Shows): readonly TimelineEntry[] {
  const hasOutcome = shows.status === 'outcome';
  const told = parcel.events.filter((event, index, events) => isTold(event, index, events, shows));
  const lines = told.map((event, index): TimelineEntry => {
    const isPresentOutcome = index === told.length - 1 && parcel.state === event.state;
    return {
      code: event.state,
      sentence: timelineSentence(viewer.language, event.state, {
        merchant: shows.merchant === 'yes' ? parcel.merchant : null,
        depot: isDepotTold(event, shows) ? event.depot : null,
        how: hasOutcome ? event.how : null,
        place: hasOutcome && isPresentOutcome ? parcel.outcomePlace : null,
        attemptReason: hasOutcome ? event.attemptReason : null,
        toYou: shows.words === 'for_recipient',
      }),
      at: timeAs(shows, parcel.timeZone, event.at),
    };
  });
  return lines.reverse();
}

/** Being next comes and goes with the plan; only the one that holds now is a line of its own. */
function isTold(event: ParcelFactEvent, index: number, events: readonly ParcelFactEvent[], shows: Shows): boolean {
  if (event.state === 'arriving') return shows.times === 'exact' && index === events.length - 1;
  const before = events.slice(0, index).findLast((earlier) => earlier.state !== 'arriving');
  return !(event.state === 'on_its_way' && before?.state === 'on_its_way');
}

function isDepotTold(event: ParcelFactEvent, shows: Shows): boolean {
  return event.state === 'held_for_pickup' ? shows.pickUpPlace === 'yes' : shows.status === 'outcome';
}
