import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { depot, placeOfStop } from '../e2e/driver-route.ts';

const frame = { width: 360, height: 740 };
const gap = 12;

/** One stop, filmed: the network goes, the parcel is left and photographed, the network comes back. One picture in all. */
export async function filmStop(
  browser: Browser,
  { url, folder, key }: { url: string; folder: string; key: string },
  say: (line: string) => void,
): Promise<void> {
  const context = await browser.newContext({
    locale: 'de-DE',
    viewport: frame,
    permissions: ['geolocation', 'camera'],
    geolocation: { latitude: depot.lat, longitude: depot.lon, accuracy: 8 },
  });
  await context.addInitScript((kept) => localStorage.setItem('doorstep-device-token', kept), key);
  const page = await context.newPage();
  const frames: Buffer[] = [];
  const shoot = async () => {
    // Just after a change the buttons rest, so that no tap counts twice.
    await page.waitForTimeout(900);
    frames.push(await page.screenshot());
  };
  const tap = async (name: string) => {
    await page.waitForTimeout(800);
    await page.getByRole('button', { name, exact: true }).click();
  };
  await page.goto(`${url}/driver`);
  await tapIfThere(page, 'Gelesen, weiter');
  await tapIfThere(page, 'Tour starten');
  for (const index of [0, 1]) {
    await page.getByRole('heading', { name: `Familie Nummer ${index + 1}`, exact: true }).waitFor();
    await standAt(index);
    await tap('Übergeben');
  }
  await page.getByRole('heading', { name: 'Familie Nummer 3', exact: true }).waitFor();
  await standAt(2);
  await page.getByText('Alles gesendet').waitFor();
  await shoot();
  await context.setOffline(true);
  await page.getByText(/Kein Netz/).waitFor();
  await shoot();
  await tap('Abgestellt, mit Foto');
  await page.getByRole('button', { name: 'Auslösen' }).waitFor();
  await shoot();
  await tap('Auslösen');
  await page.locator('.finder img').waitFor();
  await shoot();
  // What the moving picture in place of a camera shows may be called empty.
  await page.getByRole('button', { name: /^(Fertig|So nehmen)$/ }).click();
  await page.getByRole('heading', { name: 'Familie Nummer 4', exact: true }).waitFor();
  await page.getByText(/1 Bild/).waitFor();
  await shoot();
  await page.getByRole('button', { name: /Ansehen$/ }).click();
  await page.getByRole('heading', { name: 'Was noch wartet' }).waitFor();
  await shoot();
  await context.setOffline(false);
  await tap('Zurück');
  await page.getByText('Alles gesendet').waitFor({ timeout: 60_000 });
  await shoot();
  await context.close();

  const file = join(folder, 'driver-stop.webp');
  await sharp({
    create: {
      width: frames.length * (frame.width + gap) - gap,
      height: frame.height,
      channels: 3,
      background: '#8a938f',
    },
  })
    .composite(frames.map((input, index) => ({ input, left: index * (frame.width + gap), top: 0 })))
    .webp({ quality: 70 })
    .toFile(file);
  say(file);

  async function standAt(index: number): Promise<void> {
    const { lat, lon } = placeOfStop(index);
    await context.setGeolocation({ latitude: lat, longitude: lon, accuracy: 8 });
    await page.getByText('Sie sind da.').waitFor();
  }
}

async function tapIfThere(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true });
  const isThere = await button.waitFor({ timeout: 4_000 }).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  await page.waitForTimeout(800);
  await button.click();
}
