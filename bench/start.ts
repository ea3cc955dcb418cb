// `npm run demo` after `npm ci`: how long until the van on a recipient's page has moved. Everything that is kept between
// starts (built pages, database, town) is taken away before each run.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startMark } from '../demo/start-parts.ts';
import { webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { followVan, signIn } from './load/page-visit.ts';
import { BenchFailed, type BenchOptions, type BenchResult, median, rounded } from './measure.ts';

const run = promisify(execFile);
const pairs = 5;
const target = 1.5;
const root = join(import.meta.dirname, '..');
/** Loaded into the demo, whose own output it must not change: tells on the error output each mark that it reaches, and when. */
const tellMarks = `data:text/javascript,${encodeURIComponent(`
  import { PerformanceObserver } from 'node:perf_hooks';
  const tell = ({ name, startTime }) => name.startsWith('${startMark}') &&
    process.stderr.write(name + ' ' + (performance.timeOrigin + startTime) + '\\n');
  new PerformanceObserver((list) => list.getEntries().forEach(tell)).observe({ entryTypes: ['mark'] });
`)}`;

export async function start({ say }: BenchOptions): Promise<BenchResult> {
  const kept: (Started & { floor: number; ratio: number })[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const floorFirst = pair % 2 === 0;
    const before = floorFirst ? await floorOnce() : null;
    const ours = await demoOnce();
    const floor = before ?? (await floorOnce());
    kept.push({ floor, ...ours, ratio: ours.moved / floor });
    say(
      `  pair ${pair + 1}: floor ${floor.toFixed(1)} s, demo ready after ${ours.ready.toFixed(1)} s, van moved after ${ours.moved.toFixed(1)} s`,
    );
    say(`    ${[...ours.parts].map(([part, seconds]) => `${part} ${seconds.toFixed(1)}`).join(', ')}`);
  }
  const ratios = kept.map(({ ratio }) => ratio);
  const ratio = median(ratios);
  return {
    name: 'start',
    unit: 'seconds',
    value: rounded(median(kept.map(({ moved }) => moved))),
    floor: rounded(median(kept.map(({ floor }) => floor))),
    ratio: rounded(ratio),
    target,
    pass: ratio <= target,
    spread: rounded((Math.max(...ratios) - Math.min(...ratios)) / ratio),
    extra: { readySeconds: rounded(median(kept.map(({ ready }) => ready))), ...partsOf(kept) },
  };
}

/** When each part was reached, in the order in which that was; most of them go on side by side. */
function partsOf(kept: readonly Started[]): Record<string, number> {
  const [first] = kept;
  const parts = [...(first?.parts.keys() ?? [])];
  return Object.fromEntries(
    parts.map((part) => [
      `${part}Seconds`,
      rounded(median(kept.map(({ parts: each }) => each.get(part) ?? Number.NaN))),
    ]),
  );
}

interface Started {
  /** Seconds until the demo said that it is ready, until the van had moved, and until each part was reached. */
  readonly ready: number;
  readonly moved: number;
  readonly parts: ReadonlyMap<string, number>;
}

/** As after `npm ci`: what SvelteKit writes for its own use is not there either. */
async function forgetBuilds(): Promise<void> {
  const web = dirname(dirname(webHandler));
  for (const written of ['.svelte-kit', join('node_modules', '$app')])
    await rm(join(web, written), { recursive: true, force: true });
  await rm(dirname(webHandler), { recursive: true, force: true });
  await rm(widgetFolder, { recursive: true, force: true });
}

async function floorOnce(): Promise<number> {
  await forgetBuilds();
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL('./floors/start.ts', import.meta.url))]);
  const answer: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  if (typeof answer !== 'object' || answer === null || !('seconds' in answer) || typeof answer.seconds !== 'number')
    throw new BenchFailed('The floor of start told no time.');
  return answer.seconds;
}

async function demoOnce(): Promise<Started> {
  await forgetBuilds();
  const data = await mkdtemp(join(tmpdir(), 'doorstep-start-'));
  const begun = performance.now();
  const seconds = () => (performance.now() - begun) / 1000;
  const args = [join(root, 'launch.mjs'), 'demo', '--json', '--port', '0', '--data', data];
  const env = { ...process.env, NODE_OPTIONS: `--import=${tellMarks}` };
  const begunAt = performance.timeOrigin + begun;
  const demo = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root, env });
  const parts = new Map<string, number>();
  createInterface({ input: demo.stderr }).on('line', (line) => {
    const [part = '', at] = line.startsWith(startMark) ? line.slice(startMark.length).split(' ') : [];
    if (at !== undefined) parts.set(part, (Number(at) - begunAt) / 1000);
  });
  try {
    const { url, logins } = await readyLine(demo);
    const ready = seconds();
    const near = logins.find(({ what }) => what === 'near');
    if (!near?.email || !near.password || !near.parcelId) throw new BenchFailed('The demo names no near recipient.');
    const cookie = await signIn(url, { email: near.email, password: near.password });
    await followVan(url, cookie, near.parcelId);
    return { ready, moved: seconds(), parts };
  } finally {
    const ended = demo.exitCode === null ? new Promise((resolve) => demo.once('exit', resolve)) : null;
    demo.kill('SIGTERM');
    await ended;
    await rm(data, { recursive: true, force: true });
  }
}

interface ReadyLine {
  readonly url: string;
  readonly logins: readonly { what: string; email?: string; password?: string; parcelId?: string }[];
}

async function readyLine(demo: ChildProcess): Promise<ReadyLine> {
  if (demo.stdout === null) throw new BenchFailed('The demo has no output.');
  for await (const line of createInterface({ input: demo.stdout })) if (line.startsWith('{')) return JSON.parse(line);
  throw new BenchFailed('The demo ended before it was ready.');
}
