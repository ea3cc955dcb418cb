// Phones and watchers in one process, so that one clock tells how long a fix takes from its sending to each watcher.
import { connect, type Socket } from 'node:net';
import { answerParent } from '../child.ts';
import { quantile, watchOwnLoad } from '../measure.ts';
import { openPhone, type UsualAnswer } from './answers.ts';
import { nextRequest, type VanTrace } from './fix-bodies.ts';

export interface RoundTripsOpen {
  readonly target: string;
  readonly port: number;
  readonly vans: readonly { token: string; lat: number; lon: number }[];
  readonly streams: readonly { path: string; cookie: string; route: number }[];
  readonly together: number;
}
export interface RoundTripsReport {
  readonly fixes: number;
  readonly refused: number;
  /** Frames that came, and that had to come: one for each watcher of the van. */
  readonly frames: number;
  readonly framesDue: number;
  readonly generatorBusy: number;
  readonly medianMillis: number;
  readonly p99Millis: number;
}

interface Route {
  readonly van: VanTrace;
  /** When each fix was sent, in that order; and the place of each of this run there, by its instant as the frames tell it. */
  readonly sentAt: number[];
  readonly placeOf: Map<string, number>;
  watchers: number;
  newestAt: number;
  /** How many watchers have not been told of the newest fix; what to do once all are. */
  untold: number;
  onAllTold: (() => void) | null;
}
/** Up to which fix a watcher has been told. */
interface Told {
  upTo: number;
}
const unwatched = { watchers: 0, newestAt: 0, untold: 0, onAllTold: null };
interface Target {
  readonly port: number;
  readonly routes: Route[];
}

const shared = Buffer.alloc(256 * 1024);
const targets = new Map<string, Target>();
const stalled: Socket[] = [];
const mark = '"fixedAt":"';
const instantLength = '2026-06-09T08:00:00.000Z'.length;
let latencies: number[] = [];
let refused = 0;

function targetOf(name: string): Target {
  const target = targets.get(name);
  if (!target) throw new Error(`no target ${name}`);
  return target;
}

function openWatcher(
  port: number,
  stream: RoundTripsOpen['streams'][number],
  route: Route,
  readsOn = true,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    let opening: string | null = '';
    let rest = '';
    const told: Told = { upTo: -1 };
    const socket = connect({
      port,
      host: '127.0.0.1',
      onread: {
        buffer: shared,
        callback(bytes: number): boolean {
          const text = shared.toString('latin1', 0, bytes);
          if (opening === null) {
            const frames = rest + text;
            rest = frames.endsWith('\n\n') ? '' : frames.slice(frames.lastIndexOf('\n\n') + 2);
            noteFrames(frames.slice(0, frames.length - rest.length), route, told);
            return true;
          }
          opening += text;
          if (opening.includes('event: view\n')) {
            opening = null;
            route.watchers += 1;
            resolve(socket);
            // With a buffer of our own, this answer and not `pause` stops the reading.
            return readsOn;
          }
          if (opening.length > 12 && !opening.startsWith('HTTP/1.1 200'))
            reject(new Error(`a stream was refused: ${opening.slice(0, 300)}`));
          return true;
        },
      },
    });
    socket.on('error', reject);
    socket.write(`GET ${stream.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: ${stream.cookie}\r\n\r\n`);
  });
}

/** A newer fix tells all that an older one would have: where that was overtaken on its way, it came with the newer one. */
function noteFrames(text: string, route: Route, told: Told): void {
  const now = performance.now();
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length)) {
    const place = route.placeOf.get(text.slice(at + mark.length, at + mark.length + instantLength));
    if (place === undefined) continue;
    // What was sent before this run is not counted in it.
    const from = Math.max(told.upTo + 1, route.sentAt.length - route.placeOf.size);
    for (const sentAt of route.sentAt.slice(from, place + 1)) latencies.push(now - sentAt);
    if (place <= told.upTo) continue;
    told.upTo = place;
    if (place !== route.sentAt.length - 1) continue;
    route.untold -= 1;
    if (route.untold === 0) route.onAllTold?.();
  }
}

/** Anew for each run: a server lets go of lines on which nothing came for a while. */
function openPhones({ port, routes }: Target, onAnswer: (place: number) => void): Socket[] {
  const usual: UsualAnswer = { bytes: -1, answered: null, since: 1 };
  return routes.map((_, place) =>
    openPhone(
      port,
      usual,
      ({ status, accepted }) => {
        if (status !== 200 || accepted === 0) refused += 1;
        onAnswer(place);
      },
      (error) => {
        throw error;
      },
    ),
  );
}

/**
 * Every van sends a fix, and the next as soon as that one was answered and told to all who watch, while `goesOn` says so.
 * Resolves with the phones when the last one of each van is told.
 */
