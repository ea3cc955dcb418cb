import { type EpochMillis, toRfc3339 } from '@doorstep/domain';
import { createChance } from '../chance.ts';
import { fetchRoute } from '../device.ts';
import type { RouteToDrive } from '../plan-drive.ts';
import type { RoadPlace } from '../town/road-graph.ts';
import { type Morning, morningOf } from './morning.ts';
import { createReceiver } from './receiver.ts';
import { recordDeeds } from './record-deeds.ts';
import { createSender } from './sender.ts';
import { createVanTally, type Van, type VanTally, waitReally } from './van.ts';

export interface MorningInput {
  /** So many stops are completed when it ends; more than the route has: all. */
  readonly stops: number;
  /** Then it has set off already, and halts so far on its way to the next one, where that leads to no door. */
  readonly onwardMetres?: number;
  /** Whether the route is finished then: a day that is over. */
  readonly finish?: boolean;
  /** When it ends; now where left out. */
  readonly endAt?: EpochMillis;
}

export type MorningEnd =
  | { readonly outcome: 'played'; readonly route: RouteToDrive; readonly here: RoadPlace; readonly tally: VanTally }
  | { readonly outcome: 'not_played'; readonly sentence: string };

/** How much slower or faster than usual a morning may be to have begun when it was planned. */
const leastStretch = 0.85;
const mostStretch = 1.6;
const triesToRead = 8;

/**
 * Catches up: what a van did from its planned start until now is kept with the times at which it happened and sent at
 * once, as by a phone that was out of reach. At the end the van stands at the last completed stop or a little farther on,
 * and all is acknowledged. Takes a route that is only planned.
 */
export async function playMorning(van: Van, input: MorningInput, signal: AbortSignal): Promise<MorningEnd> {
  const say = van.say ?? (() => {});
  const read = await readRoute(van, signal);
  if (typeof read === 'string') return { outcome: 'not_played', sentence: read };
  const { roads, seed, manners } = van;
  const morning = morningOf({ ...input, route: read, roads, seed, manners });
  const endAt = input.endAt ?? van.clock.now();
  const { startAt, stretch } = fitted(morning, Date.parse(read.plannedStartAt), endAt);
  const tally = createVanTally();
  await van.outbox.record({ type: 'start_route', routeId: read.id, at: toRfc3339(startAt) });
  await recordMorning(van, tally, morning, (seconds) => Math.round(startAt + seconds * 1_000 * stretch));
  if (input.finish) await van.outbox.record({ type: 'finish_route', at: toRfc3339(endAt) });
  const sender = createSender(van.outbox, signal, say);
  await sender.send();
  if (sender.unauthorised !== null) return { outcome: 'not_played', sentence: sender.unauthorised };
  const after = await readRoute(van, signal, true);
  if (typeof after === 'string') return { outcome: 'not_played', sentence: after };
  return { outcome: 'played', route: after, here: morning.here, tally };
}

/** Begun as planned and stretched a little to end now; where that would be too much, begun later or earlier. */
function fitted({ seconds }: Morning, plannedStartAt: EpochMillis, endAt: EpochMillis) {
  const stretch = (endAt - plannedStartAt) / 1_000 / seconds;
  if (stretch >= leastStretch && stretch <= mostStretch) return { startAt: plannedStartAt, stretch };
  return { startAt: endAt - seconds * 1_000, stretch: 1 };
}

async function recordMorning(
  van: Van,
  tally: VanTally,
  { happenings }: Morning,
  atOf: (seconds: number) => EpochMillis,
): Promise<void> {
  const measure = createReceiver(createChance(van.seed * 31 + 7));
  for (const happening of happenings) {
    const millis = atOf(happening.seconds);
    const at = toRfc3339(millis);
    switch (happening.kind) {
      case 'fix': {
        const { place, headingDegrees, metresPerSecond } = happening.van;
        await van.outbox.recordFix({
          ...measure(place, millis),
          speedMetresPerSecond: Math.round(metresPerSecond * 10) / 10,
          ...(metresPerSecond > 1 ? { headingDegrees: Math.round(headingDegrees) % 360 } : {}),
          fixedAt: at,
        });
        tally.fixes += 1;
        break;
      }
      case 'go_next':
        await van.outbox.record({ type: 'next_stop', stopId: happening.stop.id, at });
        break;
      case 'arrive':
        await van.outbox.record({ type: 'arrive', stopId: happening.stop.id, at });
        break;
      case 'settle':
        await recordDeeds(van, tally, happening.stop, happening.deeds, millis);
        break;
      default:
        await van.outbox.record({ type: happening.kind, at });
    }
  }
}

/** The route, or why there is none to drive. A server that is just being started is asked again. */
async function readRoute(van: Van, signal: AbortSignal, started = false): Promise<RouteToDrive | string> {
  for (let tries = 1; ; tries += 1) {
    const fetched = await fetchRoute(van.url, van.token, van.fetch);
    if (fetched.outcome === 'ok') {
      const { route } = fetched.value;
      if (route === null) return 'This driver has no route today.';
      return started || route.phase === 'planned' ? route : 'Today’s route has been started before.';
    }
    if (fetched.outcome !== 'unreachable' || tries === triesToRead || signal.aborted) return fetched.sentence;
    await waitReally(tries * 500, signal);
  }
}
