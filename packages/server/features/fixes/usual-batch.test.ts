import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPhone, type Phone, pairPhone } from '../../testing/phone.ts';
import { depot, usualStops } from '../../testing/route-file.ts';
import { storedFixes } from '../../testing/stored-fixes.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone & { token: string };
let url: string;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeEach(async () => {
  server = await startTestServer({ stops: usualStops(2) });
  phone = await pairPhone(server);
  await phone.start();
  server.clock.advance(60_000);
  url = await server.listen();
});
afterEach(async () => {
  agent.destroy();
  await server.close();
});

interface Answered {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface How {
  /** In a form that our outbox does not write. */
  readonly spaced?: boolean;
  readonly language?: string;
  readonly token?: string;
  /** Between the head and the body. */
  readonly meanwhile?: () => Promise<void>;
}

/** Over a connection that stays, as a phone sends. */
function send(fixes: readonly object[], how: How = {}) {
  const batch = { sentAt: new Date(server.clock.now()).toISOString(), fixes };
  const body = JSON.stringify(batch, null, how.spaced ? 1 : 0);
  return new Promise<Answered>((resolve, reject) => {
    const asked = request(`${url}/api/v1/driver/fixes`, {
      agent,
      method: 'POST',
      headers: {
        authorization: `Bearer ${how.token ?? phone.token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'accept-language': how.language ?? 'de',
      },
    });
    asked.on('error', reject);
    asked.on('response', async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const { date: _, ...headers } = response.headers;
      resolve({ status: response.statusCode, headers, body: Buffer.concat(chunks).toString() });
    });
    asked.flushHeaders();
    (how.meanwhile?.() ?? Promise.resolve()).then(() => asked.end(body), reject);
  });
}

describe('a batch in the usual form', () => {
  it('is answered as the router answers the same batch in another form', async () => {
    const batch = [phone.fixAt(depot, 20), { ...phone.fixAt(depot, 15), lat: 91 }, phone.fixAt(depot, 10)];
    const first = await send(batch);
    expect([first.status, JSON.parse(first.body)]).toEqual([
      200,
      {
        receivedAt: new Date(server.clock.now()).toISOString(),
        answers: [
          { id: batch[0]?.id, outcome: 'accepted' },
          expect.objectContaining({ id: batch[1]?.id, outcome: 'rejected', reason: 'out_of_range' }),
          { id: batch[2]?.id, outcome: 'accepted' },
        ],
      },
    ]);
    for (const language of ['de', 'en']) {
      const again = await send(batch, { language });
      expect(again).toEqual(await send(batch, { language, spaced: true }));
      expect(again.body).toContain('"duplicate":true');
    }
    expect(await storedFixes(server)).toHaveLength(3);
  });

  it('of accepted fixes alone differs from the router’s answer in nothing but the ids', async () => {
    const [usual, spaced] = [phone.fixAt(depot, 20), phone.fixAt(depot, 10)];
    const [here, there] = [await send([usual]), await send([spaced], { spaced: true })];
    expect({ ...here, body: here.body.replace(usual.id, spaced.id) }).toEqual(there);
  });

  it('goes on to the router where it cannot be stored, and is taken when it comes again', async () => {
    const { pool } = server.database;
    await pool.query(`
      create function refuse_fixes() returns trigger language plpgsql as
        $$ begin raise exception 'the disk is full' using errcode = '53100'; end $$;
      create trigger refuse_fixes before insert on fixes for each row execute function refuse_fixes()`);
    const batch = [phone.fixAt(depot)];
    const refused = await send(batch);
    expect([refused.status, refused.headers['retry-after'], JSON.parse(refused.body).code]).toEqual([
      503,
      '2',
      'unavailable',
    ]);
    await pool.query('drop trigger refuse_fixes on fixes; drop function refuse_fixes()');
    expect(JSON.parse((await send(batch)).body).answers).toEqual([{ id: batch[0]?.id, outcome: 'accepted' }]);
  });

  async function revoke(): Promise<void> {
    const { pool } = server.database;
    await pool.query('update devices set revoked_at = now() where driver_id = $1', [server.route.driverId]);
    await pool.query("select pg_notify('doorstep_device_revoked', id) from devices");
  }

  it('whose head came before the phone was revoked and whose body after it is refused', async () => {
    expect((await send([phone.fixAt(depot, 20)])).status).toBe(200);
    const meanwhile = async () => {
      await revoke();
      const other = () => openPhone(server, phone.token).postFixes([phone.fixAt(depot, 15)]);
      await expect.poll(async () => (await other()).statusCode).toBe(401);
    };
    expect((await send([phone.fixAt(depot, 10)], { meanwhile })).status).toBe(401);
  });

  it('over the connection of a phone that was known is refused from the moment the phone is revoked', async () => {
    expect((await send([phone.fixAt(depot, 20)])).status).toBe(200);
    await revoke();
    await expect.poll(async () => (await send([phone.fixAt(depot, 10)])).status).toBe(401);
  });

  it('of another phone over the same connection is that phone’s', async () => {
    expect((await send([phone.fixAt(depot)])).status).toBe(200);
    expect((await send([phone.fixAt(depot)], { token: 'a'.repeat(43) })).status).toBe(401);
    const injected = await openPhone(server, phone.token).postFixes([phone.fixAt(depot, 5)]);
    expect(injected.statusCode).toBe(200);
  });
});
