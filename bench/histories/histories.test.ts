import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../packages/server/db/test-database.ts';
import { plannedStartAt } from '../../packages/server/testing/route-file.ts';
import { networkFaults } from './faulty-network.ts';
import { type ModelServer, openModelServer } from './model-server.ts';
import { placesToDie } from './mortal-phone.ts';
import { runHistories } from './run-histories.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let server: ModelServer;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'doorstep-histories-'));
  server = await openModelServer(
    { DATABASE_URL: database.url, DOORSTEP_DATA: folder, DOORSTEP_SECRET: 'a secret of the model that is long enough' },
    plannedStartAt,
  );
});
afterAll(async () => {
  await server.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

describe('whatever happens to a phone and its network, in 40 histories', () => {
  it('server and phone agree afterwards: nothing is lost, nothing is there twice, no picture at another parcel', async () => {
    const told = await runHistories(server, { histories: 40, fleet: 40, say: () => undefined });
    expect(told.violations).toEqual([]);
    expect(told.histories).toBe(40);
    // A model in which nothing went wrong would prove nothing.
    expect([...told.diedAt.keys()].sort()).toEqual([...placesToDie].sort());
    expect([...told.network.keys()]).toEqual(expect.arrayContaining([...networkFaults]));
    expect(told.restarts).toBeGreaterThan(0);
    expect(Math.min(told.actionsDone, told.actionsRefused, told.fixes)).toBeGreaterThan(40);
    expect(told.photos).toBeGreaterThan(10);
  }, 600_000);
});
