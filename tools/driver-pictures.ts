import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { depot, placeOfStop } from '../e2e/driver-route.ts';
import { type DriverMeasures, measureScreen, noMeasures } from './driver-measures.ts';
import { allLooks, type Look } from './looks.ts';

const walksAtOnce = 4;

const everyLook: readonly Look[] = allLooks.map((look) => {
  const width = look.width < 600 ? 360 : 412;
  return { ...look, width, name: look.name.replace(/\d+$/, String(width)) };
});

/** Words on buttons, in both languages, in the order in which the screens are walked through. */
const says = {
  read: /^(Gelesen, weiter|Read, continue)$/,
  start: /^(Tour starten|Start the route)$/,
  arrive: /^(Angekommen|Arrived)$/,
  other: /^(Etwas anderes|Something else)$/,
  neighbour: /^(In der Nachbarschaft|To a neighbour)$/,
  notDelivered: /^(Nicht zugestellt|Not delivered)$/,
  locker: /^(Ins Schließfach|Into the locker)$/,
  shutter: /^(Auslösen|Take the picture)$/,
  anyEnd: /^(Fertig|Done|So nehmen|Use it)$/,
  back: /^(Zurück|Back)$/,
  list: /^(Stopps|Stops)$/,
  map: /^(Karte zeigen|Show the map)$/,
  more: /^(Mehr|More)$/,
  dark: /^(Unsichtbar werden|Go dark)$/,
  visible: /^(Wieder sichtbar|Be seen again)$/,
  privacy: /^(Was über mich gespeichert wird|What is kept about me)$/,
  traccar: /^(Position aus einer anderen App|Position from another app)$/,
  finish: /^(Tour beenden|Finish the route)$/,
  pause: /^(Pause|Break)$/,
  resume: /^(Weiterfahren|Go on)$/,
  left: /^(Abgestellt, mit Foto|Left, with photo)$/,
  handed: /^(Übergeben|Handed over)$/,
  look: /(Ansehen|View)$/,
} as const;

/** Every screen of the driver's app, in every look whose name has `looks` in it. */
export async function takeDriverPictures(
  browser: Browser,
  { url, folder, looks, pairedKey }: { url: string; folder: string; looks: string; pairedKey: () => Promise<string> },
  say: (line: string) => void,
): Promise<void> {
  const measured = new Map<string, DriverMeasures>();
  const chosen = everyLook.filter(({ name }) => name.includes(looks));
  const phones = await Promise.all(chosen.map(async (look) => ({ look, context: await openPhone(look) })));

  async function openPhone({ locale, colorScheme, width }: Look): Promise<BrowserContext> {
    const context = await browser.newContext({
      locale,
      colorScheme,
      viewport: { width, height: width === 360 ? 740 : 892 },
      deviceScaleFactor: 1,
      permissions: ['geolocation', 'camera'],
      geolocation: { latitude: depot.lat, longitude: depot.lon, accuracy: 8 },
    });
    await context.addInitScript((key) => localStorage.setItem('doorstep-device-token', key), await pairedKey());
    return context;
  }

  for (const { look, context } of phones) {
    const page = await context.newPage();
    await page.goto(`${url}/driver`);
    const { tap, shoot } = handsOf(page, look);
    await shoot('01-notice');
    await tap(says.read);
    await shoot('02-planned');
  }
  const [first] = phones;
  await first?.context.pages()[0]?.getByRole('button', { name: says.start }).click();
  // Each mostly waits; more at a time would be late for the camera.
  for (let from = 0; from < phones.length; from += walksAtOnce)
    await Promise.all(phones.slice(from, from + walksAtOnce).map(({ look, context }) => walk(look, context)));
  for (const [theme, { action, anyText, faults }] of measured) {
    say(
      `${theme}: weakest contrast of an action ${action}, of any text ${anyText}; ${faults.size} too weak or too small`,
    );
    for (const fault of faults) say(`  ${fault}`);
  }

  async function walk(look: Look, context: BrowserContext): Promise<void> {
    const [page] = context.pages();
    if (page === undefined) return;
    const { tap, shoot } = handsOf(page, look);
    await page.locator('h1.bell').waitFor();
    await shoot('03-stop');
    await standAt(context, 0);
    await page.waitForTimeout(5_500);
    await shoot('04-stop-there');
    await tap(says.other);
    await shoot('05-ends');
    await tap(says.notDelivered);
    await shoot('06-reasons');
    await tap(says.back);
    await tap(says.list);
    await shoot('08-list');
    await tap(says.map);
    await page.waitForTimeout(2_500);
    await shoot('09-map');
    await tap(says.back);
    await tap(says.more);
    await shoot('10-more');
    await tap(says.privacy);
    await page.waitForTimeout(500);
    await shoot('11-privacy');
    await tap(says.back);
    await tap(says.more);
    await tap(says.traccar);
    await shoot('12-traccar');
    await tap(says.back);
    await tap(says.more);
    await tap(says.finish);
    await shoot('13-finish');
    await tap(says.back);
    // From here on what is tapped stays on this phone: the next look finds the route as it was.
    await context.setOffline(true);
    await tap(says.pause);
    await shoot('14-break');
    await tap(says.resume);
    await tap(says.more);
    await tap(says.dark);
    await shoot('15-dark');
    await tap(says.visible);
    await tap(says.handed);
    await tap(says.handed);
    await page.waitForTimeout(5_500);
    await shoot('16-offline-waiting');
    // The first parcel that need not be handed over, and so may go next door.
    await tap(says.other);
    await tap(says.neighbour);
    await shoot('07-neighbour');
    await tap(says.back);
    await tap(says.back);
    await tap(says.left);
    await page.getByRole('button', { name: says.shutter }).waitFor();
    await shoot('17-camera');
    // Where the picture is taken counts, and a place that was measured a while ago counts no more.
    await standAt(context, 4);
    await page.waitForTimeout(5_500);
    await tap(says.shutter);
    await page.locator('.finder img').waitFor();
    await shoot('18-picture');
    await tap(says.anyEnd);
    await shoot('19-right-door');
    await tap(/^(Nein, zurück|No, back)$/);
    await tap(says.look);
    await shoot('20-outbox');
    await context.close();
  }

  async function standAt(context: BrowserContext, index: number): Promise<void> {
    const { lat, lon } = placeOfStop(index);
    await context.setGeolocation({ latitude: lat, longitude: lon, accuracy: 8 });
  }

  function handsOf(page: Page, look: Look) {
    return {
      async tap(name: RegExp): Promise<void> {
        // The second of two quick taps counts for nothing.
        await page.waitForTimeout(750);
        await page.getByRole('button', { name }).first().click();
      },
      async shoot(moment: string): Promise<void> {
        await page.waitForTimeout(800);
        const file = join(folder, `${moment}-${look.name}.png`);
        await page.screenshot({ path: file });
        say(file);
        const sofar = measured.get(look.colorScheme) ?? noMeasures();
        measured.set(look.colorScheme, sofar);
        await measureScreen(page, moment, sofar);
      },
    };
  }
}
