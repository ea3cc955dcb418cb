import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { revokeDevice } from './features/accounts/pairing.ts';
import { type Phone, pairPhone } from './testing/phone.ts';
import { depot, usualStops } from './testing/route-file.ts';
import { startTestServer, type TestServer } from './testing/test-server.ts';

let server: TestServer;
let phone: Phone & { deviceId: string };
let admin: pg.Client;

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(2) });
  phone = await pairPhone(server);
  await phone.start();
  await phone.driveTo(depot);
  admin = new pg.Client({ connectionString: inject('adminUrl') });
  await admin.connect();
});
afterEach(async () => {
  await admin.end();
  await server.close();
});

const statusOf = async (url: string) => (await server.app.inject({ method: 'GET', url })).statusCode;

it('while the database is away the server lives and says so, and afterwards nothing is missing', async () => {
  const name = new URL(server.database.url).pathname.slice(1);
  expect([await statusOf('/healthz'), await statusOf('/readyz')]).toEqual([200, 200]);
  await admin.query(`alter database ${name} with allow_connections false`);
  await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);

  await expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(503);
  expect(await statusOf('/healthz')).toBe(200);
  server.clock.advance(60_000);
  const fix = phone.fixAt(depot);
  expect((await phone.postFixes([fix])).statusCode).toBe(503);

  await admin.query(`alter database ${name} with allow_connections true`);
  await expect.poll(() => statusOf('/readyz'), { timeout: 10_000 }).toBe(200);
  expect(await phone.send(fix)).toEqual([{ id: fix.id, outcome: 'accepted' }]);
  // It listens again, too: a revocation elsewhere is heard.
  await revokeDevice(server.database.db, { deviceId: phone.deviceId, now: server.clock.now() });
  const send = async () => (await phone.postFixes([fix])).statusCode;
  await expect.poll(send, { timeout: 20_000 }).toBe(401);
});