async function inRounds(target: Target, goesOn: () => boolean, onAnswer = () => {}): Promise<Socket[]> {
  const { routes } = target;
  const answered = new Set<number>();
  const ended = Promise.withResolvers<void>();
  let left = routes.length;
  const next = (place: number) => {
    const route = routes[place];
    if (!route || route.untold > 0 || !answered.delete(place)) return;
    if (goesOn()) sendFix(route, phones[place]);
    else {
      left -= 1;
      if (left === 0) ended.resolve();
    }
  };
  const phones = openPhones(target, (place) => {
    onAnswer();
    answered.add(place);
    next(place);
  });
  for (const [place, route] of routes.entries()) {
    route.onAllTold = () => next(place);
    sendFix(route, phones[place]);
  }
  const patience = setTimeout(() => ended.reject(new Error('a fix was not told to all who watch')), 60_000);
  await ended.promise;
  clearTimeout(patience);
  for (const route of routes) route.onAllTold = null;
  return phones;
}

/** One fix of now. Answers how many watchers must be told of it. */
function sendFix(route: Route, phone: Socket | undefined): number {
  // Two fixes of one instant would be one too many.
  const sentAt = Math.max(Date.now(), route.newestAt + 1);
  route.newestAt = sentAt;
  route.placeOf.set(new Date(sentAt).toISOString(), route.sentAt.length);
  route.sentAt.push(performance.now());
  route.untold = route.watchers;
  phone?.write(nextRequest(route.van, 1, { sentAt, firstAt: sentAt }));
  return route.watchers;
}

const work = {
  async open(input: RoundTripsOpen): Promise<void> {
    const { port } = input;
    const routes = input.vans.map(
      (van): Route => ({ ...unwatched, van: { ...van, made: 0 }, sentAt: [], placeOf: new Map() }),
    );
    targets.set(input.target, { port, routes });
    const left = [...input.streams];
    const opener = async () => {
      for (let stream = left.shift(); stream; stream = left.shift()) {
        const route = routes[stream.route];
        if (route) await openWatcher(port, stream, route);
      }
    };
    await Promise.all(Array.from({ length: input.together }, opener));
  },

  /** Opens streams that read their head and nothing more, ever. */
  async stall(input: { port: number; streams: RoundTripsOpen['streams']; together: number }): Promise<void> {
    const nobody: Route = {
      ...unwatched,
      van: { token: '', lat: 0, lon: 0, made: 0 },
      sentAt: [],
      placeOf: new Map(),
    };
    const left = [...input.streams];
    const opener = async () => {
      for (let stream = left.shift(); stream; stream = left.shift()) {
        const socket = await openWatcher(input.port, stream, nobody, false);
        socket.on('error', () => socket.destroy());
        stalled.push(socket);
      }
    };
    await Promise.all(Array.from({ length: input.together }, opener));
  },
  leaveStalled(_input: null): void {
    for (const socket of stalled.splice(0)) socket.destroy();
  },

  /**
   * How many fixes a second are taken and told to all who watch, where each van sends as soon as it was answered and its
   * watchers were told: a server may answer long before it tells.
   */
  async mostFixes(input: { target: string; millis: number }): Promise<number> {
    const target = targetOf(input.target);
    latencies = [];
    refused = 0;
    let taken = 0;
    const until = performance.now() + input.millis;
    const phones = await inRounds(target, () => {
      const goesOn = performance.now() < until;
      if (goesOn) taken += 1;
      return goesOn;
    });
    for (const phone of phones) phone.destroy();
    for (const route of target.routes) route.placeOf.clear();
    return (taken * 1000) / input.millis;
  },

  /** Sends fixes, a van after the other, at this rate; then waits for what is still on its way. */
  async run(input: { target: string; millis: number; fixesPerSecond: number }): Promise<RoundTripsReport> {
    const target = targetOf(input.target);
    refused = 0;
    const { routes } = target;
    let answered = 0;
    // Lines are let in one with each turn of a server's loop. That is no fix's time: each van has sent one by now.
    const phones = await inRounds(
      target,
      () => false,
      () => {
        answered += 1;
      },
    );
    for (const route of routes) route.placeOf.clear();
    latencies = [];
    answered = 0;
    const busy = watchOwnLoad();
    const start = performance.now();
    let fixes = 0;
    let framesDue = 0;
    for (let now = start; now < start + input.millis; now = performance.now()) {
      const due = Math.floor(((now - start) * input.fixesPerSecond) / 1000);
      for (; fixes < due; fixes += 1) {
        const place = fixes % routes.length;
        const route = routes[place];
        if (route) framesDue += sendFix(route, phones[place]);
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const generatorBusy = busy();
    const patienceUntil = performance.now() + 10_000;
    while ((answered < fixes || latencies.length < framesDue) && performance.now() < patienceUntil)
      await new Promise((resolve) => setTimeout(resolve, 50));
    for (const phone of phones) phone.destroy();
    for (const route of routes) route.placeOf.clear();
    return {
      fixes,
      refused,
      frames: latencies.length,
      framesDue,
      generatorBusy,
      medianMillis: latencies.length > 0 ? quantile(latencies, 0.5) : 0,
      p99Millis: latencies.length > 0 ? quantile(latencies, 0.99) : 0,
    };
  },
};
export type RoundTrips = typeof work;

answerParent<RoundTrips>(work);
