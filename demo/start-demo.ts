import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoMessage } from '../packages/contract/index.ts';
import { readConfig } from '../packages/server/config.ts';
import { emptyDatabase, isInUse } from '../packages/server/db/empty-database.ts';
import { prepareServing, type Serving } from '../packages/server/serve.ts';
import { createRoads, type Roads } from '../packages/simulator/town/road-graph.ts';
import type { Town } from '../packages/simulator/town/town.ts';
import { type BegunEarly, beginEarly } from './begin-early.ts';
import { claimFolder } from './claim-folder.ts';
import { createDemoClock } from './demo-clock.ts';
import { createDemoDays, type DemoDays } from './demo-days.ts';
import { createDemoServices } from './demo-services.ts';
import { freePort } from './free-port.ts';
import type { DemoEntry } from './invitation.ts';
import { dayOf, daysBefore, deliveryDay, instantOn } from './local-time.ts';
import { type Accounts, openAccounts } from './open-accounts.ts';
import { openToLan } from './open-to-lan.ts';
import type { OpeningTown } from './open-town.ts';
import type { DemoOptions } from './options.ts';
import { drawPastPictures, type PastPictures } from './past-days.ts';
import { nearDriver, ownFleet } from './people.ts';
import { pairingMinutes } from './phones.ts';
import { type DemoPlan, homeOf, planOfDay } from './plan-of-day.ts';
import type { DemoStage } from './stage.ts';
import { reached, reachedWith } from './start-parts.ts';

export interface Demo {
  readonly url: string;
  logins(): Promise<readonly DemoEntry[]>;
  /** What the page *Nachrichten* shows: every mail and push, newest first. */
  messages(limit: number): Promise<readonly DemoMessage[]>;
  close(): Promise<void>;
}

/** So long whoever opens the first page has the server to themselves. */
const calmMillis = 3_000;

/** Starts everything; resolves when the near van of the first day is on the road and the pages can be used. What was opened is closed on failure. */
export async function startDemo(
  options: DemoOptions,
  say: (line: string) => void,
  begun = beginEarly(options, say),
): Promise<Demo> {
  reached('code');
  const { pages, cluster, leisure } = begun;
  reachedWith(pages, 'pages');
  const { url, settings, making } = await whereAndWhat(options, say, begun.opening).catch(async (fault: unknown) => {
    await cluster.then((opened) => (opened.startedHere ? opened.stop() : undefined)).catch(() => undefined);
    throw fault;
  });
  const today = deliveryDay(dayOf(Date.now()));
  const preparing = making.town.then((town) => prepare(town, { today, seed: options.seed }));
  preparing.catch(() => undefined);
  reachedWith(preparing, 'town');
  const config = readConfig({ ...settings, DOORSTEP_MAP_FILE: making.mapFile }, import.meta.dirname);
  // Halted until the first day is ready: while the past is lived through, the clock only jumps.
  const clock = createDemoClock({ startAt: instantOn(daysBefore(today, 40), '07:00'), speed: 0 });
  const desk = createDemoServices(options.speed);
  const serving = await prepareServing(config, say, {
    clock,
    demo: desk.services,
    keepPushes: true,
    pages,
    cluster,
    async beforeServing({ database }) {
      reached('database');
      await Promise.all([preparing, making.drawn]);
      const inUse = await isInUse(database.db);
      await claimFolder(options.dataDirectory, inUse);
      if (!inUse) return;
      await emptyDatabase(database.db);
      await rm(join(config.dataDirectory, 'photos'), { recursive: true, force: true });
    },
  });
  try {
    const prepared = await preparing;
    desk.isOf(prepared.town);
    await serving.listen();
    reached('server');
    const stage = stageOf(serving, { url, clock, town: prepared.town });
    const playing = play(stage, { desk, today, prepared, options, say, pages, leisure, close: serving.close });
    // Whichever fails first is what is told; the other must not end the process.
    let isPlayed = false;
    playing.then(
      () => {
        isPlayed = true;
      },
      () => undefined,
    );
    await pages;
    if (!isPlayed) say(`${url} can be opened already; it turns by itself when the first day is set up …`);
    const demo = await playing;
    setTimeout(leisure.resolve, calmMillis).unref();
    return demo;
  } catch (error) {
    await serving.close();
    throw error;
  }
}

