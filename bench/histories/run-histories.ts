// A fleet of phones, each with a history of its own from its seed, on one server that is restarted under them.
import { createChance } from '../../packages/simulator/chance.ts';
import { createFaultyNetwork } from './faulty-network.ts';
import { judgeHistory, type Verdict } from './judge-history.ts';
import { createPictureMaker, type PictureMaker } from './model-picture.ts';
import type { ModelRoute, ModelServer } from './model-server.ts';
import { attempt, createMortalPhone, placesToDie } from './mortal-phone.ts';
import { createSeededDriver } from './seeded-driver.ts';

const dayMillis = 86_400_000;
const rounds = 26;
const hour = 3_600_000;

export interface HistoriesTold {
  histories: number;
  readonly violations: string[];
  actionsDone: number;
  actionsRefused: number;
  fixes: number;
  photos: number;
  deaths: number;
  restarts: number;
  readonly diedAt: Map<string, number>;
  readonly network: Map<string, number>;
}

/** Fleets one after another, each on a day of its own, until there were so many histories. */
export async function runHistories(
  server: ModelServer,
  input: { readonly histories: number; readonly fleet: number; readonly say: (line: string) => void },
): Promise<HistoriesTold> {
  const told: HistoriesTold = {
    histories: 0,
    violations: [],
    actionsDone: 0,
    actionsRefused: 0,
    fixes: 0,
    photos: 0,
    deaths: 0,
    restarts: 0,
    diedAt: new Map(),
    network: new Map(),
  };
  const pictures = await createPictureMaker();
  const morning = server.clock.now();
  for (let first = 0; first < input.histories; first += input.fleet) {
    await server.goTo(morning + Math.round(first / input.fleet) * dayMillis);
    const seeds = Array.from(
      { length: Math.min(input.fleet, input.histories - first) },
      (_, index) => first + index + 1,
    );
    await runFleet(server, seeds, pictures, told);
    input.say(`  ${told.histories} histories, ${told.violations.length} violations`);
  }
  return told;
}

async function runFleet(
  server: ModelServer,
  seeds: readonly number[],
  pictures: PictureMaker,
  told: HistoriesTold,
): Promise<void> {
  const stops = [{}, { parcels: [{}, {}] }, {}, {}];
  const routes = await server.addRoutes(
    seeds.map((seed) => `H-${seed}`),
    stops,
  );
  const histories = routes.map((route, index) => beginHistory(server, route, seeds[index] ?? 0, pictures));
  const fleetChance = createChance(seeds[0] ?? 0);
  const restartIn = new Set([Math.floor(fleetChance.next() * rounds), Math.floor(fleetChance.next() * rounds)]);
  for (let round = 0; round < rounds; round += 1) {
    server.clock.advance(5_000 + Math.floor(fleetChance.next() * 60_000));
    const restarting = restartIn.has(round) ? server.restart() : null;
    if (restarting) told.restarts += 1;
    await Promise.all([restarting, ...histories.map((history) => history.step())]);
  }
  const verdicts = await Promise.all(histories.map((history) => history.end()));
  for (const [index, verdict] of verdicts.entries()) add(told, verdict, seeds[index] ?? 0);
  for (const { phone, network } of histories) {
    told.deaths += phone.deaths;
    for (const [place, times] of phone.diedAt) told.diedAt.set(place, (told.diedAt.get(place) ?? 0) + times);
    for (const [fault, times] of network.happened) told.network.set(fault, (told.network.get(fault) ?? 0) + times);
  }
}

function beginHistory(server: ModelServer, route: ModelRoute, seed: number, pictures: PictureMaker) {
  const chance = createChance(seed * 7919);
  const network = createFaultyNetwork(server, chance);
  const phone = createMortalPhone({
    token: route.token,
    network,
    serverNow: server.clock.now,
    random: chance.next,
  });
  let picture = 0;
  const takePicture = () => {
    picture += 1;
    return { id: crypto.randomUUID(), ...pictures(`${seed} ${picture}`), contentType: 'image/jpeg' };
  };
  const driver = createSeededDriver({ phone, route, chance, takePicture });

  /** What changes around the phone from one moment to the next. */
  function fate(): void {
    phone.live();
    network.trouble = chance.next() < 0.6 ? chance.next() : 0;
    network.cut = chance.next() < 0.25;
    phone.isDiskFull = chance.next() < 0.08;
    if (chance.next() < 0.1) phone.clockOffset = Math.round((chance.next() - 0.5) * 6 * hour);
    const death = chance.next();
    if (death < 0.25) phone.dieAfter(Math.floor(chance.next() * 14));
    else if (death < 0.5) phone.dieAt(pick(placesToDie));
    else if (death < 0.65) phone.dieAt(pick(placesToDie.filter((place) => place.includes('a picture'))));
  }
  const pick = (places: readonly string[]) => places[Math.floor(chance.next() * places.length)] ?? '';

  return {
    phone,
    network,
    async step() {
      fate();
      await driver.act();
      if (chance.next() < 0.5) await driver.act();
      if (chance.next() < 0.2) await network.deliverLate();
      if (chance.next() < 0.7) {
        const flushes = [attempt(() => phone.outbox.flush())];
        if (chance.next() < 0.15) flushes.push(attempt(() => phone.secondTab().flush()));
        await Promise.all(flushes);
      }
    },
    async end(): Promise<Verdict> {
      phone.live();
      phone.isDiskFull = false;
      network.trouble = 0;
      network.cut = false;
      if (chance.next() < 0.7) await driver.finish();
      for (let tries = 0; tries < 20; tries += 1) if ((await phone.outbox.flush()).outcome === 'empty') break;
      await network.deliverLate();
      return judgeHistory(server, {
        route,
        recorded: phone.recorded,
        waiting: (await phone.disk.list()).length,
        refused: await phone.disk.listRefused(),
      });
    },
  };
}

function add(told: HistoriesTold, verdict: Verdict, seed: number): void {
  told.histories += 1;
  told.violations.push(...verdict.violations.map((violation) => `history ${seed}: ${violation}`));
  told.actionsDone += verdict.done;
  told.actionsRefused += verdict.refused;
  told.fixes += verdict.fixes;
  told.photos += verdict.photos;
}
