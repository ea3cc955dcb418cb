import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { PictureFlaw } from '@doorstep/domain';
import { type DecodeAnswer, type DecodeTask, type PhotoSize, readyMessage } from './decode-messages.ts';
import { pictureFormat } from './picture-format.ts';
import { cpuMillisOf, residentBytes } from './process-use.ts';

export interface DecodeLimits {
  readonly processes: number;
  /** From the moment a process that is ready is handed a picture: longer, and it hangs. */
  readonly timeMillis: number;
  /** Of a processor's time that a picture may cost; seen on Linux only. On a busy machine it takes longer by the clock. */
  readonly cpuMillis: number;
  /** Of the machine's time, until a process that was started is ready. */
  readonly startMillis: number;
  readonly pixels: number;
  /** Of formats that can only be read whole; a JPEG is made smaller while it is read. */
  readonly pixelsReadWhole: number;
  /** Of the machine's memory that a process may hold while it reads a picture; seen on Linux only. */
  readonly memoryBytes: number;
  /** How many pictures may wait; more are told to come again. */
  readonly waiting: number;
}

export const usualDecodeLimits: DecodeLimits = {
  processes: 2,
  timeMillis: 60_000,
  cpuMillis: 10_000,
  startMillis: 30_000,
  pixels: 50_000_000,
  pixelsReadWhole: 25_000_000,
  memoryBytes: 640 * 1024 * 1024,
  waiting: 32,
};

export type Decoded =
  | {
      readonly ok: true;
      /** Null where one is there and stays. */
      readonly preview: Buffer | null;
      readonly full: Buffer | null;
      readonly flaw: PictureFlaw | null;
      readonly faces: number;
    }
  | { readonly ok: false; readonly code: 'photo_format' | 'unavailable' }
  | Extract<DecodeAnswer, { ok: false }>;

export interface Decoder {
  /** JPEGs without metadata of whatever was sent, or why not. Never throws for what a picture does. */
  decode(bytes: Buffer, size: PhotoSize, previewIsThere?: boolean): Promise<Decoded>;
  /** Starts the processes, so that a picture that will come soon finds one ready. */
  warm(): void;
  /** The processes that are there now. */
  processIds(): number[];
  /** Ends all of them; pictures under way are told to come again. */
  close(): void;
}

interface Job {
  readonly task: DecodeTask;
  readonly finish: (decoded: Decoded) => void;
  /** Of each process that was lost with this picture: was it the picture's doing? */
  readonly losses: Loss[];
}

/** `picture`: it crashed or took too long. `machine`: it never began, or was ended from outside. */
type Loss = 'picture' | 'machine';

interface Place {
  child: { readonly process: ChildProcess; isReady: boolean } | null;
  job: Job | null;
  timer: NodeJS.Timeout | null;
  /** Looks at the memory while a picture is read. */
  watch: NodeJS.Timeout | null;
}

const script = join(import.meta.dirname, 'decode-process.ts');
const attempts = 2;
const watchMillis = 50;
/** Of the memory that a process may hold, how much it may go on holding when it has answered. */
const keptShare = 0.75;

/**
 * A few processes that do nothing but read pictures, begun with the first picture and kept warm. A picture whose process
 * is lost gets a fresh one, once. Lost both times by the picture's own doing, it cannot be read; else the phone keeps it
 * and comes again, because a stopped server or a machine under load says nothing about a picture.
 */