/** Where it will listen, and the town that is being made. */
async function whereAndWhat(
  { port: wanted, host, dataDirectory }: DemoOptions,
  say: (line: string) => void,
  opening: Promise<OpeningTown>,
) {
  const port = await freePort(wanted, host);
  if (wanted !== 0 && port !== wanted) say(`Port ${wanted} is taken; the demo uses ${port}.`);
  const lan = host === '0.0.0.0' ? await openToLan(dataDirectory) : null;
  const url = lan === null ? `http://localhost:${port}` : `https://${lan.address}:${port}`;
  const settings = {
    PORT: String(port),
    HOST: host,
    DOORSTEP_PUBLIC_URL: url,
    ...lan?.settings,
    DOORSTEP_NAME: ownFleet,
    DOORSTEP_DATA: dataDirectory,
    DOORSTEP_LEGAL_FOLDER: join(import.meta.dirname, 'legal'),
    DOORSTEP_LOG_LEVEL: 'warn',
  };
  return { url, settings, making: await opening };
}

interface Prepared {
  readonly town: Town;
  readonly roads: Roads;
  readonly first: DemoPlan;
  readonly pictures: PastPictures;
}

/** What needs no server: thought out and drawn while database and pages are being made. */
function prepare(town: Town, { today, seed }: { today: string; seed: number }): Prepared {
  const roads = createRoads(town);
  const first = planOfDay({ town, roads, day: today, seed });
  return { town, roads, first, pictures: drawPastPictures({ today, home: homeOf(first) }) };
}

function stageOf(
  { composed, instance }: Serving,
  given: Pick<DemoStage, 'url' | 'clock'> & { readonly town: Town },
): DemoStage {
  const { operator, keepHouse, tellClock, onMessageSent } = composed;
  return { ...given, operator, keepHouse, tellClock, onMessageSent, db: instance.database.db };
}

/** People, the past, and the first day. */
async function play(
  stage: DemoStage,
  given: {
    readonly desk: ReturnType<typeof createDemoServices>;
    readonly today: string;
    readonly prepared: Prepared;
    readonly options: DemoOptions;
    readonly say: (line: string) => void;
    readonly close: () => Promise<void>;
  } & Pick<BegunEarly, 'pages' | 'leisure'>,
): Promise<Demo> {
  const { desk, today, options, say, pages } = given;
  const leisure = given.leisure.promise;
  const { roads, first, pictures } = given.prepared;
  const accounts = await openAccounts(stage);
  reached('accounts');
  const days = createDemoDays(stage, { accounts, roads, first, speed: options.speed, today, say, leisure });
  await days.livePast(pictures);
  reached('past');
  // The first page of a server brings the code of the others with it: nobody need wait for that.
  pages.then(() => openPage(accounts, days)).catch(() => undefined);
  await days.begin();
  reached('day');
  desk.play({ stage, accounts, days });
  return {
    url: stage.url,
    async logins() {
      const people = accounts.list.map(({ who, role, email, password }): DemoEntry => {
        const parcelId = days.parcelIdOf(who);
        return { role, what: who, email, password, ...(parcelId === null ? {} : { parcelId }) };
      });
      const link = `${stage.url}/pair/${await stage.operator.pairingCode(nearDriver, pairingMinutes)}`;
      return [...people, { role: 'driver', what: 'driver', link }];
    },
    messages: desk.services.messages,
    async close() {
      await days.stop();
      await given.close();
    },
  };
}

/** Her parcel page, as she sees it. */
async function openPage(accounts: Accounts, days: DemoDays): Promise<void> {
  const recipient = await accounts.recipient('near');
  await recipient.open(`/parcels/${days.parcelIdOf('photo')}`);
}
