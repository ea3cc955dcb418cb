// The real Amazon orders, driven through everything (door, judge, store, fold, list page's API, streams), with every
// number that a recipient would see compared with the truth at every step. A counting bench: its value is the number of
// wrong answers, its target 0. Each route is driven twice: once with the order that was really driven as the plan, once
// against a plan of our own making (always to the nearest stop left), where the driver leaves the plan all day.
import { readFile } from 'node:fs/promises';
import type { ParcelList, ParcelListItem } from '../packages/contract/index.ts';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import {
  type AmazonRoute,
  convertAmazon,
  createSteppedPace,
  driveRoute,
  readAmazonRoutes,
  type Step,
} from '../packages/simulator/index.ts';
import { orderOracle, planOracle } from './amazon-oracle.ts';
import { openBenchInstance } from './instance.ts';
import { followStream, type Told } from './load/told.ts';
import { BenchFailed, type BenchOptions, type BenchResult } from './measure.ts';
import { signPeopleIn } from './people.ts';
import { emailOf } from './town.ts';

const folder = new URL('../../shared/data/routes/amazon_almrrc/', import.meta.url);
const routesDriven = 3;
const startAt = Date.parse('2026-06-09T13:00:00Z');

interface Seen {
  checked: number;
  wrong: number;
  words: number;
  numbers: number;
  backAgain: number;
  checkedOnStreams: number;
  wrongOnStreams: number;
  framesOnStreams: number;
}

export async function amazon({ say }: BenchOptions): Promise<BenchResult> {
  const chosen = await readChosenRoutes();

  const totals = { asPlanned: emptySeen(), offPlan: emptySeen() };
  for (const [index, route] of chosen.entries()) {
    const asPlanned = await driveOnce(route, 'actual');
    say(`Route ${index + 1}, plan = order driven: ${describe(asPlanned)}`);
    add(totals.asPlanned, asPlanned);
    const offPlan = await driveOnce(route, 'nearest_neighbour');
    say(`Route ${index + 1}, plan = nearest neighbour: ${describe(offPlan)}`);
    add(totals.offPlan, offPlan);
  }
  const wrong = totals.asPlanned.wrong + totals.offPlan.wrong;
  const { numbers, words } = totals.offPlan;
  return {
    name: 'amazon',
    unit: 'wrong answers',
    value: wrong,
    floor: null,
    ratio: null,
    target: 0,
    pass: wrong === 0 && totals.asPlanned.checked > 0,
    spread: null,
    extra: {
      routes: chosen.length,
      checkedAsPlanned: totals.asPlanned.checked,
      checkedOffPlan: totals.offPlan.checked,
      numbersOffPlan: numbers,
      shareOfDayWithNumberOffPlan: Number((numbers / (numbers + words)).toFixed(3)),
      wordsOffPlan: words,
      timesNumberCameBack: totals.offPlan.backAgain,
    },
  };
}

async function readChosenRoutes(): Promise<readonly AmazonRoute[]> {
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
  return routes.value.filter((route) => route.actualOrder !== null).slice(0, routesDriven);
}

/**
 * The same routes with 1, 5 and (`--long`) 20 watchers a stop, whose streams stay open from before the start until after
 * the end. One route of those above, on its plan and off it.
 */
