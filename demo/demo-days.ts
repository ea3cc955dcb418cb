import type { DemoPerson, DemoScene } from '../packages/contract/index.ts';
import { fetchRoute } from '../packages/simulator/device.ts';
import { createRoads } from '../packages/simulator/town/road-graph.ts';
import { driveVan } from '../packages/simulator/vans/drive-van.ts';
import { playMorning } from '../packages/simulator/vans/play-morning.ts';
import type { Van } from '../packages/simulator/vans/van.ts';
import { instantOn, nextDeliveryDay } from './local-time.ts';
import type { Accounts } from './open-accounts.ts';
import { giftParcelNumber, livePastDays, photoParcelNumber } from './past-days.ts';
import { nearDriver, safePlace } from './people.ts';
import { createPhones } from './phones.ts';
import { type DemoPlan, nearPosition, planOfDay, servedAtCurtain } from './plan-of-day.ts';
import { type DemoStage, importDay, jumpTo, parcelIdOf } from './stage.ts';
import { cameraAheadOf, takePictureAt } from './take-picture.ts';

export interface DemoDays {
  livePast(today: string): Promise<void>;
  /** Resolves when the day's vans are on the road; goes on with the next day by itself when they are home. */
  begin(day: string): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
  isRunning(): boolean;
  /** The parcel that a log-in is about, null where it is about none. */
  parcelIdOf(who: DemoPerson): string | null;
  nearDriverSees(): Promise<DemoScene['driver']>;
}

/** As long the near van waits for somebody to watch, by the demo's clock. */
const longestHoldMillis = 10 * 60_000;

