import type { ParcelState } from '../delivery/states.ts';
import type { Language } from '../text/language.ts';
import {
  type Addressee,
  attemptSentence,
  clockTime,
  coarseState,
  dayAndMonth,
  dayIn,
  deliveredAtHeadline,
  deliveredOnHeadline,
  howSentence,
  pickUpSentence,
  postponedSentence,
  postponedWords,
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

/** What of the way to this stop may be told by the status, too. */
export interface ToldOfStop {
  /** The van stands at this stop, and that may be told. */
  readonly vanIsHere: boolean;
  /** Since when "arriving" may be told; null: it may not, and is told as "on its way". */
  readonly arrivingSince: EpochMillis | null;
}

/** Where the parcel is, in as much detail as `shows` allows. */
export function statusView(asked: Asked, shows: Shows, told: ToldOfStop): StatusView {
  const { parcel, viewer } = asked;
  const state = tellableState(parcel.state, shows, told);
  const addressee = addresseeOf(shows);
  if (shows.status === 'coarse') {
    const at = coarseSince(parcel);
    return { state, headline: stateHeadline(viewer.language, addressee, state), detail: null, at };
  }
  return {
    state,
    headline: told.vanIsHere ? vanIsHereSentence(viewer.language) : headline(asked, shows, state, addressee),
    detail: detail(asked, shows),
    at: timeAs(shows, parcel.timeZone, tellableSince(parcel, state, told)),
  };
}

/** What happened, newest first, in as much detail as `shows` allows. */
export function timelineView(asked: Asked, shows: Shows, told: ToldOfStop): readonly TimelineEntry[] {
  if (shows.timeline === 'no') return [];
  const { language } = asked.viewer;
  const { status, words, times, pickUpPlace, merchant } = shows;
  const key = [language, status, words, times, pickUpPlace, merchant, told.arrivingSince].join();
  let timelines = timelinesOf.get(asked.parcel);
  if (timelines === undefined) {
    timelines = new Map();
    timelinesOf.set(asked.parcel, timelines);
  }
  let timeline = timelines.get(key);
  if (timeline === undefined) {
    timeline = status === 'coarse' ? coarseTimeline(asked) : fineTimeline(asked, shows, told);
    timelines.set(key, timeline);
  }
  return timeline;
}

// A timeline changes seldom, while views are asked for with every fix: made once for the same facts.
const timelinesOf = new WeakMap<ParcelFacts, Map<string, readonly TimelineEntry[]>>();

function addresseeOf(shows: Shows): Addressee {
  if (shows.status === 'coarse') return 'gift_buyer';
  return shows.words === 'for_recipient' ? 'recipient' : 'anyone';
}

/** "Arriving" says when to within minutes; where that may not be told it stays "on its way". */
function tellableState(state: ParcelState, shows: Shows, told: ToldOfStop): ParcelState {
  if (shows.status === 'coarse') return coarseState(state);
  return state === 'arriving' && !isArrivingTold(shows, told) ? 'on_its_way' : state;
}

function isArrivingTold(shows: Shows, told: ToldOfStop): boolean {
  return shows.times === 'exact' && told.arrivingSince !== null;
}

function headline({ viewer, parcel, now }: Asked, shows: Shows, state: ParcelState, addressee: Addressee): string {
  const { language } = viewer;
  if (state !== 'delivered' || shows.times === 'day') return stateHeadline(language, addressee, state);
  const { timeZone, stateSince } = parcel;
  return dayIn(timeZone, stateSince) === dayIn(timeZone, now)
    ? deliveredAtHeadline(language, clockTime(language, timeZone, stateSince))
    : deliveredOnHeadline(language, dayAndMonth(language, timeZone, stateSince));
}

function detail({ viewer, parcel }: Asked, shows: Shows): string | null {
  if (parcel.state === 'held_for_pickup' && shows.pickUpPlace === 'yes') {
    const depot = parcel.events.findLast((event) => event.state === 'held_for_pickup')?.depot ?? null;
    return depot === null ? null : pickUpSentence(viewer.language, depot);
  }
  if (shows.status !== 'outcome') return null;
  // At whose wish says why: not for those who see states alone.
  if (isPostponedFor(parcel)) return postponedWords(viewer.language);
  if (parcel.state === 'delivered' && parcel.how !== null) {
    return howSentence(viewer.language, parcel.how, parcel.outcomePlace);
  }
  if (parcel.state === 'attempted' && parcel.attemptReason !== null) {
    return attemptSentence(viewer.language, parcel.attemptReason);
  }
  return null;
}

/** The last that happened: a recipient named the day that it has now. */
function isPostponedFor({ events, serviceDate }: ParcelFacts): boolean {
  const last = events.at(-1)?.postponed ?? null;
  return last !== null && last.toDay === serviceDate;
}

function timeAs(shows: Shows, timeZone: string, at: EpochMillis): string {
  return shows.times === 'day' ? dayIn(timeZone, at) : toRfc3339(at);
}

/** "On its way" dates from setting out, as in the timeline: that the stop was or is no longer next is not told by it. */
function tellableSince(parcel: ParcelFacts, state: ParcelState, told: ToldOfStop): EpochMillis {
  if (state === 'arriving') return told.arrivingSince ?? parcel.stateSince;
  if (state !== 'on_its_way') return parcel.stateSince;
  const { events } = parcel;
  return events.findLast((_, index) => hasSetOut(events, index))?.at ?? parcel.stateSince;
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

function fineTimeline({ viewer, parcel }: Asked, shows: Shows, toldOfStop: ToldOfStop): readonly TimelineEntry[] {
  const hasOutcome = shows.status === 'outcome';
  const told = parcel.events.filter((event, index, events) => {
    if (event.postponed && !hasOutcome) return false;
    if (event.state === 'on_its_way') return hasSetOut(events, index);
    // Being next comes and goes with the plan; only the one that holds now is a line of its own.
    return event.state !== 'arriving' || (isArrivingTold(shows, toldOfStop) && index === events.length - 1);
  });
  const lines = told.map((event, index): TimelineEntry => {
    if (event.postponed) return postponedEntry(viewer.language, event, timeAs(shows, parcel.timeZone, event.at));
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
      at: timeAs(
        shows,
        parcel.timeZone,
        event.state === 'arriving' ? (toldOfStop.arrivingSince ?? event.at) : event.at,
      ),
    };
  });
  return lines.reverse();
}

function postponedEntry(language: Language, { postponed }: ParcelFactEvent, at: string): TimelineEntry {
  return { code: 'postponed', sentence: postponedSentence(language, postponed?.toDay ?? null), at };
}

/** Whether the parcel set out with this event; being next for a while, and no longer, is no new setting out. */
function hasSetOut(events: readonly ParcelFactEvent[], index: number): boolean {
  const before = events.slice(0, index).findLast((earlier) => earlier.state !== 'arriving');
  return events[index]?.state === 'on_its_way' && before?.state !== 'on_its_way';
}

function isDepotTold(event: ParcelFactEvent, shows: Shows): boolean {
  return event.state === 'held_for_pickup' ? shows.pickUpPlace === 'yes' : shows.status === 'outcome';
}
