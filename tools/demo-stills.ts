import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { DemoPerson } from '../packages/contract/index.ts';
import { drawDoorstep } from '../packages/simulator/vans/draw-doorstep.ts';
import { allLooks, growToWhole, type Look, openLook, settled } from './looks.ts';
import { takePhotoStills } from './photo-stills.ts';

type Visitor = DemoPerson | 'nobody';

/** Every page of the demo in its moments, in every look; the demo's clock stands while a moment is taken. */
export async function takeDemoStills(
  browser: Browser,
  { url, folder, only }: { url: string; folder: string; only: RegExp },
  say: (line: string) => void,
): Promise<void> {
  const cookies = new Map<string, Parameters<typeof openLook>[2]>();
  const contexts = new Map<string, BrowserContext>();
  const wanted = (moment: string) => allLooks.filter(({ name }) => only.test(`${moment}-${name}`));

  async function contextFor(who: Visitor, look: Look): Promise<BrowserContext> {
    const key = `${who} ${look.name}`;
    const open = contexts.get(key) ?? (await openLook(browser, look, who === 'nobody' ? [] : await signedIn(who)));
    contexts.set(key, open);
    return open;
  }

  /** One sign-in a person, shared by all looks: the server counts them. */
  async function signedIn(who: DemoPerson): Promise<Parameters<typeof openLook>[2]> {
    const known = cookies.get(who);
    if (known !== undefined) return known;
    const context = await browser.newContext();
    await post(context, '/demo/see', { who });
    const made = (await context.cookies()).map(({ name, value }) => ({ name, value, url }));
    await context.close();
    cookies.set(who, made);
    return made;
  }

  async function signedInAs(who: DemoPerson): Promise<BrowserContext> {
    const context = await browser.newContext();
    await context.addCookies([...(await signedIn(who))]);
    return context;
  }

  /** The parcel that this person is about. */
  async function parcelOf(who: DemoPerson): Promise<string> {
    const context = await signedInAs(who);
    const path = await post(context, '/demo/see', { who });
    await context.close();
    return path.split('/').at(-1) ?? '';
  }

  async function post(context: BrowserContext, path: string, form: Record<string, string>): Promise<string> {
    const answer = await context.request.post(url + path, { form, headers: { origin: url }, maxRedirects: 0 });
    if (answer.status() !== 303) throw new Error(`POST ${path} was answered ${answer.status()}`);
    return answer.headers().location ?? '/';
  }

  async function shoot(moment: string, look: Look, page: Page): Promise<void> {
    await settled(page);
    await growToWhole(page, look);
    const file = join(folder, `${moment}-${look.name}.png`);
    await page.screenshot({ path: file, fullPage: true });
    say(file);
  }

  async function take(moment: string, who: Visitor, path: string, act?: (page: Page) => Promise<void>) {
    for (const look of wanted(moment)) {
      const page = await (await contextFor(who, look)).newPage();
      await page.goto(url + path);
      await act?.(page);
      await shoot(moment, look, page);
      await page.close();
    }
  }

  const watching = await browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  const setSpeed = (speed: number) => post(watching, '/demo/clock', { speed: String(speed), back: '/' });
  await setSpeed(0);
  const near = await post(watching, '/demo/see', { who: 'near' });
  const watch = await watching.newPage();
  await watch.goto(url + near);
  const heading = watch.locator('doorstep-parcel h1');

  /** Lets the clock go until her page says so, and halts it again somewhat later. */
  async function until(answer: RegExp, thenSeconds: number): Promise<void> {
    await setSpeed(5);
    while (!answer.test(await heading.innerText())) await watch.waitForTimeout(100);
    await watch.waitForTimeout((thenSeconds / 5) * 1_000);
    await setSpeed(0);
    await watch.waitForTimeout(1_500);
  }

  await take('landing', 'nobody', '/');
  await take('orders', 'near', '/orders');
  await takePastOrders();
  for (const who of ['far', 'opted_out', 'gift'] as const) {
    const context = await browser.newContext();
    await take(who === 'gift' ? 'gift-as-buyer' : who, who, await post(context, '/demo/see', { who }));
    await context.close();
  }
  await take('settings', 'near', '/settings');
  await take('imprint', 'nobody', '/impressum');
  await take('support', 'support', '/support', search);
  await take('support-case', 'support', '/support', async (page) => {
    await search(page);
    await page.locator('main a[href^="/support/"]').first().click();
    await page.waitForURL(/\/support\/./);
  });
  await takePhotoStills(
    { take, signedInAs, url },
    { withPhoto: await parcelOf('photo'), gift: await parcelOf('gift') },
  );
  await until(/Noch 3/, 6);
  await take('near-3', 'near', near);
  await until(/Noch 2/, 25);
  await take('near-2', 'near', near);
  await take('side-by-side', 'near', '/', async (page) => {
    await page.getByRole('button', { name: /^(Nebeneinander öffnen|Open side by side)$/ }).click();
    await page.waitForURL('**/demo/side-by-side');
    for (const frame of [0, 1]) await page.frameLocator('iframe').nth(frame).locator('h1').last().waitFor();
    await page.waitForTimeout(4_000);
  });
  await until(/nächst/i, 1);
  await take('near-next', 'near', near);
  await until(/ist da|bei Ihnen|angekommen/i, 1);
  await take('near-here', 'near', near);
  await takeDriver();
  await until(/Zugestellt/, 3);
  await take('near-delivered', 'near', near);
  await take('outbox', 'nobody', '/demo/outbox');
  await watching.close();
  for (const context of contexts.values()) await context.close();

  async function search(page: Page): Promise<void> {
    await page.locator('#query').fill('Johanna');
    await page.locator('main form .button').click();
    await page.locator('main a[href^="/support/"]').first().waitFor();
  }

  /** Her deliveries that ended in different ways, found by their shops; a confidential one names none, nor does a gift. */
  async function takePastOrders(): Promise<void> {
    const shopOf: Readonly<Record<string, string | null>> = {
      'photo-expired': 'Korbwaren Wiesinger',
      'no-photo-then': 'Gartenbedarf Tremmel',
      confidential: null,
      'photo-past': 'Teehandel Hollerbach',
      'nobody-home': 'Schuhhaus Fellner',
      'other-carrier': 'Keramik Rottland',
    };
    const page = await watching.newPage();
    await page.goto(`${url}/orders`);
    const rows = await page.locator('main li.row').evaluateAll((all) =>
      all.map((row) => ({
        shop: row.querySelector('[id^="m-"]')?.textContent ?? null,
        isGift: [...row.querySelectorAll('p.small')].some(({ textContent }) => textContent === 'Geschenk'),
        path: row.querySelector('a')?.getAttribute('href') ?? '',
      })),
    );
    await page.close();
    for (const [moment, shop] of Object.entries(shopOf)) {
      const row = rows.find((each) => each.shop === shop && !each.isGift);
      if (row === undefined) throw new Error(`the order list has no delivery for the picture "${moment}"`);
      await take(moment, 'near', row.path);
    }
  }

  /** Her stop on the driver's page: the stop, the ways in which it may end, the camera with a picture, the list. */
  async function takeDriver(): Promise<void> {
    for (const look of allLooks) {
      const moments = [
        'driver-stop',
        'driver-ends',
        'driver-reasons',
        'driver-camera',
        'driver-picture',
        'driver-list',
      ];
      if (!moments.some((moment) => only.test(`${moment}-${look.name}`))) continue;
      const context = await contextFor('nobody', look);
      const page = await context.newPage();
      await page.goto(url + (await post(context, '/demo/see', { who: 'driver' })));
      await page.locator('.bell').waitFor();
      await page.waitForTimeout(500);
      const isWide = look.width >= 900;
      const back = () =>
        page
          .getByRole('button', { name: /^(Zurück|Back)$/ })
          .last()
          .click();
      await shoot('driver-stop', look, page);
      const buttons = page.locator('.actions .pair button');
      await buttons.first().click();
      await shoot('driver-ends', look, page);
      await page.locator('.pair button').first().click();
      await shoot('driver-reasons', look, page);
      await back();
      await page.locator('.actions .main').click();
      await page.locator('.finder').waitFor();
      await page.waitForTimeout(300);
      await shoot('driver-camera', look, page);
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles(await doorstep());
      await page.locator('.finder img').waitFor();
      await shoot('driver-picture', look, page);
      await back();
      if (!isWide) {
        await page.locator('.actions .pair .hide-wide').click();
        await shoot('driver-list', look, page);
      }
      await page.close();
    }
  }
}

/** What the visitor's camera sees. */
export async function doorstep(): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const { full } = await drawDoorstep({
    seed: 'a visitor’s own picture',
    houseNumber: '7',
    parcels: 1,
    at: Date.parse('2026-06-11T10:00:00Z'),
    timeZone: 'Europe/Berlin',
    place: { lat: 49.5, lon: 11.2 },
  });
  return { name: 'door.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(full) };
}