export function createDecoder(limits: DecodeLimits = usualDecodeLimits): Decoder {
  const places: Place[] = Array.from({ length: limits.processes }, () => ({
    child: null,
    job: null,
    timer: null,
    watch: null,
  }));
  const waiting: Job[] = [];
  let closed = false;

  function beginNext(): void {
    for (const place of places) {
      if (place.job !== null) continue;
      const job = waiting.shift();
      if (!job) return;
      begin(place, job);
    }
  }

  function begin(place: Place, job: Job): void {
    place.job = job;
    place.child ??= startProcess(place);
    if (place.child.isReady) handOver(place);
    else place.timer = setTimeout(() => giveUp(place, 'machine'), limits.startMillis);
  }

  function handOver(place: Place): void {
    stopTimer(place);
    if (!place.job || !place.child) return;
    place.timer = setTimeout(() => giveUp(place, 'picture'), limits.timeMillis);
    const usedBefore = cpuMillisOf(place.child.process.pid);
    place.watch = setInterval(() => {
      const usedMillis = cpuMillisOf(place.child?.process.pid) - usedBefore;
      if (usedMillis > limits.cpuMillis || holdsMoreThan(place, limits.memoryBytes)) giveUp(place, 'picture');
    }, watchMillis);
    // Where it cannot be sent the process is ending, and its end says so.
    place.child.process.send(place.job.task, () => undefined);
  }

  /** Out of its place before it is killed: it must not be handed another picture while it dies. */
  function giveUp(place: Place, loss: Loss): void {
    const { child } = place;
    place.child = null;
    child?.process.kill('SIGKILL');
    lose(place, loss);
  }

  function lose(place: Place, loss: Loss): void {
    stopTimer(place);
    const { job } = place;
    if (!job) return;
    job.losses.push(loss);
    if (!closed && job.losses.length < attempts) {
      begin(place, job);
      return;
    }
    const isItsDoing = !closed && job.losses.every((each) => each === 'picture');
    end(place, { ok: false, code: isItsDoing ? 'photo_unreadable' : 'unavailable' });
  }

  function end(place: Place, decoded: Decoded): void {
    stopTimer(place);
    const { job } = place;
    place.job = null;
    job?.finish(decoded);
    // What a large picture took is rarely given back: one that stays large is exchanged before the next.
    if (holdsMoreThan(place, limits.memoryBytes * keptShare)) giveUp(place, 'machine');
    beginNext();
  }

  function startProcess(place: Place): NonNullable<Place['child']> {
    const started = fork(script, [], {
      serialization: 'advanced',
      execArgv: ['--max-old-space-size=128'],
      env: bareEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    const child = { process: started, isReady: false };
    started.on('message', (message: DecodeAnswer | typeof readyMessage) => {
      if (place.child !== child) return;
      if (message !== readyMessage) return end(place, message.ok ? asBuffers(message) : message);
      child.isReady = true;
      handOver(place);
    });
    started.on('exit', (status, signal) => {
      if (place.child !== child) return;
      place.child = null;
      lose(place, child.isReady && isCrash(status, signal) ? 'picture' : 'machine');
    });
    started.on('error', () => {
      if (place.child === child) giveUp(place, 'machine');
    });
    // An idle process is no reason for the server to go on.
    started.unref();
    started.channel?.unref();
    return child;
  }

  return {
    decode(bytes, size, previewIsThere = false) {
      const format = pictureFormat(bytes);
      if (format === null) return Promise.resolve({ ok: false, code: 'photo_format' });
      if (closed || waiting.length >= limits.waiting) return Promise.resolve({ ok: false, code: 'unavailable' });
      const maximumPixels = format === 'jpeg' ? limits.pixels : limits.pixelsReadWhole;
      return new Promise((finish) => {
        waiting.push({ task: { size, bytes, maximumPixels, previewIsThere }, finish, losses: [] });
        beginNext();
      });
    },
    warm() {
      if (closed) return;
      for (const place of places) place.child ??= startProcess(place);
    },
    processIds: () => places.flatMap(({ child }) => child?.process.pid ?? []),
    close() {
      closed = true;
      for (const job of waiting.splice(0)) job.finish({ ok: false, code: 'unavailable' });
      for (const place of places) giveUp(place, 'machine');
    },
  };
}

function stopTimer(place: Place): void {
  if (place.timer) clearTimeout(place.timer);
  if (place.watch) clearInterval(place.watch);
  place.timer = null;
  place.watch = null;
}

function holdsMoreThan(place: Place, bytes: number): boolean {
  const held = residentBytes(place.child?.process.pid);
  return held !== null && held > bytes;
}

/** Ended by itself, or by a fault of its own. Any other signal was sent by somebody. */
function isCrash(status: number | null, signal: NodeJS.Signals | null): boolean {
  if (signal === null) return status !== 0;
  return ['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGTRAP', 'SIGSYS'].includes(signal);
}

function asBuffers({ preview, full, ...more }: Extract<DecodeAnswer, { ok: true }>): Decoded {
  const buffer = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes);
  return { ...more, preview: buffer(preview), full: buffer(full) };
}

/** No setting and no secret of the server's; what a program needs to be loaded at all. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'SystemRoot', 'TEMP', 'TMPDIR', 'LD_LIBRARY_PATH'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
