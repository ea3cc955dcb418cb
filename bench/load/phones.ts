// The load generator of fixes, in a process of its own: one connection a phone, requests made beforehand.
import type { Socket } from 'node:net';
import { answerParent } from '../child.ts';
import { quantile, watchOwnLoad } from '../measure.ts';
import { type Answered, openPhone, type UsualAnswer } from './answers.ts';
import { nextRequest, type VanTrace } from './fix-bodies.ts';

interface Phone {
  readonly van: VanTrace;
  /** Requests made beforehand and not yet sent to the program under test; a floor gets copies of them. */
  prepared: Buffer[];
}
interface Line {
  readonly phone: Phone;
  readonly socket: Socket;
  next: number;
  arrivedAt: number;
}
interface Target {
  readonly lines: Line[];
  /** Floors store nothing, so that they may get the same requests again and again. */
  readonly isFloor: boolean;
}

export interface PhonesConnect {
  readonly vans: readonly { token: string; lat: number; lon: number }[];
  readonly batch: number;
  /** The instant of the first fix; null: each fix is made when it is sent, with the present time. */
  readonly firstFixAt: number | null;
  readonly targets: Readonly<Record<string, { port: number; isFloor: boolean }>>;
}
export interface PhonesRun {
  readonly target: string;
  readonly millis: number;
  /** Requests a second, come what may; null: each phone sends as soon as it was answered. */
  readonly rate: number | null;
}
export interface PhonesReport {
  readonly requests: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly generatorBusy: number;
  /** Requests that had to be made while measuring, because more were sent than expected. */
  readonly madeLate: number;
  readonly medianMillis: number;
  readonly p99Millis: number;
}

let batch = 0;
let firstFixAt: number | null = null;
let phones: Phone[] = [];
const targets = new Map<string, Target>();
/** Who is told of an answer; changes with each run. */
let onAnswer: (line: Line, answered: Answered) => void = () => undefined;
let madeLate = 0;

function made(phone: Phone, sentAt: number): Buffer {
  const firstAt = firstFixAt === null ? sentAt : firstFixAt + phone.van.made * 1000;
  return nextRequest(phone.van, batch, { sentAt, firstAt });
}

function requestOf(line: Line, isFloor: boolean): Buffer {
  const { phone } = line;
  const ready = phone.prepared[line.next];
  if (ready && !isFloor) line.next += 1;
  if (ready && isFloor) line.next = (line.next + 1) % phone.prepared.length;
  if (ready) return ready;
  if (firstFixAt !== null) madeLate += 1;
  return made(phone, Date.now());
}

const work = {
  async connect(input: PhonesConnect): Promise<void> {
    batch = input.batch;
    firstFixAt = input.firstFixAt;
    phones = input.vans.map((van) => ({ van: { ...van, made: 0 }, prepared: [] }));
    for (const [name, { port, isFloor }] of Object.entries(input.targets)) {
      const usual: UsualAnswer = { bytes: -1, answered: null, since: 1 };
      const lines = phones.map((phone): Line => {
        const line: Line = {
          phone,
          socket: openPhone(
            port,
            usual,
            (answered) => onAnswer(line, answered),
            (error) => {
              throw error;
            },
          ),
          next: 0,
          arrivedAt: 0,
        };
        return line;
      });
      targets.set(name, { lines, isFloor });
    }
  },

  /** Makes requests up to this number a phone, to be sent within the next ten seconds. */
  prepare(input: { perPhone: number }): void {
    const sentAt = Date.now() + 4000;
    for (const target of targets.values())
      for (const line of target.lines) {
        if (!target.isFloor) line.phone.prepared = line.phone.prepared.slice(line.next);
        line.next = 0;
      }
    // What is left over was made with an earlier sentAt, which would be taken for a clock that is wrong.
    for (const phone of phones) {
      phone.prepared = [];
      for (let i = 0; i < input.perPhone; i++) phone.prepared.push(made(phone, sentAt));
    }
  },

  run(input: PhonesRun): Promise<PhonesReport> {
    const target = targets.get(input.target);
    if (!target) throw new Error(`no target ${input.target}`);
    return runLoad(target, input);
  },
};
export type Phones = typeof work;

function runLoad(target: Target, input: PhonesRun): Promise<PhonesReport> {
  const tally = { requests: 0, accepted: 0, rejected: 0, failed: 0, inTime: 0 };
  const latencies: number[] = [];
  const idle = [...target.lines];
  const arrivals: number[] = [];
  madeLate = 0;
  const busy = watchOwnLoad();
  const start = performance.now();
  const end = start + input.millis;

  function send(line: Line, arrivedAt: number): void {
    line.arrivedAt = arrivedAt;
    tally.requests += 1;
    line.socket.write(requestOf(line, target.isFloor));
  }

  return new Promise((resolve) => {
    let open = 0;
    let arrived = 0;
    let generatorBusy = 0;
    let tick: NodeJS.Timeout | null = null;

    function dispatch(): void {
      while (arrivals.length > 0 && idle.length > 0) {
        const line = idle.shift();
        const at = arrivals.shift();
        if (!line || at === undefined) break;
        open += 1;
        send(line, at);
      }
    }
    function arriveByRate(rate: number): void {
      const now = performance.now();
      const due = Math.min(Math.floor(((now - start) * rate) / 1000), Math.floor((input.millis * rate) / 1000));
      for (; arrived < due; arrived++) arrivals.push(now);
      dispatch();
      if (now < end) tick = setTimeout(arriveByRate, 1, rate);
      else finishIfDone();
    }
    function finishIfDone(): void {
      if (performance.now() < end || open > 0 || arrivals.length > 0) return;
      if (tick) clearTimeout(tick);
      resolve({
        ...tally,
        perSecond: (tally.inTime * batch) / (input.millis / 1000),
        generatorBusy: generatorBusy || busy(),
        madeLate,
        medianMillis: latencies.length > 0 ? quantile(latencies, 0.5) : 0,
        p99Millis: latencies.length > 0 ? quantile(latencies, 0.99) : 0,
      });
    }

    onAnswer = (line, answered) => {
      const now = performance.now();
      const accepted = answered.accepted ?? (answered.status === 200 ? batch : 0);
      tally.accepted += accepted - answered.duplicates;
      tally.rejected += batch - accepted + answered.duplicates;
      if (answered.status !== 200) tally.failed += 1;
      if (now <= end) tally.inTime += 1;
      else generatorBusy ||= busy();
      if (input.rate !== null) {
        latencies.push(now - line.arrivedAt);
        open -= 1;
        idle.push(line);
        dispatch();
        finishIfDone();
      } else if (now < end) send(line, now);
      else {
        open -= 1;
        finishIfDone();
      }
    };

    if (input.rate !== null) arriveByRate(input.rate);
    else {
      open = target.lines.length;
      for (const line of target.lines) send(line, start);
    }
  });
}

answerParent<Phones>(work);
