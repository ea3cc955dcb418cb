// Pictures of the pages as people see them, made by driving a real server with a real browser:
//   node launch.mjs tools/pictures.ts             docs/pictures/parcel.png, the one in the README
//   node launch.mjs tools/pictures.ts --all DIR   every page in its moments, both languages, light and dark, two widths
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openBenchInstance } from '../bench/instance.ts';
import { cookiesOf, signPeopleIn } from '../bench/people.ts';
import { emailOf } from '../bench/town.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { florenceDay, florenceMap } from '../e2e/florence.ts';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { bindConsignments } from '../packages/server/features/accounts/binding.ts';
import { makePairingCode, pairDevice } from '../packages/server/features/accounts/pairing.ts';
import { importRoutes } from '../packages/server/features/routes/import/import-routes.ts';
import { buildPagesIfStale, webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { driveRoute } from '../packages/simulator/drive-route.ts';
import { createSteppedPace } from '../packages/simulator/pace.ts';
import { findChromium } from './find-chromium.ts';
import { allLooks, germanPhone, growToWhole, openLook, settled } from './looks.ts';

const { values } = parseArgs({ options: { all: { type: 'string' } } });
const root = join(import.meta.dirname, '..');
const myStop = 8;
const startAt = Date.parse('2026-06-09T06:00:00Z');

const instance = await openBenchInstance(console.log);
const [cookie = ''] = await signPeopleIn(instance, 1);
await buildPagesIfStale(console.log);
const clock = { at: startAt, speed: 1, now: () => clock.at };
const config = readConfig(
  {
    ...instance.environment,
    DOORSTEP_NAME: 'Arno Express',
    DOORSTEP_NEAR_STOPS: '6',
    ...(florenceMap === null ? {} : { DOORSTEP_MAP_FILE: florenceMap }),
  },
  root,
);
const { db } = instance.database;
await importRoutes(
  { db, clock, bindConsignments },
  {
    bytes: Buffer.from(JSON.stringify(florenceDay({ email: emailOf(0), stop: myStop }))),
    fileName: 'day.json',
    dryRun: false,
  },
);
const composed = await compose({
  config,
  database: { ...instance.database, close: async () => undefined },
  built: { webHandler, widgetFolder },
  clock,
});
const url = await composed.app.listen({ port: 0, host: '127.0.0.1' });
const browser = await launchBrowser(await findChromium(console.log));

const looks = values.all ? allLooks : [{ ...germanPhone, name: 'parcel' }];
const folder = values.all ?? join(root, 'docs', 'pictures');
await mkdir(folder, { recursive: true });

const parcel = await db
  .selectFrom('parcels')
  .select('id')
  .where('parcel_number', '=', `FX-${myStop}`)
  .executeTakeFirstOrThrow();

/** One moment, in every look. */
async function take(moment: string, path: string): Promise<void> {
  for (const look of looks) {
    const context = await openLook(browser, look, cookiesOf(cookie, url));
    const page = await context.newPage();
    await page.goto(url + path);
    await settled(page);
    const file = join(folder, values.all ? `${moment}-${look.name}.png` : `${look.name}.png`);
    if (values.all) await growToWhole(page, look);
    await page.screenshot({ path: file, fullPage: values.all !== undefined });
    console.log(file);
    await context.close();
  }
}

const driver = await db.selectFrom('drivers').select('id').executeTakeFirstOrThrow();
const { code } = await makePairingCode(db, { driverId: driver.id, now: clock.at });
const phone = await pairDevice(db, { code, deviceName: null, now: clock.at });
if (!phone) throw new Error('the phone could not be paired');

if (values.all) {
  await take('before', `/parcels/${parcel.id}`);
  for (const name of ['settings', 'impressum']) await take(name, `/${name}`);
}
let delivered = 0;
let fixesSince = 0;
await driveRoute(
  {
    url,
    token: phone.token,
    finish: false,
    pace: () => createSteppedPace(clock),
  },
  {
    async onStep({ action }) {
      if (action.kind === 'command' && action.command.type === 'deliver') {
        delivered += 1;
        fixesSince = 0;
      }
      if (action.kind === 'fix') fixesSince += 1;
      const onTheRoad = action.kind === 'fix' && fixesSince === 4;
      if (values.all && onTheRoad && delivered === 1) await take('far', `/parcels/${parcel.id}`);
      if (onTheRoad && delivered === myStop - 3) await take('near', `/parcels/${parcel.id}`);
      if (values.all && onTheRoad && delivered === myStop - 3) await take('orders', '/orders');
      if (values.all && onTheRoad && delivered === myStop) await take('next', `/parcels/${parcel.id}`);
    },
  },
);
if (values.all) {
  await take('delivered', `/parcels/${parcel.id}`);
  await take('orders-after', '/orders');
  await take('missing', '/parcels/par_00000000000000000000000000');
}
await browser.close();
await composed.close();
await instance.close();
