// One phone through the shift, with the app's own sampling and outbox, against the real server on simulated time.
import {
  createHttpSend,
  createMemoryStore,
  createOutbox,
  type NewCommand,
  type Outbox,
  type OutboxSend,
} from '../../packages/outbox/index.ts';
import { createChance } from '../../packages/simulator/chance.ts';
import { createOsmandSend } from '../../packages/simulator/osmand-send.ts';
import { isWorthSending, type Measured } from '../../packages/web/src/lib/driver/sample-position.ts';
import type { ModelRoute, ModelServer } from '../histories/model-server.ts';
import { BenchFailed } from '../measure.ts';
import type { CountingLine } from './counting-line.ts';
import { breakSeconds, cutsOfShift, type ShiftMoment, shift } from './plan-shift.ts';

/** How the phone is held: the app in front all day, or only at the doors, another app navigating between them. */
export interface Habit {
  readonly inFront: 'always' | 'at_doors';
  readonly traccarClient: boolean;
}

export interface ShiftDriven {
  readonly stopsServed: number;
  readonly fixesSent: number;
  readonly requests: number;
  readonly kilobytesSent: number;
  readonly kilobytesReceived: number;
  readonly largestOutbox: number;
  /** Of the route outside the break, by when the places were measured. */
  readonly longestGapSeconds: number;
  readonly fixesPerHourStanding: number;
  readonly fixesPerHourDriving: number;
}

const traccarSeconds = 15;
/** From the app's coming to the front until its first place. */
const firstPlaceSeconds = 3;
const noiseMetres = 3;

export async function driveShift(
  server: ModelServer,
  line: CountingLine,
  route: ModelRoute,
  habit: Habit,
): Promise<ShiftDriven> {
  const startAt = server.clock.now();
  const chance = createChance(9);
  const cuts = cutsOfShift();
  const heard = { accepted: new Set<number>(), requests: 0, fixes: 0 };
  const before = { ...line.bytes };
  const clock = { now: server.clock.now };
  const http = createHttpSend({ url: line.url, token: route.token });
  const app = createOutbox({ store: createMemoryStore(), clock, send: counting(http, heard) });
  const osmand: OutboxSend = { ...http, ...createOsmandSend({ url: line.url, token: route.token }) };
  const traccar = createOutbox({ store: createMemoryStore(), clock, send: counting(osmand, heard) });
  const seconds = { standing: 0, driving: 0 };
  const sampled = { standing: 0, driving: 0 };
  let last: Measured | null = null;
  let largestOutbox = 0;
  let present: ShiftMoment | null = null;
  let frontSince = 0;
  let served = 0;

  async function act(commands: readonly NewCommand[]): Promise<void> {
    await app.recordTogether(commands);
  }
  await act([{ type: 'start_route', routeId: route.routeId }]);

  for (const moment of shift(route.stops)) {
    server.clock.set(startAt + moment.second * 1_000);
    await actAt(moment);
    const inFront = habit.inFront === 'always' || moment.atStop !== null;
    if (!inFront) frontSince = moment.second + 1;
    const measures = inFront && !moment.onBreak && moment.second - frontSince >= firstPlaceSeconds;
    const measured = measuredAt(moment);
    const kind = moment.metresPerSecond > 1.5 ? 'driving' : 'standing';
    if (!moment.onBreak) seconds[kind] += 1;
    if (measures && isWorthSending(measured, last)) {
      last = measured;
      sampled[kind] += 1;
      await keep(app, measured);
    }
    if (habit.traccarClient && moment.second % traccarSeconds === 0) await keep(traccar, measured);
    if (!cuts.some(({ from, until }) => moment.second >= from && moment.second < until)) await sendAll();
    const waits = await app.waiting();
    largestOutbox = Math.max(largestOutbox, waits.commands + waits.fixes);
    present = moment;
  }
  await act([{ type: 'finish_route' }]);
  await sendAll();

  /** Breaks, arrivals and deliveries; a driver who comes back to the app taps what the moment asks for. */
  async function actAt(moment: ShiftMoment): Promise<void> {
    if (present?.onBreak !== true && moment.onBreak) await act([{ type: 'take_break' }]);
    if (present?.onBreak === true && !moment.onBreak) await act([{ type: 'resume' }]);
    const leaves = present?.atStop ?? null;
    if (moment.atStop === leaves || moment.onBreak || present?.onBreak) return;
    const arrived = moment.atStop === null ? null : route.stops[moment.atStop];
    if (arrived) await act([{ type: 'arrive', stopId: arrived.stopId }]);
    const left = leaves === null ? null : route.stops[leaves];
    if (!left) return;
    served += 1;
    await act([{ type: 'deliver', stopId: left.stopId, how: 'recipient' }]);
  }

  function measuredAt({ lat, lon, metresPerSecond, headingDegrees }: ShiftMoment): Measured {
    const off = () => ((chance.next() * 2 - 1) * noiseMetres) / 111_195;
    return {
      lat: lat + off(),
      lon: lon + off(),
      accuracyMetres: 8,
      speedMetresPerSecond: metresPerSecond,
      headingDegrees: metresPerSecond > 1 ? Math.round(headingDegrees) % 360 : null,
      fixedAt: server.clock.now(),
    };
  }

  async function sendAll(): Promise<void> {
    for (const outbox of [app, traccar]) {
      const { commands, fixes } = await outbox.waiting();
      if (commands + fixes > 0 && (await outbox.flush()).outcome !== 'empty')
        throw new BenchFailed('The server did not take what the phone sent.');
    }
  }

  return {
    stopsServed: served,
    fixesSent: heard.fixes,
    requests: heard.requests,
    kilobytesSent: Math.round((line.bytes.sent - before.sent) / 1_000),
    kilobytesReceived: Math.round((line.bytes.received - before.received) / 1_000),
    largestOutbox,
    longestGapSeconds: longestGap([...heard.accepted], startAt),
    fixesPerHourStanding: Math.round((sampled.standing / seconds.standing) * 3_600),
    fixesPerHourDriving: Math.round((sampled.driving / seconds.driving) * 3_600),
  };
}

