// The real Amazon orders, driven through everything. Counting benches: their value is the number of wrong answers, their
// target 0. Each route is driven twice: once with the order that was really driven as the plan, once against a plan of our
// own making (always to the nearest stop left), where the driver leaves the plan all day.
import { readFile } from 'node:fs/promises';
import { type AmazonRoute, readAmazonRoutes } from '../packages/simulator/index.ts';
import { driveOnce, type Seen } from './amazon-day.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count } from './measure.ts';

const folder = new URL('../../shared/data/routes/amazon_almrrc/', import.meta.url);
const routesDriven = 3;

export async function amazon({ say, isShort }: BenchOptions): Promise<BenchResult> {
  const routes = await readRoutes();
  const chosen = isShort ? routes.slice(0, 1).map((route) => firstStops(route, 25)) : routes.slice(0, routesDriven);
  const driven: { asPlanned: Seen; offPlan: Seen }[] = [];
  for (const [index, route] of chosen.entries()) {
    const asPlanned = await driveOnce(route, 'actual', { say });
    say(`Route ${index + 1}, plan = order driven: ${describe(asPlanned)}`);
    const offPlan = await driveOnce(route, 'nearest_neighbour', { say });
    say(`Route ${index + 1}, plan = nearest neighbour: ${describe(offPlan)}`);
    driven.push({ asPlanned, offPlan });
  }
  const sum = (of: 'asPlanned' | 'offPlan', key: keyof Seen) => driven.reduce((all, each) => all + each[of][key], 0);
  const wrong = sum('asPlanned', 'wrong') + sum('offPlan', 'wrong');
  const [numberMillis, wordsMillis] = [sum('offPlan', 'numberMillis'), sum('offPlan', 'wordsMillis')];
  return {
    name: 'amazon',
    unit: 'wrong answers',
    value: wrong,
    floor: null,
    ratio: null,
    target: 0,
    pass: wrong === 0 && sum('asPlanned', 'checked') > 0,
    spread: null,
    extra: {
      routes: chosen.length,
      checkedAsPlanned: sum('asPlanned', 'checked'),
      checkedOffPlan: sum('offPlan', 'checked'),
      // Of the time that parcels wait on the road, each counted by itself.
      shareOfTimeWithNumberOffPlan: shareOf(numberMillis, wordsMillis),
      shareOfTimeWithNumberAsPlanned: shareOf(sum('asPlanned', 'numberMillis'), sum('asPlanned', 'wordsMillis')),
      timesNumberCameBack: sum('offPlan', 'backAgain'),
    },
  };
}

const shareOf = (part: number, rest: number) => Number((part / (part + rest)).toFixed(3));

/**
 * One route, on its plan and off it, with 1, 5 and 20 watchers a stop, whose streams stay open from before the start until
 * after the end. What is compared grows with the square of the stops: so many of the route are driven, the whole of it
 * with `--long`.
 */
const stopsDriven = { short: 12, usual: 60 } as const;
const watchersOfAStop = { short: [1, 5], usual: [1, 5, 20] } as const;

export async function amazonWatchers({ say, isLong, isShort }: BenchOptions): Promise<BenchResult> {
  const [whole] = await readRoutes();
  if (!whole) throw new BenchFailed('The data holds no route whose order is known.');
  const form = isShort ? 'short' : 'usual';
  const route = isLong ? whole : firstStops(whole, stopsDriven[form]);
  let wrong = 0;
  const extra: Record<string, number> = {};
  for (const each of watchersOfAStop[form])
    for (const order of ['actual', 'nearest_neighbour'] as const) {
      say(`${each} a stop, plan = ${order}`);
      const begunAt = performance.now();
      const { checkedOnStreams, wrongOnStreams, framesOnStreams } = await driveOnce(route, order, {
        watchersPerStop: each,
        say,
      });
      wrong += wrongOnStreams;
      const name = `${each}AStop${order === 'actual' ? 'OnPlan' : 'OffPlan'}`;
      extra[`compared${name}`] = checkedOnStreams;
      extra[`frames${name}`] = framesOnStreams;
      const seconds = Math.round((performance.now() - begunAt) / 1000);
      say(
        `  ${count(checkedOnStreams)} times a stream was compared, ${wrongOnStreams} wrong; ${count(framesOnStreams)} frames; ${seconds} s`,
      );
    }
  const compared = Object.values(extra).every((figure) => figure > 0);
  return {
    name: 'amazon-watchers',
    unit: 'wrong answers',
    value: wrong,
    floor: null,
    ratio: null,
    target: 0,
    pass: wrong === 0 && compared,
    spread: null,
    extra: { stops: (route.actualOrder?.length ?? 0) - 1, ...extra },
  };
}

/** Those whose driven order the data hold. */
async function readRoutes(): Promise<readonly AmazonRoute[]> {
  const read = (name: string) =>
    readFile(new URL(name, folder), 'utf8').catch(() => {
      throw new BenchFailed(`The data is not here: ${name} is read from ../shared/data/routes/amazon_almrrc.`);
    });
  const routes = readAmazonRoutes({
    routeData: await read('route_data.json'),
    packageData: await read('package_data.json'),
    actualSequences: await read('actual_sequences.json'),
  });
  if (!routes.ok) throw new BenchFailed(routes.sentence);
  return routes.value.filter((route) => route.actualOrder !== null);
}

/** The same route, over after so many stops of the order driven; the station stands first in it. */
function firstStops(route: AmazonRoute, stops: number): AmazonRoute {
  const actualOrder = route.actualOrder?.slice(0, stops + 1) ?? null;
  return { ...route, actualOrder, dropoffs: route.dropoffs.filter(({ code }) => actualOrder?.includes(code)) };
}

function describe({ checked, wrong, numberMillis, wordsMillis, backAgain }: Seen): string {
  return `${checked} answers, ${wrong} wrong; a number for ${shareOf(numberMillis, wordsMillis)} of the time, back ${backAgain} times`;
}
