import { defaultVisibilitySettings } from '@doorstep/domain';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parcel, recipient } from '../../domain/visibility/questions.testdata.ts';
import { inProcessBus } from '../adapters/bus/in-process.ts';
import { createTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { openStream } from '../testing/event-stream.ts';
import { settableClock } from '../testing/settable-clock.ts';
import { createFanOut, type FanOut, type FanOutDeps } from './fan-out.ts';
import { createRouteBook } from './route-book.ts';
import { createSessionGuard, type SessionGuard } from './session-guard.ts';
import { createStreams, type Streams } from './sse.ts';
import type { Watcher } from './watcher.ts';

let database: TestDatabase;
let app: FastifyInstance;
let bus: ReturnType<typeof inProcessBus>;
let streams: Streams;
let sessions: SessionGuard;
let fanOut: FanOut;
let address: string;
let openSessions: Map<string, string>;
let readWatched: FanOutDeps['readWatched'];
/** What is noted before a stream's session and facts are read; set by a test that lets it be older. */
let heardBefore: () => number;
/** What was read, or is still known, of whoever comes. */
let comesWith: (accountId: string) => Watcher;

const leftAt = (accountId: string, outcomePlace: string): Watcher => ({
  accountId,
  viewer: recipient,
  routeId: null,
  settings: defaultVisibilitySettings,
  facts: { ...parcel, state: 'delivered', how: 'safe_place', outcomePlace },
});
const watch = (accountId: string) => openStream(`${address}/live/${accountId}`, {});
const tell = () => bus.publish('parcels_changed', { parcelIds: [parcel.parcelId] });
const place = (words: string) => (frame: { data: object }) => JSON.stringify(frame.data).includes(words);

beforeEach(async () => {
  database = await createTestDatabase();
  const clock = settableClock(Date.parse('2026-06-11T12:00:00Z'));
  bus = inProcessBus();
  openSessions = new Map([
    ['session of anna', 'recipient'],
    ['session of ben', 'recipient'],
  ]);
  readWatched = async (accountId) => leftAt(accountId, 'Carport');
  heardBefore = () => fanOut.changesHeard();
  comesWith = (accountId) => leftAt(accountId, 'Carport');
  streams = createStreams({ clock, heartbeatMillis: 3_600_000, partingMillis: 50 });
  sessions = createSessionGuard({ bus, clock, readOpenSessions: async () => openSessions });
  const routeBook = createRouteBook({
    db: database.db,
    bus,
    readStoredFixes: async () => [],
    mapsOpened: async () => undefined,
    settings: defaultVisibilitySettings,
    now: clock.now,
  });
  fanOut = createFanOut({
    bus,
    clock,
    routeBook,
    sessions,
    readWatched: (...asked) => readWatched(...asked),
  });
  app = Fastify();
  app.get<{ Params: { accountId: string } }>('/live/:accountId', (request, reply) => {
    const { accountId } = request.params;
    const session = { sessionId: `session of ${accountId}`, accountId, role: 'recipient' };
    fanOut.watch(comesWith(accountId), session, heardBefore(), () => streams.open(request, reply));
    return reply;
  });
  address = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  fanOut.stop();
  sessions.stop();
  streams.closeAll();
  await app.close();
  await database.close();
});

describe('facts that are read again', () => {
  it('are those of the newest reading, whichever comes back last', async () => {
    const readings: ((watcher: Watcher) => void)[] = [];
    readWatched = () => new Promise((resolve) => readings.push(resolve));
    const stream = await watch('anna');
    await stream.next();
    tell();
    tell();
    await expect.poll(() => readings.length).toBe(2);
    readings[1]?.(leftAt('anna', 'Gartenhaus'));
    await stream.until(place('Gartenhaus'));
    readings[0]?.(leftAt('anna', 'Carport'));
    readWatched = async () => leftAt('anna', 'Holzstapel');
    tell();
    await stream.until(place('Holzstapel'));
    expect(stream.seen.map(({ data }) => JSON.stringify(data).match(/Carport|Gartenhaus|Holzstapel/)?.[0])).toEqual([
      'Carport',
      'Gartenhaus',
      'Holzstapel',
    ]);
    stream.close();
  });

  it('are asked for until the reading succeeds', async () => {
    let failures = 2;
    readWatched = async () => {
      failures -= 1;
      if (failures >= 0) throw new Error('the database is away');
      return leftAt('anna', 'Gartenhaus');
    };
    const stream = await watch('anna');
    await stream.next();
    tell();
    await stream.until(place('Gartenhaus'));
    stream.close();
  });

  it('are asked for by each account: one that lost the parcel sees nothing more, the other goes on', async () => {
    const [annas, bens] = [await watch('anna'), await watch('ben')];
    await Promise.all([annas.next(), bens.next()]);
    readWatched = async (accountId) => (accountId === 'anna' ? null : leftAt(accountId, 'Gartenhaus'));
    tell();
    expect(await annas.untilEnd()).toEqual([]);
    await bens.until(place('Gartenhaus'));
    bens.close();
  });
});

describe('a stream that opens while something changes', () => {
  it('counts the change of an account as one', async () => {
    const before = fanOut.changesHeard();
    bus.publish('account_changed', { accountId: 'anna' });
    await expect.poll(() => fanOut.changesHeard()).toBe(before + 1);
  });

  it('ends where its session is over by then, and another goes on', async () => {
    openSessions.delete('session of anna');
    heardBefore = () => fanOut.changesHeard() - 1;
    const [annas, bens] = [await watch('anna'), await watch('ben')];
    await annas.untilEnd();
    readWatched = async (accountId) => leftAt(accountId, 'Gartenhaus');
    tell();
    await bens.until(place('Gartenhaus'));
    bens.close();
  });
});

describe('who left a moment ago', () => {
  const annas = () => fanOut.whoLeft('anna', parcel.parcelId, recipient.language)?.facts.outcomePlace ?? null;
  const allGone = () => expect.poll(() => streams.count()).toBe(0);
  const comeAndGo = async () => {
    const stream = await watch('anna');
    await stream.next();
    stream.close();
    await allGone();
  };

  it('is known with what was seen last, until something is heard of the parcel or the account', async () => {
    for (const change of [tell, () => bus.publish('account_changed', { accountId: 'anna' })]) {
      await comeAndGo();
      expect(annas()).toBe('Carport');
      expect(fanOut.whoLeft('ben', parcel.parcelId, recipient.language)).toBeNull();
      change();
      await expect.poll(annas).toBeNull();
    }
  });

  it('tells who watches by now nothing old, and is told what they were', async () => {
    await comeAndGo();
    comesWith = (accountId) =>
      fanOut.whoLeft(accountId, parcel.parcelId, recipient.language) ?? leftAt(accountId, 'Gartenhaus');
    const bens = await watch('ben');
    await bens.until(place('Gartenhaus'));
    const annasAgain = await watch('anna');
    expect(JSON.stringify((await annasAgain.next())?.data)).toContain('Gartenhaus');
    readWatched = async (accountId) => leftAt(accountId, 'Holzstapel');
    tell();
    await bens.until(place('Holzstapel'));
    expect(JSON.stringify(bens.seen)).not.toContain('Carport');
    for (const stream of [bens, annasAgain]) stream.close();
  });

  it('is not known from the commit of a command on, however long it takes until all of it is known here', async () => {
    const changing = () => bus.publish('parcels_changing', { parcelIds: [parcel.parcelId] });
    await comeAndGo();
    changing();
    await expect.poll(annas).toBeNull();
    readWatched = () => new Promise(() => undefined);
    const stream = await watch('anna');
    await stream.next();
    changing();
    await Promise.resolve();
    stream.close();
    await allGone();
    expect(annas()).toBeNull();
  });

  it('is not known where the stream was ended here, for the parcel was lost', async () => {
    const stream = await watch('anna');
    await stream.next();
    readWatched = async () => null;
    tell();
    await stream.untilEnd();
    await allGone();
    expect(annas()).toBeNull();
  });

  it('is not known where the parcel was being read anew, or could not be', async () => {
    const readings: ((failed: Error) => void)[] = [];
    readWatched = () => new Promise((_, reject) => readings.push(reject));
    const [first, second] = [await watch('anna'), await watch('anna')];
    await Promise.all([first.next(), second.next()]);
    tell();
    await expect.poll(() => readings.length).toBe(1);
    first.close();
    await expect.poll(() => streams.count()).toBe(1);
    expect(annas()).toBeNull();
    readings[0]?.(new Error('the database is away'));
    second.close();
    await allGone();
    expect(annas()).toBeNull();
  });
});
