import { toRfc3339 } from '@doorstep/domain';
import { createHttpSend, createMemoryStore, createOutbox } from '@doorstep/outbox';
import { fetchRoute } from './device.ts';
import { createOsmandSend } from './osmand-send.ts';
import { createRunningPace, type Pace } from './pace.ts';
import { planTrace, sendTrace } from './send-trace.ts';
import { createServerClock } from './server-clock.ts';
import { createTally, type Tally, tallying } from './tally.ts';
import { endTraceAt, type Trace } from './traces/trace.ts';

export interface ReplayTraceInput {
  readonly url: string;
  readonly token: string;
  readonly trace: Trace;
  readonly protocol: 'api' | 'osmand';
  readonly backlog: boolean;
  /** Equal gaps instead of the trace's own. */
  readonly gapSeconds?: number | null;
  readonly shuffleSeed?: number | null;
  readonly repeatShare?: number;
  readonly batchSize?: number;
  readonly speed?: number;
  /** How time runs, from the server's instant of beginning; `speed` times real time where left out. */
  readonly pace?: (startAt: number) => Pace;
  readonly fetch?: typeof fetch;
}

export type ReplayTraceResult =
  | { readonly outcome: 'done'; readonly tally: Tally }
  | { readonly outcome: 'not_sent'; readonly sentence: string; readonly tally: Tally };

/**
 * Sends a recorded trace as a phone would, on the device's route of today, which it starts where it is only planned
 * (a second before the first fix). A backlog ends one second before the server's present; in real time it begins now.
 */
export async function replayTrace(
  input: ReplayTraceInput,
  hooks: { readonly onSent?: (done: number, of: number) => void; readonly say?: (sentence: string) => void } = {},
): Promise<ReplayTraceResult> {
  const say = hooks.say ?? (() => {});
  const speed = input.speed ?? 1;
  const tally = createTally();
  const notSent = (sentence: string): ReplayTraceResult => ({ outcome: 'not_sent', sentence, tally });
  const fetched = await fetchRoute(input.url, input.token, input.fetch);
  if (fetched.outcome !== 'ok') return notSent(fetched.sentence);
  const { route, serverAt } = fetched.value;
  if (route === null)
    return notSent(
      'This device has no route today, and outside a started route every fix is rejected: import one first.',
    );
  if (route.phase === 'finished')
    return notSent('Today’s route is finished, and after its end every fix is rejected: import another one.');

  const clock = createServerClock(speed, say);
  if (input.pace === undefined) clock.hear(serverAt);
  const startAt = Date.parse(serverAt);
  const pace = input.pace?.(startAt) ?? createRunningPace(startAt, speed);
  const trace = placeInTime(input, startAt);
  const [first] = trace.fixes;
  if (first === undefined) return notSent('The trace holds no fix.');

  const access = { url: input.url, token: input.token, ...(input.fetch ? { fetch: input.fetch } : {}) };
  const http = createHttpSend(access);
  const onReceivedAt = input.pace === undefined ? clock.hear : () => {};
  if (route.phase === 'planned') {
    const outbox = createOutbox({ store: createMemoryStore(), send: tallying(http, tally, onReceivedAt), clock: pace });
    await outbox.record({ type: 'start_route', routeId: route.id, at: toRfc3339(Math.min(first.at - 1_000, startAt)) });
    for (;;) {
      const flushed = await outbox.flush();
      if (flushed.outcome === 'empty') break;
      if (flushed.outcome === 'unauthorised') return notSent(flushed.sentence);
      await pace.pause(flushed.retryInMillis);
    }
    const [refusal] = await outbox.refused();
    if (refusal !== undefined)
      return notSent(`The route could not be started: ${refusal.because.sentence ?? refusal.because.code}.`);
  } else if (input.backlog) say('The route was started before: fixes older than its start will be rejected.');

  const sending = {
    backlog: input.backlog,
    shuffleSeed: input.shuffleSeed ?? null,
    repeatShare: input.repeatShare ?? 0,
    batchSize: input.protocol === 'osmand' ? 1 : (input.batchSize ?? 100),
  };
  const requests = planTrace(trace, sending);
  const fixes = input.protocol === 'osmand' ? createOsmandSend(access).fixes : http.fixes;
  const end = await sendTrace(requests, tallying({ ...http, fixes }, tally, onReceivedAt), pace, sending, {
    onSent: (done) => hooks.onSent?.(done, requests.length),
    onTrouble: (because) => say(`The server is away (${because}); trying again until it is back.`),
  });
  return end.outcome === 'done' ? { outcome: 'done', tally } : notSent(end.sentence);
}

function placeInTime(input: ReplayTraceInput, serverNow: number): Trace {
  const gapSeconds = input.gapSeconds ?? null;
  const ending = endTraceAt(input.trace, serverNow - 1_000, gapSeconds);
  if (input.backlog) return ending;
  const shift = serverNow + 2_000 - (ending.fixes[0]?.at ?? 0);
  return { ...ending, fixes: ending.fixes.map((fix) => ({ ...fix, at: fix.at + shift })) };
}
