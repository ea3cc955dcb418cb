import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startFlakyServer } from '../../outbox/tests/flaky-server.ts';
import {
  createServerClock,
  createSteppedPace,
  driveRoute,
  pairingCode,
  planTrace,
  replayTrace,
  type Step,
  type Trace,
} from '../index.ts';
import { sampleRoute } from './sample-route.ts';

let server: Awaited<ReturnType<typeof startFlakyServer>>;
let folder: string;
beforeAll(async () => {
  server = await startFlakyServer();
  folder = await mkdtemp(join(tmpdir(), 'doorstep-replay-'));
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => server.forget());

const access = () => ({ url: server.url, token: 'device-token', pace: (at: number) => createSteppedPace({ at }) });
const trace: Trace = {
  name: 'T1',
  fixes: Array.from({ length: 250 }, (_, index) => ({ lat: 48 + index / 10_000, lon: 11, at: index * 1_000 })),
};

describe('driving the route of today', () => {
  it('tells the server the whole drive, step by step, with nobody waiting', async () => {
    server.giveRoute(sampleRoute());
    const steps: Step[] = [];
    const result = await driveRoute(access(), { onStep: (step) => void steps.push(step) });
    expect(result.outcome).toBe('done');
    expect(steps.every(({ acknowledged }) => acknowledged)).toBe(true);
    expect(server.effects.filter((effect) => 'type' in effect).map(({ type }) => type)).toEqual([
      'start_route',
      ...Array.from({ length: 4 }, () => ['arrive', 'deliver']).flat(),
      'finish_route',
    ]);
    expect(result.tally.fixes.accepted).toBe(steps.filter(({ action }) => action.kind === 'fix').length);
    expect(server.effects[0]).toMatchObject({ at: '2026-06-09T06:00:00.000Z' });
  });

  it('goes on while the server is away, and sends everything once it is back', async () => {
    server.giveRoute(sampleRoute());
    server.failWith('none', 'none', 'none', 'reset_before_effect', 'unavailable', 'reply_lost', 'delivered_twice');
    const said: string[] = [];
    const result = await driveRoute(access(), { say: (sentence) => void said.push(sentence) });
    if (result.outcome !== 'done') throw new Error(result.sentence);
    expect(said[0]).toMatch(/^The server is away \(no answer: .+\); the drive goes on and is sent later\.$/);
    expect(result.tally.commands.accepted).toBe(10);
    expect(server.effects).toHaveLength(10 + result.tally.fixes.accepted);
    const commands = server.effects.flatMap((effect) => (typeof effect.at === 'string' ? [effect.at] : []));
    expect(commands.toSorted()).toEqual(commands);
  });

  it('says why it does not drive', async () => {
    const sentenceOf = async (input: Parameters<typeof driveRoute>[0]) => {
      const result = await driveRoute(input);
      return result.outcome === 'not_driven' ? result.sentence : null;
    };
    expect(await sentenceOf(access())).toMatch(/^This device has no route today/);
    expect(await sentenceOf({ ...access(), token: 'other' })).toMatch(/^The server does not know this device token/);
    expect(await sentenceOf({ ...access(), url: 'http://127.0.0.1:1' })).toMatch(
      /^No server answers at http:\/\/127\.0\.0\.1:1/,
    );
    server.giveRoute(sampleRoute({ phase: 'finished' }));
    expect(await sentenceOf(access())).toMatch(/^Today’s route is finished/);
  });
});

describe('sending a trace', () => {
  it('starts the route before the first fix and sends a backlog that ends before the server’s present', async () => {
    server.giveRoute(sampleRoute());
    const result = await replayTrace({ ...access(), trace, protocol: 'api', backlog: true });
    expect(result).toMatchObject({ outcome: 'done', tally: { fixes: { sent: 250, accepted: 250, duplicates: 0 } } });
    expect(server.effects[0]).toMatchObject({ type: 'start_route', at: '2026-06-09T05:55:49.000Z' });
    expect(server.effects.at(-1)).toMatchObject({ fixedAt: '2026-06-09T05:59:59.000Z' });
    expect(server.requests).toHaveLength(4);
  });

  it('repeats fixes under their own id, later than the first time, and shuffles without losing any', () => {
    const sending = { backlog: true, shuffleSeed: 3, repeatShare: 0.3, batchSize: 50 };
    const ids = planTrace(trace, sending)
      .flat()
      .map(({ id }) => id);
    expect(new Set(ids).size).toBe(250);
    expect((ids.length - 250) / 250).toBeCloseTo(0.3, 1);
    const times = planTrace(trace, sending)
      .flat()
      .map(({ fixedAt }) => fixedAt);
    expect(times).not.toEqual(times.toSorted());
    expect(
      planTrace(trace, sending)
        .flat()
        .map(({ fixedAt }) => fixedAt),
    ).toEqual(times);
    const inOrder = planTrace(trace, { ...sending, shuffleSeed: null, repeatShare: 0 })
      .flat()
      .map(({ lat }) => lat);
    expect(inOrder).toEqual(trace.fixes.map(({ lat }) => lat));
  });

  it('counts repeats as duplicates and survives lost replies', async () => {
    server.giveRoute(sampleRoute());
    server.failWith('none', 'none', 'reply_lost', 'unavailable');
    const result = await replayTrace({
      ...access(),
      trace,
      protocol: 'api',
      backlog: true,
      shuffleSeed: 5,
      repeatShare: 0.2,
    });
    const { fixes, failedRequests } = result.tally;
    expect([fixes.accepted, failedRequests]).toEqual([250, 2]);
    expect(fixes.duplicates).toBeGreaterThan(20);
    expect(server.effects).toHaveLength(251);
  });

  it('speaks the query protocol, one fix a request', async () => {
    server.giveRoute(sampleRoute({ phase: 'started' }));
    const short = { ...trace, fixes: trace.fixes.slice(0, 3) };
    const result = await replayTrace({ ...access(), trace: short, protocol: 'osmand', backlog: false });
    expect(result).toMatchObject({ outcome: 'done', tally: { fixes: { sent: 3, accepted: 3 } } });
    expect(server.effects[0]).toEqual({
      id: 'device-token',
      timestamp: String(Date.parse('2026-06-09T06:00:02Z') / 1_000),
      lat: '48',
      lon: '11',
    });
  });
});

describe('the server’s clock', () => {
  it('is said once to run otherwise than the replay', () => {
    const said: string[] = [];
    let real = 0;
    const clock = createServerClock(
      10,
      (sentence) => void said.push(sentence),
      () => real,
    );
    for (real = 0; real < 5_000; real += 500) clock.hear(new Date(real).toISOString());
    expect(said).toEqual([
      'The server’s clock runs at 1.0 times real time, not at 10 like this replay: to it the van will look impossibly fast and its fixes will be rejected.',
    ]);
  });

  it('is not mentioned where both run alike', () => {
    let real = 0;
    const clock = createServerClock(
      10,
      (sentence) => expect.unreachable(sentence),
      () => real,
    );
    for (real = 0; real < 5_000; real += 500) clock.hear(new Date(real * 10).toISOString());
  });

  it('is not taken for a fast one because the first answers were held up', () => {
    let real = 0;
    const clock = createServerClock(
      5,
      (sentence) => expect.unreachable(sentence),
      () => real,
    );
    clock.hear(new Date(0).toISOString());
    // Three seconds late, then at once: within a second of each other, five seconds of the server's apart.
    for (const [heard, answered] of [
      [3_000, 0],
      [3_200, 3_100],
      [4_000, 4_000],
    ] as const) {
      real = heard;
      clock.hear(new Date(answered * 5).toISOString());
    }
  });
});

describe('a pairing link', () => {
  it.each([
    ['https://d.example/pair/abc', 'abc'],
    ['https://d.example/pair?code=abc', 'abc'],
    ['https://d.example/pair#abc', 'abc'],
    ['https://d.example/driver/pair#code=abc', 'abc'],
    ['abc', 'abc'],
  ])('%s holds the code %s', (link, code) => expect(pairingCode(link)).toBe(code));
});

describe('npm run replay', () => {
  const script = fileURLToPath(new URL('../replay-cli.ts', import.meta.url));
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; complaint: string }>((resolve) => {
      execFile(process.execPath, [script, ...args], (error, out, complaint) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, complaint: complaint.trim() });
      });
    });
  const known = () => ['--url', server.url, '--token', 'device-token'];

  it('says in one sentence what is wrong with the command line or the file', async () => {
    const unknown = join(folder, 'drive.gpx');
    await writeFile(unknown, '<gpx/>');
    expect(await run('no-such.json', ...known())).toMatchObject({
      code: 1,
      complaint: 'There is no file no-such.json.',
    });
    expect(await run(unknown, ...known())).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/^drive\.gpx is no trace that replay knows\. It reads barefoot JSON/),
    });
    expect(await run('--url', server.url)).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/^Give the device token/),
    });
    expect(await run(...known(), '--speed', 'fast')).toMatchObject({
      code: 1,
      complaint: '--speed is a number from 0.01 to 1000, not “fast”.',
    });
    expect(await run('--url', server.url, '--token', 'revoked')).toMatchObject({
      code: 1,
      complaint: expect.stringMatching(/^The server does not know this device token/),
    });
  });

  it('prints the counts of what it sent', async () => {
    const file = join(folder, 'trip.csv');
    await writeFile(
      file,
      'shape,timestamps,TRIP_ID\n"LINESTRING (-8.58 41.14, -8.59 41.15)","1408039037, 1408039052",T1\n',
    );
    server.giveRoute(sampleRoute());
    const { code, out } = await run(file, ...known(), '--backlog', '--repeat', '1');
    expect(code).toBe(0);
    expect(out).toContain('fixes: 4 sent, 2 accepted, 0 rejected, 2 duplicates');
    expect(out).toContain('commands: 1 sent, 1 accepted, 0 rejected, 0 duplicates');
  });
});
