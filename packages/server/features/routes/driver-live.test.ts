import type { DriverRoute, DriverStatus } from '@doorstep/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { depot } from '../../testing/route-file.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';
import { revokeDevice } from '../accounts/pairing.ts';

let server: TestServer;
let phone: Phone & { token: string; deviceId: string };
const opened: AbortController[] = [];

beforeEach(async () => {
  server = await startTestServer({ stops: [{ parcels: [{ recipientEmail: 'anna@example.org' }] }, {}] });
  phone = await pairPhone(server);
});
afterEach(async () => {
  for (const abort of opened.splice(0)) abort.abort();
  await server.close();
});

type Frame = { event: 'route'; data: DriverRoute } | { event: 'status'; data: DriverStatus };

/** The driver's stream, frame by frame; null where the server has ended it. Heartbeats are left out. */
async function listen(token = phone.token) {
  const abort = new AbortController();
  opened.push(abort);
  const response = await fetch(`${await server.listen()}/api/v1/driver/live`, {
    headers: { authorization: `Bearer ${token}`, 'accept-language': 'de' },
    signal: abort.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  async function next(): Promise<Frame | null> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        const event = /^event: (route|status)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (event && data) return JSON.parse(`{"event":"${event}","data":${data}}`);
        continue;
      }
      const read = await reader?.read();
      if (!read || read.done) return null;
      text += read.value;
    }
  }
  return {
    response,
    async until(wanted: (frame: Frame) => boolean): Promise<Frame> {
      for (;;) {
        const frame = await next();
        if (frame === null) throw new Error('the stream ended');
        if (wanted(frame)) return frame;
      }
    },
    next,
  };
}

describe('what the driver’s page hears without asking', () => {
  it('a safe place that the recipient names, and what a command did', async () => {
    const stream = await listen();
    expect(await stream.next()).toMatchObject({ event: 'route', data: { route: { phase: 'planned' } } });
    await phone.start();
    await stream.until(({ event, data }) => event === 'route' && data.route?.phase === 'started');
    const anna = await signIn(server, 'anna@example.org');
    const parcelId = server.route.stops[0]?.parcelIds[0];
    expect((await anna.put(`/parcels/${parcelId}/drop-off`, { place: 'Carport' })).statusCode).toBe(200);
    await stream.until(
      ({ event, data }) => event === 'route' && data.route?.stops[0]?.parcels[0]?.safePlace === 'Carport',
    );
  });

  it('how many watch, in steps, and from which app the position comes', async () => {
    await phone.start();
    const stream = await listen();
    await phone.driveTo(server.route.stops[0] ?? depot);
    await stream.until(({ event, data }) => event === 'status' && data.positions[0]?.source === 'app');
    const at = Math.round((server.clock.now() + 5_000) / 1000);
    server.clock.advance(5_000);
    const { lat, lon } = server.route.stops[0] ?? depot;
    const traccar = {
      device_id: phone.token,
      location: { timestamp: at * 1000, coords: { latitude: lat, longitude: lon } },
    };
    await server.app.inject({ method: 'POST', url: '/in/osmand', payload: JSON.stringify(traccar) });
    const told = await stream.until(({ event, data }) => event === 'status' && data.positions.length === 2);
    expect(told.event === 'status' && told.data.positions.map(({ source }) => source)).toEqual([
      'traccar_client',
      'app',
    ]);

    const anna = await signIn(server, 'anna@example.org');
    const watching = await anna.watch(server.route.stops[0]?.parcelIds[0]);
    await watching.next();
    await stream.until(({ event, data }) => event === 'status' && data.watching === 'few');
    watching.close();
    await stream.until(({ event, data }) => event === 'status' && data.watching === 'none');
  });

  it('ends at once where the phone is revoked, and does not begin again', async () => {
    const stream = await listen();
    await stream.next();
    await revokeDevice(server.database.db, { deviceId: phone.deviceId, now: server.clock.now() });
    while ((await stream.next()) !== null);
    expect((await listen()).response.status).toBe(401);
  });
});
