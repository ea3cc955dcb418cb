// The driver's app in a real browser, on a real server with a route of forty stops:
//   node launch.mjs tools/driver-app.ts --figures        how quick it is on a phone six times slower, without a network
//   node launch.mjs tools/driver-app.ts --pictures DIR   every screen at 360 and 412 px, light and dark, both languages,
//                                                        with contrast and targets measured; with --looks WORD those
//                                                        whose name has it, such as de-light-360
//   node launch.mjs tools/driver-app.ts --strip DIR      one stop with the network off and on again, as one picture
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchInstance } from '../bench/instance.ts';
import { launchBrowser, withCamera } from '../e2e/browser.ts';
import { longRoute } from '../e2e/driver-route.ts';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import { buildPagesIfStale, webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { doorstep } from './demo-stills.ts';
import { measureDriverApp } from './driver-figures.ts';
import { takeDriverPictures } from './driver-pictures.ts';
import { filmStop } from './driver-strip.ts';
import { findChromium } from './find-chromium.ts';

const { values } = parseArgs({
  options: {
    figures: { type: 'boolean' },
    pictures: { type: 'string' },
    looks: { type: 'string', default: '' },
    strip: { type: 'string' },
  },
});
const startAt = Date.parse('2026-06-09T06:00:00Z');
const instance = await openBenchInstance(console.log);
await buildPagesIfStale(console.log);
const begunAt = Date.now();
const clock = { speed: 1, now: () => startAt + Date.now() - begunAt };
const { db } = instance.database;
await importRoutes(
  { db, clock, bindConsignments },
  {
    bytes: Buffer.from(JSON.stringify(longRoute(40, '2026-06-09', '2026-06-09T08:00:00+02:00'))),
    fileName: 'day.json',
    dryRun: false,
  },
);
const composed = await compose({
  config: readConfig(
    { ...instance.environment, DOORSTEP_NAME: 'Pegnitz Kurier', DOORSTEP_LEAVE_WITHOUT_PERMISSION: 'true' },
    import.meta.dirname,
  ),
  database: { ...instance.database, close: async () => undefined },
  built: { webHandler, widgetFolder },
  clock,
});
// By name: browsers compress and keep apps for localhost as they do over https.
const url = (await composed.app.listen({ port: 0, host: '127.0.0.1' })).replace('127.0.0.1', 'localhost');
// The camera sees a doorstep: a film of one picture.
const films = await mkdtemp(join(tmpdir(), 'doorstep-camera-'));
const film = join(films, 'doorstep.mjpeg');
await writeFile(film, (await doorstep()).buffer);
const camera = [...withCamera, `--use-file-for-fake-video-capture=${film}`];
const browser = await launchBrowser(await findChromium(console.log), camera);

/** A key of the route's driver, beside all others: each look is a phone of its own. */
async function pairedKey(): Promise<string> {
  const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
  const { code } = await makePairingCode(db, { driverId: driver.id, now: clock.now() });
  const paired = await pairDevice(db, { code, deviceName: null, now: clock.now() });
  if (!paired) throw new Error('a fresh code pairs');
  return `${paired.token} ${paired.driverId} ${paired.driverName}`;
}

if (values.pictures !== undefined) {
  await mkdir(values.pictures, { recursive: true });
  await takeDriverPictures(browser, { url, folder: values.pictures, looks: values.looks, pairedKey }, console.log);
}
if (values.strip !== undefined) {
  await mkdir(values.strip, { recursive: true });
  await filmStop(browser, { url, folder: values.strip, key: await pairedKey() }, console.log);
}
if (values.figures) await measureDriverApp(browser, { url, key: await pairedKey() }, console.log);
await browser.close();
await composed.close();
await instance.close();
await rm(films, { recursive: true, force: true });
// Browser, server and database are closed; whatever still listens ends here.
process.exit();
