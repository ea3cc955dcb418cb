// The lines of a parcel's history as the rules let this account read them: code and instant, the newest first.
import { berlinDay, type Expected } from './expected-view.ts';
import type { ModelParcel } from './world.ts';

type Line = readonly [code: string, at: string];

/**
 * `state` is the state that the view tells, `arrivingAt` the instant it gives for being next, which the rules bound and
 * do not fix: it is taken as it is where the line may be there.
 */
export function timelineOf(
  parcel: ModelParcel,
  expected: Expected,
  state: string,
  arrivingAt: string | null,
): readonly Line[] {
  if (expected.timeZone === 'UTC') return coarse(parcel);
  const at = (instant: number) => (expected.daysOnly ? berlinDay(instant) : new Date(instant).toISOString());
  const lines: Line[] = [];
  let before = '';
  for (const [index, event] of parcel.events.entries()) {
    if (event.state === 'arriving') {
      const isNow = index === parcel.events.length - 1 && state === 'arriving';
      if (isNow) lines.push(['arriving', arrivingAt ?? '']);
      continue;
    }
    if (event.state !== 'on_its_way' || before !== 'on_its_way') lines.push([event.state, at(event.at)]);
    before = event.state;
  }
  return lines.reverse();
}

/** A gift's buyer reads that it set out, and how it ended; attempts and undos stay unsaid. */
function coarse(parcel: ModelParcel): readonly Line[] {
  const setOut: Line = ['on_its_way', berlinDay(parcel.events[0]?.at ?? 0)];
  return parcel.state === 'delivered' ? [['delivered', berlinDay(parcel.since)], setOut] : [setOut];
}
