import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoPerson, DemoScene } from '../packages/contract/index.ts';
import { fetchRoute } from '../packages/simulator/device.ts';
import type { Roads } from '../packages/simulator/town/road-graph.ts';
import { driveVan } from '../packages/simulator/vans/drive-van.ts';
import { playMorning } from '../packages/simulator/vans/play-morning.ts';
import type { Van } from '../packages/simulator/vans/van.ts';
import { daysBefore, deliveryDayBefore, instantOn, nextDeliveryDay } from './local-time.ts';
import type { Accounts } from './open-accounts.ts';
import {
  giftParcelNumber,
  liveAnotherPhotoDay,
  livePastDays,
  type PastPictures,
  photoDaysAgo,
  photoParcelNumber,
} from './past-days.ts';
import { lastingWish, nearDriver, safePlace } from './people.ts';
import { createPhones } from './phones.ts';
import { type DemoPlan, homeOf, nearPosition, servedAtCurtain } from './plan-of-day.ts';
import { type DemoStage, importDay, jumpTo, parcelIdOf } from './stage.ts';
import { cameraAheadOf, takePictureAt } from './take-picture.ts';
import { planMovedTo } from './tomorrow.ts';

export interface DemoDays {
  /** Lives through the past; the first day can then begin. */
  livePast(pictures: PastPictures): Promise<void>;
  /** Resolves when the first day's near van is on the road; goes on with the next day by itself when they are home. */
  begin(): Promise<void>;
  /** Sends everybody home and begins the next day; also where the last attempt failed. Resolves when it runs. */
  startAgain(): Promise<void>;
  /** 0 halts the clock. While a day is being set up it stands anyway, and runs so afterwards. */
  setSpeed(speed: number): void;
  stop(): Promise<void>;
  isRunning(): boolean;
  /** The parcel that a log-in is about, null where it is about none. */
  parcelIdOf(who: DemoPerson): string | null;
  nearDriverSees(): Promise<DemoScene['driver']>;
}

/** As long the near van waits for somebody to watch, by the demo's clock. */
const longestHoldMillis = 60 * 60_000;
const tries = 3;
/** Those with a parcel of today. */
const guests = ['near', 'far', 'opted_out'] as const;
const isGuest = (key: string): key is (typeof guests)[number] => guests.some((guest) => guest === key);
/** The server deletes a photo after thirty days: before that, there is a newer one to look at. */
const photoLastsDays = 25;
const longestStopMillis = 3_000;
/**
 * So far the near van is on its way when the curtain rises. At the door where it was last, the dot would go on only after the
 * van is well past (the neighbours' cloak): whoever comes in would look at a map on which nothing moves.
 */
const nearOnwardMetres = 50;

interface Running {
  readonly leaving: AbortController;
  /** Never rejects. */
  readonly home: Promise<unknown>;
}