export async function amazonWatchers({ say, isLong }: BenchOptions): Promise<BenchResult> {
  const [route] = await readChosenRoutes();
  if (!route) throw new BenchFailed('The data holds no route whose order is known.');
  let wrong = 0;
  const extra: Record<string, number> = {};
  for (const each of isLong ? [1, 5, 20] : [1, 5])
    for (const order of ['actual', 'nearest_neighbour'] as const) {
      const seen = await driveOnce(route, order, each);
      const { checkedOnStreams, wrongOnStreams, framesOnStreams } = seen;
      wrong += seen.wrong + wrongOnStreams;
      const name = `${each}AStop${order === 'actual' ? 'OnPlan' : 'OffPlan'}`;
      extra[`compared${name}`] = checkedOnStreams;
      extra[`frames${name}`] = framesOnStreams;
      say(
        `${each} a stop, plan = ${order}: ${checkedOnStreams} times a stream was compared, ${wrongOnStreams} wrong; ${framesOnStreams} frames`,
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
    extra,
  };
}

const options = { startAt, serviceDate: '2026-06-09', emailPattern: emailOf(0) };

/**
 * Drives one route in the order really driven and asks for every open parcel after every hand-over. The plan is that
 * order, or one of our own. `watchersPerStop`: beside that so many streams a stop stay open all day, and what each of
 * them told last is compared too.
 */
async function driveOnce(
  route: AmazonRoute,
  order: 'actual' | 'nearest_neighbour',
  watchersPerStop = 0,
): Promise<Seen> {
  const { document } = convertAmazon([route], { ...options, order });
  const driven = route.actualOrder ?? [];
  const makeOracle = order === 'actual' ? planOracle : orderOracle;
  const instance = await openBenchInstance(() => undefined);
  const clock = { at: startAt - 60_000, speed: 1, now: () => clock.at };
  const [cookie = ''] = await signPeopleIn(instance, 1);
  const { db } = instance.database;
  const imported = await importRoutes(
    { db, clock, bindConsignments },
    { bytes: Buffer.from(JSON.stringify(document)), fileName: 'amazon.json', dryRun: false },
  );
  if (imported.problems.length > 0)
    throw new BenchFailed(`Not all rows were imported: ${imported.problems.length} bad.`);
  const composed = await compose({
    config: readConfig(instance.environment, '.'),
    database: { ...instance.database, close: async () => undefined },
    built: null,
    clock,
  });
  const url = await composed.app.listen({ port: 0, host: '127.0.0.1' });
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: clock.at });
  const device = await pairDevice(db, { code, deviceName: null, now: clock.at });
  if (!device) throw new BenchFailed('The phone could not be paired.');

  const stops = await db
    .selectFrom('stops')
    .innerJoin('stop_parcels', 'stop_parcels.stop_id', 'stops.id')
    .innerJoin('parcels', 'parcels.id', 'stop_parcels.parcel_id')
    .innerJoin('consignments', 'consignments.id', 'parcels.consignment_id')
    .innerJoin('addresses', 'addresses.id', 'consignments.address_id')
    .select(['stops.id as stopId', 'parcels.id as parcelId', 'addresses.street'])
    .orderBy('stops.sequence')
    .execute();
  const stopOfParcel = new Map(stops.map((row) => [row.parcelId, row.stopId]));
  const stopOfCode = new Map(stops.map((row) => [row.street.replace(/^Stop /, ''), row.stopId]));
  const drivenStops = [...new Set(driven.flatMap((name) => stopOfCode.get(name) ?? []))];
  const oracle = makeOracle([...new Set(stops.map((row) => row.stopId))]);
  const seen = emptySeen();
  let wordsBefore = false;

  const watching = await openStreams(Number(new URL(url).port), cookie, stops, watchersPerStop);
  const checkStreams = async () => {
    const isTrue = (told: Told) => saidOf(told) === oracle.says(stopOfParcel.get(told.parcelId) ?? '');
    // Frames come a moment after the answer to the phone; one that never comes is a wrong answer.
    for (let tries = 0; tries < 250 && !watching.every(isTrue); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    seen.checkedOnStreams += watching.length;
    seen.wrongOnStreams += watching.filter((told) => !isTrue(told)).length;
  };

  const check = async () => {
    await checkStreams();
    const items = await listAll(url, cookie);
    let anyWords = false;
    for (const item of items) {
      const stopId = stopOfParcel.get(item.id);
      if (!stopId) continue;
      const said = saidOf(item);
      seen.checked += 1;
      if (said === 'words') {
        seen.words += 1;
        anyWords = true;
      } else if (said !== 'over') seen.numbers += 1;
      const truth = oracle.says(stopId);
      if (said === truth) continue;
      seen.wrong += 1;
      if (seen.wrong <= 3) process.stderr.write(`  stop ${stopId}: the page says ${said}, the truth is ${truth}\n`);
    }
    if (wordsBefore && !anyWords) seen.backAgain += 1;
    wordsBefore = anyWords;
  };

  const result = await driveRoute(
    {
      url,
      token: device.token,
      fixIntervalSeconds: 20,
      finish: false,
      order: () => ({ ok: true, value: drivenStops }),
      pace: () => createSteppedPace(clock),
    },
    {
      async onStep({ action, acknowledged }: Step) {
        if (!acknowledged) throw new BenchFailed('A step was not acknowledged.');
        if (action.kind !== 'command') return;
        if (action.command.type === 'start_route') await check();
        if (action.command.type === 'arrive') oracle.arrived(action.command.stopId);
        if (action.command.type !== 'deliver') return;
        oracle.served(action.command.stopId);
        await check();
      },
    },
  );
  seen.framesOnStreams = watching.reduce((sum, { frames }) => sum + frames, 0);
  for (const told of watching) told.close();
  await composed.close();
  await instance.close();
  if (result.outcome !== 'done' || result.refused.some((each) => each.kind === 'command'))
    throw new BenchFailed('The drive did not come to its end.');
  return seen;
}

async function listAll(url: string, cookie: string): Promise<readonly ParcelListItem[]> {
  const items: ParcelListItem[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query = cursor === '' ? '' : `?cursor=${cursor}`;
    const response = await fetch(`${url}/api/v1/me/parcels${query}`, { headers: { cookie } });
    if (!response.ok) throw new BenchFailed(`The list answered ${response.status}.`);
    const page: ParcelList = await response.json();
    items.push(...page.parcels);
    cursor = page.nextCursor;
  }
  return items;
}

/** The same number of streams for each stop: its parcels in turn, as of several people of one house. */
async function openStreams(
  port: number,
  cookie: string,
  stops: readonly { stopId: string; parcelId: string }[],
  watchersPerStop: number,
): Promise<readonly Told[]> {
  const watching: Told[] = [];
  for (const parcels of Map.groupBy(stops, ({ stopId }) => stopId).values())
    for (let nth = 0; nth < watchersPerStop; nth += 1) {
      const parcel = parcels[nth % parcels.length];
      if (parcel) watching.push(await followStream(port, cookie, parcel.parcelId));
    }
  return watching;
}

function saidOf({ stopsAway, state }: Pick<ParcelListItem, 'stopsAway' | 'state'>): string {
  if (state === 'delivered') return 'over';
  if (!stopsAway) return 'nothing';
  if (stopsAway.kind === 'words') return 'words';
  return stopsAway.kind === 'more_than' ? `more than ${stopsAway.count}` : String(stopsAway.count);
}

function emptySeen(): Seen {
  return {
    checked: 0,
    wrong: 0,
    words: 0,
    numbers: 0,
    backAgain: 0,
    checkedOnStreams: 0,
    wrongOnStreams: 0,
    framesOnStreams: 0,
  };
}

function add(total: Seen, seen: Seen): void {
  for (const key of ['checked', 'wrong', 'words', 'numbers', 'backAgain'] as const) total[key] += seen[key];
}

function describe(seen: Seen): string {
  const { checked, wrong, numbers, words, backAgain } = seen;
  return `${checked} answers, ${wrong} wrong; ${numbers} numbers, ${words} words, number back ${backAgain} times`;
}
