// A whole Doorstep with its pages, one van on the road and one recipient whose map is open: what the benches of the
// parcel page look at.
import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { buildPagesIfStale, webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { findChromium } from '../tools/find-chromium.ts';
import { openBenchInstance, settleTown, startRoutes } from './instance.ts';
import { BenchFailed } from './measure.ts';
import { signPeopleIn } from './people.ts';
import { middleOf, type TownPlan } from './town.ts';

export interface PageHouse {
  readonly url: string;
  readonly parcelPath: string;
  readonly cookie: string;
  readonly browser: Browser;
  /** Puts an answer of its own under a path of the same server. */
  serveBeside(html: () => string): void;
  close(): Promise<void>;
}

/** Where `serveBeside` puts its page. */
export const besidePath = '/api/bench-floor';

export async function openPageHouse(say: (line: string) => void): Promise<PageHouse> {
  await buildPagesIfStale(say);
  const instance = await openBenchInstance(say);
  const startAt = Date.now() - 20 * 60_000;
  const plan: TownPlan = { routes: 1, stopsPerRoute: 8, parcelsPerStop: 1, accounts: 8, startAt };
  const [phone] = await settleTown(instance, plan);
  if (!phone) throw new BenchFailed('There is no phone.');
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const environment = { ...instance.environment, PORT: String(port), DOORSTEP_PUBLIC_URL: publicUrl };
  const cookies = await signPeopleIn({ ...instance, environment }, 4);
  const config = readConfig(environment, '.');
  const composed = await compose({ config, database: instance.database, built: { webHandler, widgetFolder } });
  let beside = () => '';
  const { server } = composed.app;
  const [answer] = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.url !== besidePath) return void answer?.call(server, request, response);
    const headers = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' };
    response.writeHead(200, headers).end(gzipSync(beside()));
  });
  await composed.app.listen({ port, host: '127.0.0.1' });
  await startRoutes(port, [phone], startAt);
  const driving = driveOn(port, phone.token);
  const cookie = cookies[3] ?? '';
  const parcelId = await parcelOf(publicUrl, cookie);
  const browser = await chromium.launch({
    executablePath: await findChromium(say),
    args: [
      '--headless',
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    url: publicUrl,
    parcelPath: `/parcels/${parcelId}`,
    cookie,
    browser,
    serveBeside(html) {
      beside = html;
    },
    async close() {
      await browser.close();
      await driving.stop();
      await composed.close();
      await instance.close();
    },
  };
}

/** Sends a fix every two seconds along a circle of four hundred metres, so that the van is near, live and moving. */
function driveOn(port: number, token: string): { stop(): Promise<void> } {
  const middle = middleOf(0);
  let turn = 0;
  const send = async () => {
    turn += 0.03;
    const place = { lat: middle.lat + 0.004 * Math.sin(turn), lon: middle.lon + 0.006 * Math.cos(turn) };
    const at = new Date().toISOString();
    const fix = { id: randomUUID(), ...place, accuracyMetres: 8, speedMetresPerSecond: 6, headingDegrees: 90 };
    await fetch(`http://127.0.0.1:${port}/api/v1/driver/fixes`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ sentAt: at, fixes: [{ ...fix, fixedAt: at }] }),
    }).catch(() => undefined);
  };
  let last = send();
  const timer = setInterval(() => {
    last = send();
  }, 2_000);
  return {
    async stop() {
      clearInterval(timer);
      await last;
    },
  };
}

async function parcelOf(url: string, cookie: string): Promise<string> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await fetch(`${url}/api/v1/me/parcels`, { headers: { cookie } });
    const { parcels }: { parcels: readonly { id: string }[] } = await answer.json();
    const id = parcels[0]?.id;
    if (id !== undefined) {
      const view = await fetch(`${url}/api/v1/me/parcels/${id}`, { headers: { cookie } });
      const { map }: { map: { shown: boolean } } = await view.json();
      if (map.shown) return id;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new BenchFailed('The map of the parcel did not open.');
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
