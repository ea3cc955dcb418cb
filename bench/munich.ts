// A recorded car, sent in real time as OsmAnd sends it, and watched on the recipient's page in a browser. A counting
// bench: its value is how often the dot did what no van does (leapt, went back, left the way), how many fixes were not
// stored once with the answer they deserve, and requests to anybody else; its target is 0. It takes as long as the drive:
// four minutes around the impossible fix, with `--long` the whole twenty.
import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../e2e/browser.ts';
import { importFormat, type RouteImportDocument } from '../packages/contract/index.ts';
import { distanceMetres } from '../packages/domain/index.ts';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../packages/server/features/accounts/pairing.ts';
import { readFixRows } from '../packages/server/features/fixes/fix.store.ts';
import { unpackFixes } from '../packages/server/features/fixes/packed-fixes.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import { buildPagesIfStale, webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { systemClock } from '../packages/server/ports/clock.ts';
import { readTraces, replayTrace, type Trace } from '../packages/simulator/index.ts';
import { findChromium } from '../tools/find-chromium.ts';
import { judgeDot, type Place } from './dot-path.ts';
import { type BenchInstance, openBenchInstance } from './instance.ts';
import { watchDot } from './load/watch-dot.ts';
import { BenchFailed, type BenchOptions, type BenchResult, rounded } from './measure.ts';
import { cookiesOf, signPeopleIn } from './people.ts';
import { emailOf } from './town.ts';

const file = new URL('../../shared/data/traces/barefoot_x0001-001.json', import.meta.url);
/** The recording's one fix that no car can have driven (1,693 km/h), as its readme tells. */
const impossible = ['implausible_speed'];
const fixesAround = 130;

export async function munich({ say, isLong }: BenchOptions): Promise<BenchResult> {
  const drive = await readDrive();
  const trace = isLong ? drive : aroundFastest(drive);
  const [first] = trace.fixes;
  if (!first) throw new BenchFailed('The drive holds no fix.');
  const home = { lat: first.lat, lon: first.lon };
  const instance = await openBenchInstance(say);
  let browser: Browser | null = null;
  let closeServer = async () => {};
  try {
    const { url, cookie, parcelId, token, close } = await settle(instance, home);
    closeServer = close;
    browser = await launchBrowser(await findChromium(say));
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await context.addCookies(cookiesOf(cookie, url));
    const page = await context.newPage();
    const elsewhere: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) elsewhere.push(request.url());
    });
    await page.goto(`${url}/parcels/${parcelId}`, { timeout: 120_000 });
    say(`The page is open; ${trace.fixes.length} fixes follow, one a second.`);
    const sending = replayTrace(
      { url, token, trace, protocol: 'osmand', backlog: false, gapSeconds: 1 },
      { onSent: (done, of) => (done % 120 === 0 ? say(`  ${done} of ${of} fixes sent`) : undefined), say },
    );
    const watch = await watchDot(page, home);
    const sent = await sending;
    if (sent.outcome !== 'done') throw new BenchFailed(sent.sentence);
    await page.waitForTimeout(3_000);
    watch.stop();
    const samples = await watch.samples();
    const stored = await storedFixes(instance);

    const way = stored.flatMap(({ fix }) => fix ?? []).toSorted((a, b) => a.fixedAt - b.fixedAt);
    const dot = judgeDot(samples, way);
    const reasons = stored.flatMap(({ reason }) => reason ?? []);
    const wrongFixes =
      Math.abs(stored.length - trace.fixes.length) + (String(reasons) === String(impossible) ? 0 : 1 + reasons.length);
    const unfinished = dot.reached > 0.999 ? 0 : 1;
    const faults = dot.leaps + dot.backwards + dot.astray + wrongFixes + unfinished + elsewhere.length;
    return {
      name: 'munich',
      unit: 'faults',
      value: faults,
      floor: null,
      ratio: null,
      target: 0,
      pass: faults === 0 && samples.length > trace.fixes.length,
      spread: null,
      extra: {
        fixesStored: stored.length,
        rejected: reasons.join(', '),
        dotsDrawn: samples.length,
        leaps: dot.leaps,
        backwards: dot.backwards,
        astray: dot.astray,
        wayShown: rounded(dot.reached),
        requestsElsewhere: elsewhere.length,
      },
    };
  } finally {
    await browser?.close();
    await closeServer();
    await instance.close();
  }
}

async function readDrive(): Promise<Trace> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new BenchFailed('The data is not here: ../shared/data/traces/barefoot_x0001-001.json is read.');
  });
  const read = readTraces('barefoot', text);
  if (!read.ok) throw new BenchFailed(read.sentence);
  const [trace] = read.value.traces;
  if (!trace) throw new BenchFailed('The file holds no drive.');
  return trace;
}

/** The minutes before and after the fix that no car can have driven. */
function aroundFastest(drive: Trace): Trace {
  const legs = drive.fixes.map((fix, index) => distanceMetres(drive.fixes[index - 1] ?? fix, fix));
  const middle = legs.indexOf(Math.max(...legs));
  return { ...drive, fixes: drive.fixes.slice(Math.max(0, middle - fixesAround), middle + fixesAround) };
}

/** A served house on this instance, with one route to the place where the drive begins, its phone and its recipient. */
async function settle(instance: BenchInstance, home: Place) {
  const { db } = instance.database;
  const report = await importRoutes(
    { db, clock: systemClock, bindConsignments },
    { bytes: Buffer.from(JSON.stringify(routeTo(home, Date.now()))), fileName: 'drive.json', dryRun: false },
  );
  if (report.problems.length > 0) throw new BenchFailed('The route was not imported whole.');
  const [cookie = ''] = await signPeopleIn(instance, 1);
  await buildPagesIfStale(() => undefined);
  const composed = await compose({
    // The map stays open however far the drive leads away.
    config: readConfig({ ...instance.environment, DOORSTEP_NEAR_METRES: '100000' }, '.'),
    database: { ...instance.database, close: async () => undefined },
    built: { webHandler, widgetFolder },
  });
  const url = await composed.app.listen({ port: 0, host: '127.0.0.1' });
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const parcel = await db.selectFrom('parcels').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: Date.now() });
  const device = await pairDevice(db, { code, deviceName: null, now: Date.now() });
  if (!device) throw new BenchFailed('The phone could not be paired.');
  return { url, cookie, parcelId: parcel.id, token: device.token, close: () => composed.close() };
}

function routeTo(home: Place, now: number): RouteImportDocument {
  const today = new Date(now).toISOString();
  const place = { ...home, timeZone: 'UTC' };
  const consignment = { parcelNumber: 'P-1', orderNumber: 'O-1', merchant: 'M', recipientName: 'R' };
  return {
    format: importFormat,
    carrier: { name: 'Drive Express' },
    routes: [
      {
        reference: 'T1',
        serviceDate: today.slice(0, 10),
        plannedStartAt: today,
        depot: { name: 'Depot', ...place },
        van: 'V1',
        driver: { name: 'D1' },
        stops: [
          {
            address: { street: 'Ende', houseNumber: '1', postcode: '00000', city: 'Ort', country: 'DE', ...place },
            parcels: [{ ...consignment, recipientEmail: emailOf(0) }],
          },
        ],
      },
    ],
  };
}

async function storedFixes({ database }: BenchInstance) {
  const { id } = await database.db.selectFrom('routes').select('id').executeTakeFirstOrThrow();
  return (await readFixRows(database.pool, id)).flatMap(unpackFixes);
}
