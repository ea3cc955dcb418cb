import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { DecodeAnswer, DecodeTask, PhotoSize } from './decode-messages.ts';
import { pictureFormat } from './picture-format.ts';

export interface DecodeLimits {
  readonly processes: number;
  /** Of the machine's time, from the moment a process begins with a picture. */
  readonly timeMillis: number;
  readonly pixels: number;
  /** How many pictures may wait; more are told to come again. */
  readonly waiting: number;
}

export const usualDecodeLimits: DecodeLimits = { processes: 2, timeMillis: 10_000, pixels: 50_000_000, waiting: 32 };

export type Decoded =
  | { readonly ok: true; readonly preview: Buffer; readonly full: Buffer | null }
  | { readonly ok: false; readonly code: 'photo_format' | 'photo_failed' | 'unavailable' }
  | Extract<DecodeAnswer, { ok: false }>;

export interface Decoder {
  /** JPEGs without metadata of whatever was sent, or why not. Never throws for what a picture does. */
  decode(bytes: Buffer, size: PhotoSize): Promise<Decoded>;
  /** The processes that are there now. */
  processIds(): number[];
  /** Ends all of them; pictures under way fail. */
  close(): void;
}

interface Job {
  readonly task: DecodeTask;
  readonly finish: (decoded: Decoded) => void;
}

interface Place {
  child: ChildProcess | null;
  job: Job | null;
  timer: NodeJS.Timeout | null;
}

const script = join(import.meta.dirname, 'decode-process.ts');

/**
 * A few processes that do nothing but read pictures, begun with the first picture and kept warm. One that dies or takes
 * too long costs the picture that it was reading; the next picture gets a new process.
 */
export function createDecoder(limits: DecodeLimits = usualDecodeLimits): Decoder {
  const places: Place[] = Array.from({ length: limits.processes }, () => ({ child: null, job: null, timer: null }));
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
    const { child } = place;
    place.timer = setTimeout(() => child.kill('SIGKILL'), limits.timeMillis);
    // Where it cannot be sent the process is ending, and its end says so.
    child.send(job.task, () => undefined);
  }

  function end(place: Place, decoded: Decoded): void {
    if (place.timer) clearTimeout(place.timer);
    const { job } = place;
    place.job = null;
    place.timer = null;
    job?.finish(decoded);
    beginNext();
  }

  function startProcess(place: Place): ChildProcess {
    const child = fork(script, [], {
      serialization: 'advanced',
      execArgv: ['--max-old-space-size=128'],
      env: bareEnvironment(),
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    child.on('message', (answer: DecodeAnswer) => {
      if (place.child === child) end(place, answer.ok ? asBuffers(answer) : answer);
    });
    const isGone = () => {
      if (place.child !== child) return;
      place.child = null;
      end(place, { ok: false, code: 'photo_failed' });
    };
    child.on('exit', isGone);
    child.on('error', () => {
      child.kill('SIGKILL');
      isGone();
    });
    // An idle process is no reason for the server to go on.
    child.unref();
    child.channel?.unref();
    return child;
  }

  return {
    decode(bytes, size) {
      if (pictureFormat(bytes) === null) return Promise.resolve({ ok: false, code: 'photo_format' });
      if (closed || waiting.length >= limits.waiting) return Promise.resolve({ ok: false, code: 'unavailable' });
      return new Promise((finish) => {
        waiting.push({ task: { size, bytes, maximumPixels: limits.pixels }, finish });
        beginNext();
      });
    },
    processIds: () => places.flatMap(({ child }) => child?.pid ?? []),
    close() {
      closed = true;
      for (const job of waiting.splice(0)) job.finish({ ok: false, code: 'unavailable' });
      for (const { child } of places) child?.kill('SIGKILL');
    },
  };
}

function asBuffers({ preview, full }: Extract<DecodeAnswer, { ok: true }>): Decoded {
  return { ok: true, preview: Buffer.from(preview), full: full === null ? null : Buffer.from(full) };
}

/** No setting and no secret of the server's; what a program needs to be loaded at all. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'SystemRoot', 'TEMP', 'TMPDIR', 'LD_LIBRARY_PATH'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
