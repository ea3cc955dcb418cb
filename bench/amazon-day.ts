// One real Amazon route driven through everything (door, judge, store, fold, list page's API, streams) on a clock of its
// own, with every number that a recipient would see compared with the truth at every arrival and every hand-over.
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
  type Step,
} from '../packages/simulator/index.ts';
import { orderOracle, planOracle } from './amazon-oracle.ts';
import { openBenchInstance } from './instance.ts';
import { followStream, type Told } from './load/told.ts';
import { BenchFailed } from './measure.ts';
import { signPeopleIn } from './people.ts';
import { emailOf } from './town.ts';

const startAt = Date.parse('2026-06-09T13:00:00Z');

/** What was seen of a day. Parcels wait, each by the route's clock, under a number or under words. */
export interface Seen {
  checked: number;
  wrong: number;
  numberMillis: number;
  wordsMillis: number;
  backAgain: number;
  checkedOnStreams: number;
  wrongOnStreams: number;
  framesOnStreams: number;
}

const options = { startAt, serviceDate: '2026-06-09', emailPattern: emailOf(0) };

/**
 * Drives one route in the order really driven. The plan is that order, or one of our own. Asked is by the list page's API
 * for every open parcel, or, with `watchersPerStop`, so many streams a stop that stay open all day what each told last.
 */
export async function driveOnce(
  route: AmazonRoute,
  order: 'actual' | 'nearest_neighbour',
  { watchersPerStop = 0, say }: { readonly watchersPerStop?: number; readonly say: (line: string) => void },
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

  let served = 0;
  const sayHowFar = () => {
    served += 1;
    if (served % 20 === 0) say(`    ${served} of ${drivenStops.length} stops`);
  };

  const watching = await openStreams(Number(new URL(url).port), cookie, stops, watchersPerStop);
  const checkStreams = async () => {
    const isTrue = (told: Told) => saidOf(told) === oracle.says(stopOfParcel.get(told.parcelId) ?? '');
    // Frames come a moment after the answer to the phone; one that never comes is a wrong answer.
    for (let tries = 0; tries < 250 && !watching.every(isTrue); tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    seen.checkedOnStreams += watching.length;
    seen.wrongOnStreams += watching.filter((told) => !isTrue(told)).length;
  };

  let waiting = { since: clock.at, numbers: 0, words: 0 };
  const checkList = async () => {
    seen.numberMillis += waiting.numbers * (clock.at - waiting.since);
    seen.wordsMillis += waiting.words * (clock.at - waiting.since);
    waiting = { since: clock.at, numbers: 0, words: 0 };
    for (const item of await listAll(url, cookie)) {
      const stopId = stopOfParcel.get(item.id);
      if (!stopId) continue;
      const said = saidOf(item);
      seen.checked += 1;
      if (said === 'words') waiting.words += 1;
      else if (said !== 'over') waiting.numbers += 1;
      const truth = oracle.says(stopId);
      if (said === truth) continue;
      seen.wrong += 1;
      if (seen.wrong <= 3) process.stderr.write(`  stop ${stopId}: the page says ${said}, the truth is ${truth}\n`);
    }
    if (wordsBefore && waiting.words === 0) seen.backAgain += 1;
    wordsBefore = waiting.words > 0;
  };
  const check = watchersPerStop > 0 ? checkStreams : checkList;

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
        if (action.command.type === 'deliver') oracle.served(action.command.stopId);
        if (action.command.type !== 'arrive' && action.command.type !== 'deliver') return;
        await check();
        if (action.command.type === 'deliver') sayHowFar();
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
    numberMillis: 0,
    wordsMillis: 0,
    backAgain: 0,
    checkedOnStreams: 0,
    wrongOnStreams: 0,
    framesOnStreams: 0,
  };
}
