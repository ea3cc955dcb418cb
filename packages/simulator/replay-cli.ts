import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pair } from './device.ts';
import { driveRoute } from './drive-route.ts';
import { readOrder } from './order-file.ts';
import { unreadable } from './reading.ts';
import { type ReplayOptions, readReplayOptions, replayUsage } from './replay-options.ts';
import { replayTrace } from './replay-trace.ts';
import { describeCounts, type Tally } from './tally.ts';
import { readTraces } from './traces/read-trace.ts';
import { joinTraces } from './traces/trace.ts';

/** Between trips of different days and places: long enough to drive across any town. */
const betweenTripsSeconds = 1_800;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  const options = readReplayOptions(args);
  if (options === replayUsage) {
    console.log(replayUsage);
    return 0;
  }
  if (typeof options === 'string') return complain(options);
  for (const path of [options.file, options.orderFile]) {
    if (path !== null && !existsSync(path)) return complain(`There is no file ${path}.`);
  }
  const trace = options.file === null ? null : await chooseTrace(options.file, options);
  if (trace !== null && !trace.ok) return complain(trace.sentence);
  const token = await findToken(options);
  if (!token.ok) return complain(token.sentence);
  return trace === null ? await drive(options, token.value) : await send(options, token.value, trace.value);
}

async function chooseTrace(file: string, { trip, trips }: ReplayOptions) {
  const read = readTraces(basename(file), await readFile(file, 'utf8'));
  if (!read.ok) return read;
  const { traces, leftOut } = read.value;
  if (leftOut.length > 0) console.error(`Left out, because their points and times do not fit: ${leftOut.join(', ')}.`);
  if (trips !== null) return { ok: true, value: joinTraces(traces.slice(0, trips), betweenTripsSeconds) } as const;
  const chosen = trip === null ? traces[0] : traces.find(({ name }) => name === trip);
  if (chosen !== undefined) return { ok: true, value: chosen } as const;
  return unreadable(
    `${basename(file)} has no trip ${trip}; it has ${traces
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', ')} …`,
  );
}

async function findToken({ token, pairLink, url }: ReplayOptions) {
  if (token !== null || pairLink === null) return { ok: true, value: token ?? '' } as const;
  const paired = await pair(pairLink, url);
  if (paired.outcome !== 'ok') return unreadable(`The pairing failed. ${paired.sentence}`);
  console.log(`Paired as ${paired.value.driverName}. For the next run: --token ${paired.value.token}`);
  return { ok: true, value: paired.value.token } as const;
}

async function drive(options: ReplayOptions, token: string): Promise<number> {
  let orderContent: unknown = null;
  if (options.orderFile !== null) {
    try {
      orderContent = JSON.parse(await readFile(options.orderFile, 'utf8'));
    } catch {
      return complain(`${options.orderFile} is not JSON.`);
    }
  }
  const result = await driveRoute(
    {
      url: options.url,
      token,
      speed: options.speed,
      seed: options.seed,
      fixIntervalSeconds: options.intervalSeconds,
      tapNextStop: options.tapNextStop,
      finish: options.finish,
      ...(options.serviceSeconds === null ? {} : { serviceSeconds: options.serviceSeconds }),
      ...(options.orderFile === null ? {} : { order: (route) => readOrder(orderContent, route) }),
    },
    {
      say: (sentence) => console.error(sentence),
      onRoute: (route) => {
        const left = route.stops.filter(({ status }) => status !== 'completed').length;
        console.log(`${route.serviceDate}: ${left} of ${route.stops.length} stops to drive from ${route.depot.name}.`);
      },
      onStep: ({ action, acknowledged }) => {
        if (action.kind !== 'command' || action.command.type !== 'deliver' || action.stop === null) return;
        const { position, count, addressLine } = action.stop;
        const time = new Date(action.at).toISOString().slice(11, 19);
        console.log(
          `${time}Z  ${position}/${count}  ${addressLine}  delivered${acknowledged ? '' : ' (not sent yet)'}`,
        );
      },
    },
  );
  report(result.tally);
  if (result.outcome === 'not_driven') return complain(result.sentence);
  for (const refusal of result.refused) {
    if (refusal.kind === 'command')
      console.error(`Refused: ${refusal.command.type}: ${refusal.because.sentence ?? refusal.because.code}`);
  }
  return 0;
}

async function send(options: ReplayOptions, token: string, trace: ReturnType<typeof joinTraces>): Promise<number> {
  console.log(`${trace.name.length > 60 ? `${trace.name.slice(0, 60)} …` : trace.name}: ${trace.fixes.length} fixes.`);
  let tenth = 0;
  const result = await replayTrace(
    {
      url: options.url,
      token,
      trace,
      protocol: options.protocol,
      backlog: options.backlog,
      gapSeconds: options.gapSeconds,
      shuffleSeed: options.shuffle,
      repeatShare: options.repeat,
      batchSize: options.batch,
      speed: options.speed,
    },
    {
      say: (sentence) => console.error(sentence),
      onSent: (done, of) => {
        const now = Math.floor((done * 10) / of);
        if (now > tenth) console.log(`${now * 10} %: ${done} of ${of} requests answered`);
        tenth = now;
      },
    },
  );
  report(result.tally);
  return result.outcome === 'done' ? 0 : complain(result.sentence);
}

function report(tally: Tally) {
  console.log(describeCounts('fixes', tally.fixes));
  console.log(describeCounts('commands', tally.commands));
  if (tally.failedRequests > 0) console.log(`${tally.failedRequests} requests failed and were sent again.`);
}

function complain(sentence: string): number {
  console.error(sentence);
  return 1;
}