export function createDemoDays(
  stage: DemoStage,
  input: { accounts: Accounts; seed: number; speed: number; say: (line: string) => void },
): DemoDays {
  const { clock, town } = stage;
  const { accounts, seed, say } = input;
  const roads = createRoads(town);
  const phones = createPhones(stage);
  const parcelIds = new Map<DemoPerson, string>();
  let running: { readonly day: string; readonly leaving: AbortController; readonly home: Promise<unknown> } | null =
    null;
  let changing: Promise<void> | null = null;
  let stopped = false;

  const planFor = (day: string) => planOfDay({ town, roads, day, seed });

  async function begin(day: string): Promise<void> {
    const speed = clock.speed > 0 ? clock.speed : input.speed;
    clock.setSpeed(0);
    const plan = planFor(day);
    await jumpTo(stage, instantOn(day, '07:30'));
    await importDay(stage, plan.document);
    await prepareGuests(plan);
    await jumpTo(stage, plan.curtainAt);
    const leaving = new AbortController();
    const driving = await Promise.all(plan.vans.map((_, index) => setOut(plan, index, leaving.signal)));
    const home = Promise.all(driving.map((drive) => drive()));
    running = { day, leaving, home };
    clock.setSpeed(speed);
    stage.tellClock();
    void home.then(() => {
      if (!leaving.signal.aborted) void change(day);
    });
  }

  /** Until the curtain rises the van's morning is played; what is returned drives the rest. */
  async function setOut(plan: DemoPlan, index: number, signal: AbortSignal): Promise<() => Promise<unknown>> {
    const cast = plan.vans[index];
    if (cast === undefined) throw new RangeError(`the demo has no van ${index}`);
    const { token, outbox } = await phones.of(cast.driver);
    const { manners, seed: vanSeed } = cast;
    const van: Van = {
      url: stage.url,
      token,
      outbox,
      clock,
      roads,
      seed: vanSeed,
      manners,
      takePicture: takePictureAt,
      say,
    };
    const morning = await playMorning(van, { stops: plan.servedByThen[index] ?? 0 }, signal);
    if (morning.outcome === 'not_played') throw new Error(`the demo's van ${index + 1}: ${morning.sentence}`);
    const heldStop = index === 0 ? morning.route.stops[servedAtCurtain] : undefined;
    const hold = heldStop && { stopId: heldStop.id, untilAt: plan.curtainAt + longestHoldMillis };
    const watchedStop = index === 0 ? morning.route.stops[nearPosition - 1] : undefined;
    return async () => {
      const takePicture = watchedStop ? cameraAheadOf(watchedStop) : takePictureAt;
      const end = await driveVan({ ...van, takePicture }, { here: morning.here, ...(hold ? { hold } : {}) }, signal);
      if (end.outcome === 'ended') say(`The demo's van ${index + 1} ended: ${end.sentence}`);
    };
  }

  async function prepareGuests(plan: DemoPlan): Promise<void> {
    for (const { key, parcelNumber } of plan.guests) {
      if (key !== 'near' && key !== 'far' && key !== 'opted_out') continue;
      const parcelId = await parcelIdOf(stage, parcelNumber);
      parcelIds.set(key, parcelId);
      const recipient = await accounts.recipient(key);
      if (key === 'opted_out') await recipient.put('/api/v1/me/preferences', { deliveryPhotos: 'off' });
      await recipient.put(`/api/v1/me/parcels/${parcelId}/drop-off`, { place: safePlace });
    }
  }

  /** Sends everybody home and begins the next day. */
  function change(day: string): Promise<void> {
    if (stopped) return Promise.resolve();
    changing ??= (async () => {
      await endDay();
      await begin(nextDeliveryDay(day));
    })()
      .catch((error: unknown) => say(`The demo's day could not begin again: ${String(error)}`))
      .finally(() => {
        changing = null;
      });
    return changing;
  }

  async function endDay(): Promise<void> {
    const ending = running;
    running = null;
    if (ending === null) return;
    ending.leaving.abort();
    await ending.home;
    for (const { driver } of planFor(ending.day).vans) {
      const { token, outbox } = await phones.of(driver);
      const fetched = await fetchRoute(stage.url, token);
      const route = fetched.outcome === 'ok' ? fetched.value.route : null;
      if (route?.phase !== 'started') continue;
      const hers = route.stops.find(
        ({ parcels, status }) => status !== 'completed' && parcels.some(({ id }) => isGuests(id)),
      );
      if (hers)
        await outbox.recordTogether([
          { type: 'arrive', stopId: hers.id },
          { type: 'deliver', stopId: hers.id, how: 'recipient' },
        ]);
      await outbox.record({ type: 'finish_route' });
      await outbox.flush();
    }
  }

  const isGuests = (parcelId: string) => [...parcelIds.values()].includes(parcelId);

  return {
    async livePast(today) {
      const plan = planFor(today);
      const home = plan.guests.find(({ key }) => key === 'near')?.house;
      const depot = plan.document.routes[0]?.depot;
      if (home === undefined || depot === undefined) throw new Error("the demo's recipient lives nowhere");
      await livePastDays(stage, { today, home, depot, phones, recipient: () => accounts.recipient('near') });
      parcelIds.set('photo', await parcelIdOf(stage, photoParcelNumber));
      parcelIds.set('gift', await parcelIdOf(stage, giftParcelNumber));
    },
    begin,
    startAgain: () => (running === null ? (changing ?? Promise.resolve()) : change(running.day)),
    async stop() {
      stopped = true;
      await changing;
      running?.leaving.abort();
      await running?.home;
    },
    isRunning: () => running !== null,
    parcelIdOf: (who) => parcelIds.get(who) ?? null,
    async nearDriverSees() {
      const { token } = await phones.of(nearDriver);
      const fetched = await fetchRoute(stage.url, token);
      const stops = fetched.outcome === 'ok' ? (fetched.value.route?.stops ?? []) : [];
      const index = stops.findIndex(({ status }) => status !== 'completed');
      const next = stops[index];
      if (next === undefined) return null;
      const name = next.parcels[0]?.recipientName.split(' ').at(-1) ?? '';
      return { stop: index + 1, stops: stops.length, name, address: next.addressLine };
    },
  };
}
