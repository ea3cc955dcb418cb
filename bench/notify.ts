// Whether each person is alerted once of each event, whatever push services answer and however often the server is killed;
// and how long a push takes from the commit to the service's 201, beside a bare encrypt-and-post.
import { type ChildProcess, spawn } from 'node:child_process';
import { createECDH, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createAnnouncer } from '../packages/server/features/notifications/announce.ts';
import { newId } from '../packages/server/ids.ts';
import { openPushService, type PushService } from '../packages/server/testing/push-service.ts';
import { createChance } from '../packages/simulator/chance.ts';
import { startChild } from './child.ts';
import type { NotifyFloor } from './floors/notify.ts';
import { type BenchInstance, type BenchPhone, openBenchInstance, settleTown } from './instance.ts';
import { openPushBrowser } from './load/push-browser.ts';
import { BenchFailed, type BenchOptions, type BenchResult, quantile, rounded } from './measure.ts';
import { emailOf, middleOf, type TownPlan } from './town.ts';

const people = 1000;
const kills = 20;
const samples = 200;
const timeTarget = 5;
const town: Omit<TownPlan, 'startAt'> = { routes: 10, stopsPerRoute: 100, parcelsPerStop: 1, accounts: people };

interface Person {
  readonly accountId: string;
  readonly endpoint: string;
  readonly isGone: boolean;
}

export async function notify({ say }: BenchOptions): Promise<BenchResult> {
  const plan = { ...town, startAt: Date.now() - 60_000 };
  const instance = await openBenchInstance(say);
  const service = await openPushService();
  const keys = makeKeys();
  const servers = serverOn(instance, keys.privateKey);
  const floor = startChild<NotifyFloor>(new URL('floors/notify.ts', import.meta.url));
  try {
    const persons = await openPeople(instance, service, keys.publicKey);
    const phones = await settleTown(instance, plan);
    say(`${people} people, one browser each; 10 % answer 410, 10 % 429, 20 % 503 twice.`);

    await startUnderKills(servers, phones, plan.startAt, say);
    await settled(instance);
    const violations = await count(instance, service, persons);
    say(`${kills} kills: ${JSON.stringify(violations.what)}`);

    const times = await measureTimes({ instance, service, servers, phones, floor, keys, persons });
    const ours = quantile(times.ours, 0.99);
    const bare = quantile(times.bare, 0.99);
    const ratio = ours / bare;
    return {
      name: 'notify',
      unit: 'violations: not alerted, alerted twice, dead kept, lost',
      value: violations.sum,
      floor: null,
      ratio: null,
      target: 0,
      pass: violations.sum === 0 && ratio <= timeTarget,
      spread: null,
      extra: {
        ...violations.what,
        people,
        kills,
        requests: service.asked.length,
        timeRatio: rounded(ratio),
        timeTarget,
        p99Millis: rounded(ours),
        p99MillisFloor: rounded(bare),
        medianMillis: rounded(quantile(times.ours, 0.5)),
        medianMillisFloor: rounded(quantile(times.bare, 0.5)),
      },
    };
  } finally {
    await Promise.all([servers.end(), floor.stop()]);
    await service.close();
    await instance.close();
  }
}