export function createDemoDays(
  stage: DemoStage,
  input: {
    accounts: Accounts;
    roads: Roads;
    /** The first day's plan. */
    first: DemoPlan;
    speed: number;
    today: string;
    say: (line: string) => void;
    /** Resolves when what nobody is waiting for may begin. */
    leisure: Promise<void>;
  },
): DemoDays {
  const { clock } = stage;
  const { accounts, roads, first, say, leisure } = input;
  const phones = createPhones(stage);
  const parcelIds = new Map<DemoPerson, string>();
  let day = input.today;
  let photoDay = deliveryDayBefore(day, photoDaysAgo);
  let speed = input.speed;
  let running: Running | null = null;
  let changing: Promise<void> | null = null;
  let stopped = false;

  async function begin(): Promise<void> {
    clock.setSpeed(0);
    const plan = planMovedTo(first, day);
    await jumpTo(stage, instantOn(day, '07:30'));
    await importDay(stage, plan.document);
    await prepareGuests(plan);
    // What is due on this day the house has done this morning.
    clock.jumpTo(plan.curtainAt);
    const leaving = new AbortController();
    // Whoever comes in looks at the near van; the others, whose phones send their morning too, wait until that one is seen.
    const driveNear = await setOut(plan, 0, leaving.signal);
    const home = Promise.all([driveNear(), driveOthers(plan, leaving.signal)]).catch((error: unknown) => {
      if (!leaving.signal.aborted) say(`A van of the demo broke down: ${String(error)}`);
    });
    running = { leaving, home };
    clock.setSpeed(speed);
    stage.tellClock();
    void home.then(() => {
      if (!leaving.signal.aborted) void change();
    });
  }

  /**
   * Their mornings are sent one after the other, the farthest van's first: whoever opens a page meanwhile finds a server
   * with time for it.
   */
  async function driveOthers(plan: DemoPlan, signal: AbortSignal): Promise<void> {
    const driving: Promise<void>[] = [];
    await orAborted(leisure, signal);
    for (let index = plan.vans.length - 1; index > 0 && !signal.aborted; index -= 1) {
      const drive = await setOut(plan, index, signal);
      const end = drive();
      // Heard of below, when all are on the road; until then it must not end the process.
      end.catch(() => undefined);
      driving.push(end);
    }
    await Promise.all(driving);
  }

  /** Until the curtain rises the van's morning is played; what is returned drives the rest. */
  async function setOut(plan: DemoPlan, index: number, signal: AbortSignal): Promise<() => Promise<void>> {
    const cast = plan.vans[index];
    if (cast === undefined) throw new RangeError(`the demo has no van ${index}`);
    const { driver, manners, seed } = cast;
    const phone = await phones.of(driver);
    const van: Van = { url: stage.url, ...phone, clock, roads, seed, manners, takePicture: takePictureAt, say };
    const stopsServed = plan.servedByThen[index] ?? 0;
    const onwardMetres = index === 0 ? nearOnwardMetres : 0;
    const morning = await playMorning(van, { stops: stopsServed, onwardMetres }, signal);
    if (morning.outcome === 'not_played') {
      // Perhaps its phone was revoked; the next try pairs another.
      phones.forget(driver);
      throw new Error(`van ${index + 1}: ${morning.sentence}`);
    }
    const { stops } = morning.route;
    const [heldStop, watchedStop] = index === 0 ? [stops[servedAtCurtain], stops[nearPosition - 1]] : [];
    const hold = heldStop && { stopId: heldStop.id, untilAt: plan.curtainAt + longestHoldMillis };
    return async () => {
      const takePicture = watchedStop ? cameraAheadOf(watchedStop, leisure) : takePictureAt;
      const end = await driveVan({ ...van, takePicture }, { here: morning.here, ...(hold ? { hold } : {}) }, signal);
      if (end.outcome === 'ended') say(`The demo's van ${index + 1} ended: ${end.sentence}`);
    };
  }

  async function prepareGuests(plan: DemoPlan): Promise<void> {
    const prepare = async ({ key, parcelNumber }: DemoPlan['guests'][number]) => {
      if (!isGuest(key)) return;
      const parcelId = await parcelIdOf(stage, parcelNumber);
      parcelIds.set(key, parcelId);
      const recipient = await accounts.recipient(key);
      if (key === 'opted_out') await recipient.put('/api/v1/me/preferences', { deliveryPhotos: 'off' });
      if (key === 'near') await recipient.put('/api/v1/me/standing-wishes', { parcelId: null, wish: lastingWish });
      else await recipient.put(`/api/v1/me/parcels/${parcelId}/drop-off`, { place: safePlace });
    };
    await Promise.all(plan.guests.map(prepare));
  }

  /** The next day; where it cannot begin, the one after it, so that nothing half begun is met again. */
  function change(): Promise<void> {
    changing ??= (async () => {
      for (let trial = 1; trial <= tries && !stopped; trial += 1) {
        try {
          await endDay();
          day = nextDeliveryDay(day);
          if (photoDay <= daysBefore(day, photoLastsDays)) await renewPhoto();
          await begin();
          return;
        } catch (error) {
          say(`The demo's day could not begin: ${String(error)}`);
        }
      }
    })().finally(() => {
      changing = null;
    });
    return changing;
  }

  /** On the day that was to come; that one comes a day later. */
  async function renewPhoto(): Promise<void> {
    clock.setSpeed(0);
    const parcelNumber = await liveAnotherPhotoDay(stage, living(), day);
    parcelIds.set('photo', await parcelIdOf(stage, parcelNumber));
    photoDay = day;
    day = nextDeliveryDay(day);
  }

  function living() {
    const depot = first.document.routes[0]?.depot;
    if (depot === undefined) throw new Error('the demo has no depot');
    return { home: homeOf(first), depot, phones, recipient: () => accounts.recipient('near') };
  }

  async function endDay(): Promise<void> {
    const ending = running;
    running = null;
    ending?.leaving.abort();
    await ending?.home;
    for (const { driver } of first.vans) {
      const { token, outbox } = await phones.of(driver);
      const fetched = await fetchRoute(stage.url, token);
      if (fetched.outcome === 'unauthorised') phones.forget(driver);
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
    async livePast(pictures) {
      // Beside it: a password takes its time to be verified.
      for (const who of guests) accounts.recipient(who).catch(() => undefined);
      await livePastDays(stage, { today: day, pictures, ...living() });
      parcelIds.set('photo', await parcelIdOf(stage, photoParcelNumber));
      parcelIds.set('gift', await parcelIdOf(stage, giftParcelNumber));
    },
    begin,
    startAgain() {
      // Whoever halted the clock and wants a new day wants it to run.
      if (speed === 0) speed = input.speed;
      return change();
    },
    setSpeed(chosen) {
      speed = chosen;
      if (running === null) return;
      clock.setSpeed(speed);
      stage.tellClock();
    },
    async stop() {
      stopped = true;
      running?.leaving.abort();
      // Whatever is under way hears of it within moments; a call that hangs must not keep the terminal waiting.
      await Promise.race([Promise.all([changing, running?.home]), sleep(longestStopMillis, null, { ref: false })]);
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

/** Resolves when it does, or when the signal aborts. */
function orAborted(awaited: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) resolve();
    awaited.then(resolve, reject);
  });
}
