import type { DemoClockFace, DemoScene, DemoServices, PageLanguage } from '../packages/contract/index.ts';
import { clockTime } from '../packages/domain/text/dates.ts';
import { readOutbox } from '../packages/server/features/notifications/read-outbox.ts';
import type { Town } from '../packages/simulator/town/town.ts';
import type { DemoDays } from './demo-days.ts';
import { timeZone } from './local-time.ts';
import type { Accounts } from './open-accounts.ts';
import { nearDriver } from './people.ts';
import { pairingMinutes } from './phones.ts';
import type { DemoStage } from './stage.ts';

interface Playing {
  readonly stage: DemoStage;
  readonly accounts: Accounts;
  readonly days: DemoDays;
}

/** Speeds of the landing page, besides the one that the demo was started with. */
const usualSpeeds = [0, 1, 5, 20];

/**
 * What the demo's pages ask for. The server is composed with it before anything is played, so it answers "being set up"
 * until `play` is called.
 */
export function createDemoServices(speed: number): {
  services: DemoServices;
  /** Whose streets these are, for those who come while the first day is being set up. */
  isOf: (town: Town) => void;
  play: (playing: Playing) => void;
} {
  let playing: Playing | null = null;
  let town: Town | null = null;
  const speeds = [...new Set([...usualSpeeds, speed])].sort((a, b) => a - b);

  const services: DemoServices = {
    timeZone,
    get townName() {
      return town?.name ?? '';
    },
    get townIsInvented() {
      return town?.source !== 'openstreetmap';
    },
    get attribution() {
      return town?.attribution ?? '';
    },
    get people() {
      if (playing === null) return [];
      const { accounts, days } = playing;
      const logins = accounts.list.map(({ who, email, password }) => ({
        who,
        email,
        password,
        parcelId: days.parcelIdOf(who),
      }));
      return [...logins, { who: 'driver' as const, email: null, password: null, parcelId: null }];
    },
    speeds,
    clock: () => (playing === null ? null : timeOf(playing)),
    scene: async (language) => (playing === null ? null : sceneOf(playing, language)),
    setSpeed(chosen) {
      if (playing === null || !speeds.includes(chosen)) return;
      playing.days.setSpeed(chosen);
    },
    startAgain() {
      void playing?.days.startAgain();
    },
    driverPath: async () =>
      playing === null ? '/' : `/driver#${await playing.stage.operator.pairingCode(nearDriver, pairingMinutes)}`,
    messages: async (limit) => (playing === null ? [] : readOutbox(playing.stage.db, limit)),
    onMessage: (heard) => (playing === null ? () => undefined : playing.stage.onMessageSent(heard)),
  };
  return {
    services,
    isOf(given) {
      town = given;
    },
    play(begun) {
      playing = begun;
    },
  };
}

function timeOf({ stage: { clock } }: Playing): DemoClockFace {
  return { now: clock.now(), speed: clock.speed, timeZone };
}

async function sceneOf(playing: Playing, language: PageLanguage): Promise<DemoScene> {
  const { accounts, days } = playing;
  const time = timeOf(playing);
  const parcelId = days.parcelIdOf('near');
  if (parcelId === null || !days.isRunning()) return { ...time, near: null, driver: null, support: [] };
  const johanna = await accounts.recipient('near');
  const proofId = days.parcelIdOf('photo');
  const [view, proof] = await Promise.all([
    johanna.view(parcelId, language),
    proofId === null ? null : johanna.view(proofId, language),
  ]);
  const window = view?.window ?? null;
  const wallTime = (at: string) => clockTime(language, timeZone, Date.parse(at));
  return {
    ...time,
    near: view && {
      headline: view.stopsAway?.kind === 'number' ? view.stopsAway.sentence.replace(/\.$/, '') : view.status.headline,
      line: window ? `${wallTime(window.fromAt)}–${wallTime(window.toAt)}` : view.status.detail,
      isOver: view.status.state !== 'on_its_way' && view.status.state !== 'arriving',
    },
    driver: await days.nearDriverSees(),
    support: (proof?.timeline ?? []).slice(0, 3).map(({ sentence, at }) => ({ sentence, at })),
  };
}