function makeKeys() {
  const curve = createECDH('prime256v1');
  const privateKey = randomBytes(32);
  curve.setPrivateKey(privateKey);
  return { publicKey: curve.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') };
}

/** Accounts as signing up would leave them, each with a browser; making passwords for them would take minutes. */
async function openPeople(instance: BenchInstance, service: PushService, publicKey: string): Promise<Person[]> {
  const { pool } = instance.database;
  const persons: Person[] = [];
  for (let n = 0; n < people; n += 1) {
    const accountId = newId('account');
    const sessionId = newId('event');
    const kind = n % 10;
    const answers =
      kind === 0
        ? [{ status: 410 }]
        : kind === 1
          ? [{ status: 429, retryAfter: '3' }]
          : kind < 4
            ? [{ status: 503 }, { status: 503 }]
            : [];
    const { endpoint, keys } = service.subscribe(publicKey, answers);
    await pool.query(
      `with account as (insert into auth_user (id, name, email, "emailVerified", "createdAt", "updatedAt", role)
         values ($1, 'A Person', $2, true, now(), now(), 'recipient')),
       session as (insert into auth_session (id, "userId", token, "expiresAt", "createdAt", "updatedAt")
         values ($3, $1, $3, now() + interval '1 day', now(), now())),
       -- Nothing else is told meanwhile, and nothing waits for a morning.
       chosen as (insert into preferences (account_id, map, quiet_from_minute, quiet_to_minute)
         values ($1, false, null, null))
       insert into push_subscriptions (id, account_id, session_id, endpoint, service, p256dh, auth, created_at)
         values ($4, $1, $3, $5, $6, $7, $8, now())`,
      [accountId, emailOf(n), sessionId, newId('pushSubscription'), endpoint, service.origin, keys.p256dh, keys.auth],
    );
    persons.push({ accountId, endpoint, isGone: kind === 0 });
  }
  return persons;
}

/** The server as a process that can be killed. */
function serverOn(instance: BenchInstance, privateKey: string) {
  const file = fileURLToPath(new URL('../packages/server/testing/serve.fixture.ts', import.meta.url));
  const settings = { DOORSTEP_PUSH_ANYWHERE: 'true', DOORSTEP_PUSH_KEY: privateKey, DOORSTEP_LOG_LEVEL: 'silent' };
  let child: ChildProcess | null = null;
  const servers = {
    async serve(): Promise<string> {
      const begun = spawn(process.execPath, [file], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, ...instance.environment, ...settings },
      });
      child = begun;
      if (!begun.stdout) throw new BenchFailed('its output is read');
      const [url] = await Promise.race([once(createInterface(begun.stdout), 'line'), once(begun, 'exit')]);
      if (typeof url !== 'string') throw new BenchFailed('The server did not start.');
      return url;
    },
    async end(): Promise<void> {
      if (child === null || child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
  return servers;
}

/** Each route starts in one of the lives of the server; a start that was not answered is sent again to the next one. */
async function startUnderKills(
  servers: ReturnType<typeof serverOn>,
  phones: readonly BenchPhone[],
  startAt: number,
  say: (line: string) => void,
): Promise<void> {
  const chance = createChance(11);
  const waiting = phones.map((phone) => ({ phone, id: crypto.randomUUID() }));
  for (let kill = 0; kill < kills; kill += 1) {
    const url = await servers.serve();
    const death = new Promise<void>((resolve) => {
      setTimeout(() => servers.end().then(resolve), 50 + chance.next() * 1500);
    });
    const next = waiting[0];
    if (next && kill % 2 === 0 && (await start(url, next, startAt).catch(() => false))) waiting.shift();
    await death;
    if (kill % 5 === 4) say(`  ${kill + 1} kills, ${phones.length - waiting.length} routes started`);
  }
  const url = await servers.serve();
  for (const each of waiting) await start(url, each, startAt);
}

async function start(url: string, { phone, id }: { phone: BenchPhone; id: string }, at: number): Promise<boolean> {
  const command = { id, type: 'start_route', routeId: phone.routeId, at: new Date(at).toISOString() };
  return (await post(url, phone, 'commands', { commands: [command] })).includes('"outcome":"done"');
}

async function post(url: string, phone: BenchPhone, door: string, body: object): Promise<string> {
  const answer = await fetch(`${url}/api/v1/driver/${door}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${phone.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sentAt: new Date().toISOString(), ...body }),
  });
  return answer.text();
}

/** Until nothing waits any more; what still waits after minutes is counted as lost. */
async function settled(instance: BenchInstance): Promise<void> {
  for (let tries = 0; tries < 240; tries += 1) {
    const { rows } = await instance.database.pool.query(
      `select (select count(*) from notifications where state = 'waiting')
            + (select count(*) from pushes where state = 'waiting') as waiting`,
    );
    if (Number(rows[0].waiting) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function count(instance: BenchInstance, service: PushService, persons: readonly Person[]) {
  const kept = new Set(
    (await instance.database.pool.query('select endpoint from push_subscriptions')).rows.map(
      ({ endpoint }) => endpoint,
    ),
  );
  const byEndpoint = Map.groupBy(service.taken, ({ endpoint }) => endpoint);
  const what = { notAlerted: 0, alertedTwice: 0, deadKept: 0, livingDropped: 0, pushedTwiceAlertedOnce: 0 };
  for (const { endpoint, isGone } of persons) {
    const browser = openPushBrowser();
    const pushes = byEndpoint.get(endpoint) ?? [];
    for (const { message } of pushes) await browser.take(message);
    const alerts = [...browser.alerts.values()].reduce((sum, each) => sum + each, 0);
    if (isGone) what.deadKept += kept.has(endpoint) ? 1 : 0;
    else {
      what.notAlerted += alerts === 0 ? 1 : 0;
      what.alertedTwice += alerts > 1 ? 1 : 0;
      what.livingDropped += kept.has(endpoint) ? 0 : 1;
      what.pushedTwiceAlertedOnce += pushes.length > 1 && alerts === 1 ? 1 : 0;
    }
  }
  const { pushedTwiceAlertedOnce: _, ...violations } = what;
  return { what, sum: Object.values(violations).reduce((sum, each) => sum + each, 0) };
}

/** One event after the other, each committed as the server itself does, while phones send their positions. */
async function measureTimes(input: {
  instance: BenchInstance;
  service: PushService;
  servers: ReturnType<typeof serverOn>;
  phones: readonly BenchPhone[];
  floor: ReturnType<typeof startChild<NotifyFloor>>;
  keys: ReturnType<typeof makeKeys>;
  persons: readonly Person[];
}): Promise<{ ours: number[]; bare: number[] }> {
  const { instance, service, servers, phones, floor, keys, persons } = input;
  const { db, pool } = instance.database;
  await servers.end();
  const url = await servers.serve();
  const announcer = createAnnouncer({ pushesTo: 'browsers' });
  const { rows: parcels } = await pool.query<{ id: string; account_id: string }>(
    `select parcels.id, viewer.account_id from parcels
       join consignment_viewers viewer on viewer.consignment_id = parcels.consignment_id order by parcels.id`,
  );
  const endpointOf = new Map(persons.flatMap((each) => (each.isGone ? [] : [[each.accountId, each.endpoint]])));
  const bareSubscription = service.subscribe(keys.publicKey);
  const load = sendPositions(url, phones);
  const ours: number[] = [];
  const bare: number[] = [];
  const takenAt = async (endpoint: string, since: number) => {
    for (;;) {
      const found = service.taken.findLast((each) => each.endpoint === endpoint && each.takenAt >= since);
      if (found) return found.takenAt;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  try {
    for (const { id, account_id: accountId } of parcels) {
      const endpoint = endpointOf.get(accountId);
      if (endpoint === undefined) continue;
      let committingAt = 0;
      await db.transaction().execute(async (trx) => {
        await announcer.happened(trx, { event: 'arrival_changed', parcelIds: [id], now: Date.now() });
        committingAt = performance.timeOrigin + performance.now();
      });
      ours.push((await takenAt(endpoint, committingAt)) - committingAt);
      const began = await floor.ask('post', { subscription: bareSubscription, keys, payload: payloadLikeOurs });
      bare.push((await takenAt(bareSubscription.endpoint, began)) - began);
      if (ours.length === samples + 20) break;
    }
  } finally {
    await load.stop();
  }
  // The first ones warm both up.
  return { ours: ours.slice(20), bare: bare.slice(20) };
}

const payloadLikeOurs = JSON.stringify({ text: 'x'.repeat(360) });

/** Ten positions of each van, 20 times a second in all. */
function sendPositions(url: string, phones: readonly BenchPhone[]) {
  let isStopped = false;
  const sending = (async () => {
    for (let turn = 0; !isStopped; turn += 1) {
      const route = turn % phones.length;
      const phone = phones[route];
      const now = Date.now();
      const fixes = Array.from({ length: 10 }, (_, n) => ({
        id: crypto.randomUUID(),
        ...middleOf(route),
        accuracyMetres: 5,
        fixedAt: new Date(now - 450 + n * 45).toISOString(),
      }));
      if (phone) await post(url, phone, 'fixes', { fixes });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await sending;
    },
  };
}