async function keep(outbox: Outbox, { fixedAt, ...measured }: Measured): Promise<void> {
  await outbox.recordFix({ ...measured, fixedAt: new Date(fixedAt).toISOString() });
}

function counting(send: OutboxSend, heard: { accepted: Set<number>; requests: number; fixes: number }): OutboxSend {
  return {
    ...send,
    async commands(batch) {
      heard.requests += 1;
      return send.commands(batch);
    },
    async fixes(batch) {
      heard.requests += 1;
      heard.fixes += batch.fixes.length;
      const sent = await send.fixes(batch);
      if (sent.outcome !== 'answered') return sent;
      const accepted = new Set(sent.answers.flatMap(({ id, outcome }) => (outcome === 'accepted' ? [id] : [])));
      for (const fix of batch.fixes) if (accepted.has(fix.id)) heard.accepted.add(Date.parse(fix.fixedAt));
      return sent;
    },
  };
}

/** The break is no gap: its ends count as if a place had been told there. */
function longestGap(fixedAt: readonly number[], startAt: number): number {
  const isPaused = (at: number) =>
    at > startAt + breakSeconds.from * 1_000 && at < startAt + breakSeconds.until * 1_000;
  const edges = [0, breakSeconds.from, breakSeconds.until].map((second) => startAt + second * 1_000);
  const times = [...edges, ...fixedAt.filter((at) => !isPaused(at))].sort((a, b) => a - b);
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? at));
  const ofBreak = (breakSeconds.until - breakSeconds.from) * 1_000;
  return Math.round(Math.max(...gaps.filter((gap) => gap !== ofBreak)) / 1_000);
}
