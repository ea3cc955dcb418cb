import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CommandAnswer, FixAnswer } from '@doorstep/contract';
import { afterEach, expect, it } from 'vitest';
import { openWorkshop } from '../../db/cluster/testing.ts';
import { type OpenDatabase, openDatabase } from '../../db/open-database.ts';
import { depot, routeFile, usualStops } from '../../testing/route-file.ts';
import { bindConsignments } from '../accounts/binding.ts';
import { makePairingCode, pairDevice } from '../accounts/pairing.ts';
import { importRoutes } from '../routes/import/import-routes.ts';
import { readFixRows } from './fix.store.ts';
import { unpackFixes } from './packed-fixes.ts';

const workshop = openWorkshop();
const children: ChildProcess[] = [];
let database: OpenDatabase | null = null;

afterEach(async () => {
  for (const child of children.splice(0)) await kill(child);
  await database?.close();
  await workshop.clear();
});

async function serve(data: string): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, '..', '..', 'testing', 'serve.fixture.ts');
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DOORSTEP_DATA: data, DATABASE_URL: '', DOORSTEP_LOG_LEVEL: 'silent' },
  });
  children.push(child);
  if (!child.stdout) throw new Error('its output is read');
  const [url] = await once(createInterface(child.stdout), 'line');
  return { child, url: String(url) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** A phone that lives on while servers come and go. Throws where none answers. */
function openPhone(token: string) {
  async function post(url: string, path: string, body: object) {
    const answer = await fetch(`${url}/api/v1/driver/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sentAt: new Date().toISOString(), ...body }),
    });
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    return answer.json();
  }
  return {
    send: async (url: string, fixes: readonly object[]): Promise<FixAnswer[]> =>
      (await post(url, 'fixes', { fixes })).answers,
    order: async (url: string, command: object): Promise<CommandAnswer> =>
      (await post(url, 'commands', { commands: [command] })).answers[0],
  };
}

it('a server killed in the middle of a drive has all that it acknowledged, once', { timeout: 180_000 }, async () => {
  const data = await workshop.folder();
  const first = await serve(data);
  database = openDatabase((await workshop.open(join(data, 'postgres'))).url, { maximumConnections: 2 });
  const { db, pool } = database;

  const startedAt = Date.now() - 600_000;
  const clock = { now: () => Date.now(), speed: 1 };
  const bytes = new TextEncoder().encode(
    JSON.stringify(routeFile({ stops: usualStops(3), plannedStartAt: startedAt })),
  );
  await importRoutes({ db, clock, bindConsignments }, { bytes, fileName: 'route.json', dryRun: false });
  const route = await db.selectFrom('routes').selectAll().executeTakeFirstOrThrow();
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const stop = await db.selectFrom('stops').selectAll().orderBy('sequence').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: Date.now() });
  const phone = openPhone((await pairDevice(db, { code, deviceName: null, now: Date.now() }))?.token ?? '');
  const command = (type: string, more: object) => ({
    id: randomUUID(),
    type,
    at: new Date(startedAt).toISOString(),
    ...more,
  });
  const start = command('start_route', { routeId: route.id });
  const deliver = command('deliver', { stopId: stop.id, how: 'mailbox' });
  for (const each of [start, deliver]) expect((await phone.order(first.url, each)).outcome).toBe('done');

  const fixes = Array.from({ length: 5_000 }, (_, n) => ({
    id: randomUUID(),
    ...{ lat: depot.lat, lon: depot.lon },
    fixedAt: new Date(startedAt + 1_000 + n * 100).toISOString(),
  }));
  const acknowledged = new Set<string>();
  let next = 0;
  /** Sends one fix after the other until nobody answers; eight of these keep the commits shared. */
  const sendOn = async () => {
    for (let fix = fixes[next++]; fix; fix = fixes[next++]) {
      const answers = await phone.send(first.url, [fix]).catch(() => null);
      if (answers === null) return;
      for (const { id, outcome } of answers) if (outcome === 'accepted') acknowledged.add(id);
      if (acknowledged.size === 300) first.child.kill('SIGKILL');
    }
  };
  await Promise.all(Array.from({ length: 8 }, sendOn));
  expect(acknowledged.size).toBeGreaterThanOrEqual(300);
  expect(next).toBeLessThan(fixes.length);

  const stored = async () => (await readFixRows(pool, route.id)).flatMap(unpackFixes).map(({ id }) => id);
  const afterKill = await stored();
  expect(new Set(afterKill).size).toBe(afterKill.length);
  expect([...acknowledged].filter((id) => !afterKill.includes(id))).toEqual([]);

  await kill(first.child);
  const second = await serve(data);
  const sent = fixes.slice(0, next);
  for (let from = 0; from < sent.length; from += 500) {
    const answers = await phone.send(second.url, sent.slice(from, from + 500));
    expect(answers.filter(({ outcome }) => outcome !== 'accepted')).toEqual([]);
    expect(answers.filter(({ id, duplicate }) => (duplicate === true) !== afterKill.includes(id))).toEqual([]);
  }
  expect((await stored()).toSorted()).toEqual(sent.map(({ id }) => id).toSorted());
  for (const each of [start, deliver])
    expect(await phone.order(second.url, each)).toEqual({ id: each.id, outcome: 'done', duplicate: true });
  const delivered = await db.selectFrom('parcel_events').select('id').where('type', '=', 'delivered').execute();
  expect(delivered).toHaveLength(1);
});
