import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
let phone: Phone & { token: string };
let anna: Awaited<ReturnType<typeof signIn>>;

beforeAll(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }, {}] });
  phone = await pairPhone(server);
  anna = await signIn(server, 'anna@example.org');
  await phone.start();
});
afterAll(() => server.close());

const first = () => server.route.stops[0] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const report = () =>
  server.app.inject({
    method: 'POST',
    url: `/api/v1/me/parcels/${first().parcelIds[0]}/reports`,
    headers: { cookie: anna.cookie },
    payload: { kind: 'not_my_door' },
  });

/** Resolves when the driver's stream says this text. */
async function hears(text: string): Promise<void> {
  const headers = { authorization: `Bearer ${phone.token}` };
  const response = await fetch(`${await server.listen()}/api/v1/driver/live`, { headers });
  let heard = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    heard += chunk;
    if (heard.includes(text)) return;
  }
  throw new Error('the stream ended');
}

describe('"not my door"', () => {
  it('reaches the driver by the stream, opens a case, and *arrive* at that stop opens it anew', async () => {
    await phone.serve(first());
    const heard = hears('"notMyDoor":true');
    expect((await report()).statusCode).toBe(201);
    await heard;
    await phone.give('arrive', { stopId: first().stopId });
    expect((await anna.view(first().parcelIds[0])).status.state).toMatch(/on_its_way|arriving/);
    await phone.give('deliver', { stopId: first().stopId, how: 'recipient' });
    expect((await anna.view(first().parcelIds[0])).status.state).toBe('delivered');
    const { rows } = await server.database.pool.query('select kind, attempt, closed_at from cases');
    expect(rows).toEqual([{ kind: 'not_my_door', attempt: 1, closed_at: null }]);
  });

  it('is not said where nobody reported it: a delivery stays one, also where the driver comes by again', async () => {
    const second = server.route.stops[1] ?? first();
    await phone.serve(second);
    const answer = await phone.give('arrive', { stopId: second.stopId }).catch((error: Error) => error.message);
    expect(JSON.stringify(answer)).toContain('nothing_open_here');
  });
});
