import { parseArgs } from 'node:util';

export const replayUsage = `Drives as a phone would, speaking only Doorstep's public contract.

  npm run replay -- --url http://127.0.0.1:8080 --token TOKEN            drives the device's route of today
  npm run replay -- FILE --url http://127.0.0.1:8080 --token TOKEN       sends a recorded trace (barefoot JSON, Porto CSV)

  --url URL               the server's address (with --pair it may be left out)
  --token TOKEN           the device token, or:
  --pair LINK             pairs this computer with a pairing link and prints the token
  --speed N               simulated time runs N times as fast (1)
  --seed N                seed of noise and repeats (1)
driving the route:
  --order FILE            another order than planned: a list of stops, or ALMRRC's actual_sequences.json
  --interval-seconds N    a fix every N seconds (5)
  --service-seconds N     stand so long at every stop, whatever the plan says
  --tap-next              tap "I go here next" when leaving each stop
  --no-finish             leave the route open after the last stop
sending a trace:
  --protocol api|osmand   the batch API (default) or OsmAnd's query protocol
  --backlog               everything at once, times ending now; else in real time
  --gap-seconds N         times N seconds apart instead of the trace's own gaps
  --shuffle SEED          a backlog out of order
  --repeat SHARE          send this share of the fixes twice (0 to 1)
  --batch N               fixes a request of a backlog (100)
  --trip NAME | --trips N one trip of a file with several (the first), or the first N one after another`;

export type ReplayOptions = Exclude<ReturnType<typeof readReplayOptions>, string>;

/** The command line as options, or a sentence that says what is wrong with it. */
export function readReplayOptions(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        token: { type: 'string' },
        pair: { type: 'string' },
        speed: { type: 'string' },
        seed: { type: 'string' },
        route: { type: 'boolean', default: false },
        order: { type: 'string' },
        'interval-seconds': { type: 'string' },
        'service-seconds': { type: 'string' },
        'tap-next': { type: 'boolean', default: false },
        'no-finish': { type: 'boolean', default: false },
        protocol: { type: 'string', default: 'api' },
        backlog: { type: 'boolean', default: false },
        'gap-seconds': { type: 'string' },
        shuffle: { type: 'string' },
        repeat: { type: 'string' },
        batch: { type: 'string' },
        trip: { type: 'string' },
        trips: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return replayUsage;
    const number = (
      name:
        | 'speed'
        | 'seed'
        | 'interval-seconds'
        | 'service-seconds'
        | 'gap-seconds'
        | 'shuffle'
        | 'repeat'
        | 'batch'
        | 'trips',
      least: number,
      most: number,
    ) => {
      const text = values[name];
      if (text === undefined) return null;
      const value = Number(text);
      if (text.trim() !== '' && value >= least && value <= most) return value;
      throw new RangeError(`--${name} is a number from ${least} to ${most}, not “${text}”.`);
    };
    const [file = null, ...others] = positionals;
    if (others.length > 0) return `One file at a time, not ${positionals.join(' and ')}.`;
    if (file !== null && values.route) return `--route drives the imported route: leave ${file} out.`;
    const pairLink = values.pair ?? null;
    const url = values.url ?? (pairLink !== null && URL.canParse(pairLink) ? new URL(pairLink).origin : null);
    if (url === null || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
      return `--url is missing or no address, such as http://127.0.0.1:8080.\n\n${replayUsage}`;
    }
    if ((values.token === undefined) === (pairLink === null)) {
      return `Give the device token (--token TOKEN) or a pairing link (--pair LINK).\n\n${replayUsage}`;
    }
    const { protocol } = values;
    if (protocol !== 'api' && protocol !== 'osmand') return `--protocol is api or osmand, not ${protocol}.`;
    const shuffle = number('shuffle', 0, 2 ** 32 - 1);
    if (shuffle !== null && !values.backlog) return '--shuffle needs --backlog: a phone in reach sends in order.';
    return {
      file,
      url,
      token: values.token ?? null,
      pairLink,
      speed: number('speed', 0.01, 1_000) ?? 1,
      seed: number('seed', 0, 2 ** 32 - 1) ?? 1,
      orderFile: values.order ?? null,
      intervalSeconds: number('interval-seconds', 0.1, 600) ?? 5,
      serviceSeconds: number('service-seconds', 0, 14_400),
      tapNextStop: values['tap-next'],
      finish: !values['no-finish'],
      protocol,
      backlog: values.backlog,
      gapSeconds: number('gap-seconds', 0.001, 3_600),
      shuffle,
      repeat: number('repeat', 0, 1) ?? 0,
      batch: number('batch', 1, 500) ?? 100,
      trip: values.trip ?? null,
      trips: number('trips', 1, 100_000),
    } as const;
  } catch (error) {
    return error instanceof RangeError
      ? error.message
      : `${error instanceof Error ? error.message : error}\n\n${replayUsage}`;
  }
}
