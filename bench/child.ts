// Programs of a bench run in processes of their own and are asked by messages.
import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { Session } from 'node:inspector/promises';
import { pinTo } from './cores.ts';
import { BenchFailed } from './measure.ts';

/** What a child can be asked, by name: one input, one answer, both plain data. */
type Work<T> = { readonly [K in keyof T]: (input: never) => unknown };

export interface Child<T extends Work<T>> {
  ask<K extends keyof T & string>(name: K, input: Parameters<T[K]>[0]): Promise<Awaited<ReturnType<T[K]>>>;
  stop(): Promise<void>;
}

interface Question {
  readonly number: number;
  readonly name: string;
  readonly input: unknown;
}
interface Answer {
  readonly number: number;
  readonly value?: unknown;
  readonly failed?: string;
}

/**
 * Starts a child that answers with `answerParent`. `core` keeps it on one core, else it shares those of its parent;
 * `collects` lets it collect garbage when it is asked for its memory.
 */
export function startChild<T extends Work<T>>(
  file: URL,
  options: { core?: number; env?: Readonly<Record<string, string>>; collects?: boolean } = {},
): Child<T> {
  const child = fork(file, {
    serialization: 'advanced',
    env: { ...process.env, ...options.env },
    execArgv: options.collects ? ['--expose-gc'] : [],
  });
  if (options.core !== undefined && child.pid !== undefined) pinTo(child.pid, [options.core]);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let next = 1;
  let isStopping = false;
  child.on('message', (message) => {
    if (!isAnswer(message)) return;
    const asked = waiting.get(message.number);
    waiting.delete(message.number);
    if (message.failed !== undefined) asked?.reject(new BenchFailed(message.failed));
    else asked?.resolve(message.value);
  });
  const gone = new Promise<void>((resolve) => {
    child.on('exit', (code, signal) => {
      if (!isStopping)
        for (const { reject } of waiting.values())
          reject(new BenchFailed(`${file.pathname.split('/').at(-1)} ended early (${signal ?? code}).`));
      resolve();
    });
  });
  return {
    ask(name, input) {
      const number = next++;
      const answer = new Promise<unknown>((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        child.send({ number, name, input } satisfies Question, (error) => error && reject(error));
      });
      // Both ends of the pipe are typed by the same T and live in this folder.
      return answer as ReturnType<Child<T>['ask']> as never;
    },
    async stop() {
      isStopping = true;
      if (child.connected) child.disconnect();
      const hurry = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(hurry);
    },
  };
}

/** The child's end. The process ends when its parent lets go of it. */
export function answerParent<T extends Work<T>>(work: T & { stop?: () => Promise<void> }): void {
  const byName = new Map<string, (input: never) => unknown>(Object.entries(work));
  process.on('message', async (message) => {
    if (!isQuestion(message)) return;
    const { number, name, input } = message;
    const answer: Answer = await Promise.resolve()
      .then(() => byName.get(name)?.(input as never))
      .then(
        (value) => ({ number, value }),
        (error: Error) => ({ number, failed: `${name}: ${error.stack ?? error.message}` }),
      );
    process.send?.(answer);
  });
  process.on('disconnect', async () => {
    await work.stop?.();
    process.exit(0);
  });
}

const mostCollections = 12;
const settled = 0.998;

/** Work that every program under test can do besides: tell what it has cost, and record where its time goes. */
export function observing() {
  const session = new Session();
  return {
    cpuMicros(_input: null): number {
      const { user, system } = process.cpuUsage();
      return user + system;
    },
    /**
     * Resident bytes once all garbage is collected, without what the JavaScript heap has of the system and holds free: a
     * server that had much to do before has room in it, which thousands of streams would fill and not be seen.
     */
    async residentBytes(_input: null): Promise<number> {
      let least = Number.POSITIVE_INFINITY;
      for (let round = 0; round < mostCollections; round += 1) {
        globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
        await new Promise((resolve) => setTimeout(resolve, 300));
        const { rss, heapTotal, heapUsed } = process.memoryUsage();
        const bytes = rss - (heapTotal - heapUsed);
        // What is freed goes back to the system little by little.
        if (round > 1 && bytes > least * settled) return bytes;
        least = Math.min(least, bytes);
      }
      return least;
    },
    async profileStart(_input: null): Promise<void> {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 500 });
      await session.post('Profiler.start');
    },
    async profileStop(input: { file: string }): Promise<void> {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      await writeFile(input.file, JSON.stringify(profile));
    },
  };
}

function isAnswer(message: unknown): message is Answer {
  return typeof message === 'object' && message !== null && 'number' in message;
}

function isQuestion(message: unknown): message is Question {
  return typeof message === 'object' && message !== null && 'number' in message && 'name' in message;
}
