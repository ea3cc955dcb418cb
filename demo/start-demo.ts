import { rm } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../packages/server/config.ts';
import { emptyDatabase, isInUse } from '../packages/server/db/empty-database.ts';
import { prepareServing, type Serving } from '../packages/server/serve.ts';
import type { Town } from '../packages/simulator/town/town.ts';
import { claimFolder, refuseForeignFolder } from './claim-folder.ts';
import { createDemoClock } from './demo-clock.ts';
import { createDemoDays } from './demo-days.ts';
import { createDemoServices } from './demo-services.ts';
import { freePort } from './free-port.ts';
import type { DemoEntry } from './invitation.ts';
import { dayOf, daysBefore, deliveryDay, instantOn } from './local-time.ts';
import { openAccounts } from './open-accounts.ts';
import { openTown } from './open-town.ts';
import type { DemoOptions } from './options.ts';
import { nearDriver, ownFleet } from './people.ts';
import { pairingMinutes } from './phones.ts';
import type { DemoStage } from './stage.ts';

export interface Demo {
  readonly url: string;
  logins(): Promise<readonly DemoEntry[]>;
  close(): Promise<void>;
}

/** Starts everything; resolves when the vans of the first day are on the road. What was opened is closed on failure. */
export async function startDemo(options: DemoOptions, say: (line: string) => void): Promise<Demo> {
  refuseForeignFolder(options.dataDirectory);
  const port = await freePort(options.port, options.host);
  if (options.port !== 0 && port !== options.port) say(`Port ${options.port} is taken; the demo uses ${port}.`);
  const url = `http://${options.host === '0.0.0.0' ? (lanAddress() ?? 'localhost') : 'localhost'}:${port}`;
  const { mapFile, town: making } = await openTown({ folder: join(options.dataDirectory, 'towns'), ...options }, say);
  const config = readConfig(
    {
      PORT: String(port),
      HOST: options.host,
      DOORSTEP_PUBLIC_URL: url,
      DOORSTEP_NAME: ownFleet,
      DOORSTEP_DATA: options.dataDirectory,
      DOORSTEP_MAP_FILE: mapFile,
      DOORSTEP_LEGAL_FOLDER: join(import.meta.dirname, 'legal'),
      DOORSTEP_LOG_LEVEL: 'warn',
    },
    import.meta.dirname,
  );
  const today = deliveryDay(dayOf(Date.now()));
  // Halted until the first day is ready: while the past is lived through, the clock only jumps.
  const clock = createDemoClock({ startAt: instantOn(daysBefore(today, 40), '07:00'), speed: 0 });
  const desk = createDemoServices(options.speed);
  const serving = await prepareServing(config, say, {
    clock,
    demo: desk.services,
    keepPushes: true,
    async beforeServing({ database }) {
      await making;
      const inUse = await isInUse(database.db);
      await claimFolder(options.dataDirectory, inUse);
      if (!inUse) return;
      await emptyDatabase(database.db);
      await rm(join(config.dataDirectory, 'photos'), { recursive: true, force: true });
    },
  });
  try {
    await serving.listen();
    const stage = stageOf(serving, { url, clock, town: await making });
    return await play(stage, { desk, today, options, say, close: serving.close });
  } catch (error) {
    await serving.close();
    throw error;
  }
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
    readonly options: DemoOptions;
    readonly say: (line: string) => void;
    readonly close: () => Promise<void>;
  },
): Promise<Demo> {
  const { desk, today, options, say } = given;
  const accounts = await openAccounts(stage);
  const days = createDemoDays(stage, { accounts, seed: options.seed, speed: options.speed, today, say });
  await days.livePast();
  await days.begin();
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
    async close() {
      await days.stop();
      await given.close();
    },
  };
}

/** This machine's address in its network, as another machine would type it. */
function lanAddress(): string | undefined {
  return Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
}
