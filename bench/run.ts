// `npm run bench -- NAME [--json] [--record] [--long | --short]`: measures one figure and ends with 0 only where its target is met.
import { amazon, amazonWatchers } from './amazon.ts';
import { benchCores, pinTo } from './cores.ts';
import { fanout } from './fanout.ts';
import { growth } from './growth.ts';
import { guessesAtLinks } from './guesses.ts';
import { hostilePhotos } from './hostile-photos.ts';
import { ingest } from './ingest.ts';
import { killedPhotos } from './killed-photos.ts';
import { latency } from './latency.ts';
import { lcp } from './lcp.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count } from './measure.ts';
import { munich } from './munich.ts';
import { neighbour } from './neighbour.ts';
import { neighbourTrace } from './neighbour-trace.ts';
import { notify } from './notify.ts';
import { outbox } from './outbox.ts';
import { page } from './page.ts';
import { photo } from './photo.ts';
import { privacy } from './privacy.ts';
import { circumstancesNow, record } from './record.ts';
import { shift } from './shift.ts';
import { shutter } from './shutter.ts';
import { slowReaders } from './slow-readers.ts';
import { start } from './start.ts';
import { watchers } from './watchers.ts';

interface Bench {
  readonly what: string;
  /** Its target, as docs/performance.md states it. */
  readonly target: string;
  readonly run: (options: BenchOptions) => Promise<BenchResult>;
}

const benches: Readonly<Record<string, Bench>> = {
  amazon: { what: 'wrong stop counts over real Amazon routes, on plan and off it', target: '0', run: amazon },
  'amazon-watchers': {
    what: 'wrong counts on streams of a real Amazon route with 1, 5 and 20 watchers a stop',
    target: '0',
    run: amazonWatchers,
  },
  fanout: {
    what: 'frames a second to 5,000 watchers of 250 routes, against ready-made frames',
    target: '>= 0.75',
    run: fanout,
  },
  guesses: {
    what: 'links opened, and answers unlike the others, in 20,000 guesses at tracking links (--long: 1,000,000)',
    target: '0',
    run: guessesAtLinks,
  },
  'hostile-photos': {
    what: 'violations in 10,000 damaged pictures through the door',
    target: '0',
    run: hostilePhotos,
  },
  growth: {
    what: 'how CPU grows with those who watch, with vans and with stored fixes, as exponents',
    target: '<= 1.05; storedFixesExponent <= 0.05; unwatchedShare <= 0.02',
    run: growth,
  },
  ingest: {
    what: 'fixes a second until they are durable and acknowledged, against bare node:http',
    target: '>= 0.50; ackP99Ratio <= 3',
    run: ingest,
  },
  'killed-photos': {
    what: 'acknowledged pictures lost or doubled by a hundred kills of the server',
    target: '0',
    run: killedPhotos,
  },
  munich: {
    what: 'faults of the dot over a recorded drive in real time, in a browser',
    target: '0',
    run: munich,
  },
  lcp: {
    what: 'milliseconds to the largest paint of a parcel page on a slow phone, against a page of the same text',
    target: '<= 1.3; layoutShift <= 0.01; blockingMillis <= 20',
    run: lcp,
  },
  page: {
    what: 'bytes to the first complete view of a parcel page with a live van',
    target: '<= 30,720; criticalBytes <= 14,336; the map only after that view',
    run: page,
  },
  notify: {
    what: 'people not alerted once of an event, over push services in trouble and 20 kills; time from commit to 201',
    target: '0; timeRatio <= 5',
    run: notify,
  },
  outbox: {
    what: 'what phones lost, did twice or put in another place, in 1,000 seeded histories and on real drives',
    target: '0; backlogNewestWaitedMaxMillis <= 5,000',
    run: outbox,
  },
  photo: {
    what: 'from the last byte of a preview to the notifier, and deliveries with pictures a second, against bare sharp',
    target: '<= 3; throughputRatio >= 0.85',
    run: photo,
  },
  privacy: {
    what: 'violations of the rules in 100,000 answers of generated days, through the real doors and streams',
    target: '0',
    run: privacy,
  },
  shift: {
    what: "eight hours of a driver's phone: the longest time without a position, in front and with Traccar Client",
    target: '<= 25 s',
    run: shift,
  },
  shutter: {
    what: 'milliseconds from the shutter to the notifier over a weak mobile line, p95',
    target: '<= 1000',
    run: shutter,
  },
  latency: {
    what: 'milliseconds from a fix to each page that watches its van, p99 at half load, against commit and write',
    target: '<= 2 and <= 50 ms',
    run: latency,
  },
  'slow-readers': {
    what: 'what the others notice of a tenth that never reads, and what is held for each of that tenth',
    target: '<= 1.1; heldBytesEach <= 65,536',
    run: slowReaders,
  },
  neighbour: {
    what: 'houses a nosy neighbour names rightly after each stop, with the cloak and without',
    target: '<= 15 %; ratio <= 0.25; 60 m behind; 20 s of standing more',
    run: neighbour,
  },
  'neighbour-trace': {
    what: 'dots at another’s kerb, in ten minutes of what two recipients on one route received (written to a file)',
    target: '0',
    run: neighbourTrace,
  },
  start: {
    what: 'seconds from `npm run demo` to a van that moves on a page, against PostgreSQL and the build',
    target: '<= 1.5',
    run: start,
  },
  watchers: {
    what: 'memory of an idle stream, and the time until all are back at once, against a raw SSE server',
    target: 'memory <= 1.5; allBackRatio <= 2; ingestP99Ratio <= 2',
    run: watchers,
  },
};

const args = process.argv.slice(2);
const asJson = args.includes('--json');
const name = args.find((arg) => !arg.startsWith('--'));
const profileAt = args.find((arg) => arg.startsWith('--profile='))?.slice('--profile='.length);
const bench = name === undefined ? undefined : benches[name];

if (!bench) {
  for (const [known, { what }] of Object.entries(benches)) process.stdout.write(`${known.padEnd(16)} ${what}\n`);
  process.exit(name === undefined ? 0 : 2);
}

const say = (line: string) => void process.stdout.write(`${line}\n`);
try {
  if (!pinTo(process.pid, benchCores)) say('Cores are not pinned here: the programs may use more than two.');
  const circumstances = circumstancesNow();
  const isShort = args.includes('--short');
  const isLong = args.includes('--long');
  const result = await bench.run({ say, profileFolder: profileAt ?? null, isLong, isShort });
  report(result);
  if (args.includes('--record') && isShort) say('What --short measures is no figure: nothing is recorded.');
  else if (args.includes('--record')) await record(result, bench.target, circumstances);
  process.exitCode = result.pass ? 0 : 1;
} catch (error) {
  if (!(error instanceof BenchFailed)) throw error;
  say(`No figure: ${error.message}`);
  if (asJson) say(JSON.stringify({ name, value: null, floor: null, ratio: null, pass: false, problem: error.message }));
  process.exitCode = 1;
}

function report({ extra, ...result }: BenchResult): void {
  const { value, floor, ratio, target, pass, spread, unit } = result;
  say(`${result.name}: ${value === null ? '-' : count(value)} ${unit}, floor ${floor === null ? '-' : count(floor)}`);
  say(`ratio ${ratio}, target ${target}, spread ${spread}: ${pass ? 'met' : 'not met'}`);
  for (const [key, figure] of Object.entries(extra)) say(`  ${key} ${figure}`);
  if (asJson) say(JSON.stringify({ ...result, ...extra }));
}
