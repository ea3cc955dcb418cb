import type { CDPSession, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { oneAccount } from './one-account.ts';

const one = oneAccount();

const message = {
  id: 'ntf_1',
  title: 'Zugestellt um 10:12 Uhr',
  text: 'Ihr Paket wurde zugestellt.',
  path: '/orders',
  language: 'de',
  topic: 'a-delivery',
  picture: null,
};

/** Delivers a push to the worker, as the browser's own connection to its push service does. */
async function workerOf(page: Page, devtools: CDPSession) {
  const known = new Promise<string>((resolve) =>
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL.endsWith('/push/'));
      if (ours) resolve(ours.registrationId);
    }),
  );
  await devtools.send('ServiceWorker.enable');
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.register('/push-worker.js', { scope: '/push/' });
    // A first card from here, put away at once: without one, headless Chromium did not list what the worker showed.
    while (registration.active?.state !== 'activated') await new Promise((resolve) => setTimeout(resolve, 50));
    await registration.showNotification('ready', { tag: 'ready', data: { path: '' } });
    for (const card of await registration.getNotifications({ tag: 'ready' })) card.close();
  });
  const registrationId = await known;
  return (told: object) =>
    devtools.send('ServiceWorker.deliverPushMessage', {
      origin: one.house.url,
      registrationId,
      data: JSON.stringify(told),
    });
}

const shown = (page: Page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration('/push/');
    const cards = (await registration?.getNotifications()) ?? [];
    return cards
      .filter(({ tag }) => tag !== 'ready')
      .map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, path: data.path }));
  });

test('a push is shown by the worker of our pages, once for each delivery, and silently when it comes twice', async () => {
  const context = await one.browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  await context.grantPermissions(['notifications'], { origin: one.house.url });
  const page = await context.newPage();
  await one.signIn(page, '/settings');
  await page.getByRole('heading', { name: 'Nachrichten' }).waitFor();
  // Nobody is asked at first sight, and the button is there for whoever wants it.
  await page.getByRole('button', { name: 'Push einschalten' }).waitFor();
  await page.getByText('Einzeln wählen').click();
  expect(await findingsOf(page)).toEqual([]);

  const push = await workerOf(page, await context.newCDPSession(page));
  await push(message);
  const card = { title: message.title, body: message.text, tag: message.topic, path: '/orders' };
  await expect.poll(() => shown(page)).toEqual([{ ...card, silent: false }]);
  await push(message);
  await expect.poll(() => shown(page)).toEqual([{ ...card, silent: true }]);
  await push({ ...message, id: 'ntf_2', title: 'Foto Ihrer Lieferung' });
  await expect.poll(() => shown(page)).toEqual([{ ...card, title: 'Foto Ihrer Lieferung', silent: false }]);
  await context.close();
});

test('without JavaScript: each event is chosen by channel, with quiet hours of one’s own', async () => {
  const context = await one.browser.newContext({ locale: 'de-DE', javaScriptEnabled: false });
  const page = await context.newPage();
  await one.signIn(page, '/settings');
  await page.getByText('Einzeln wählen').click();
  await page.getByRole('checkbox', { name: 'Sie sind als Nächstes dran: Push' }).check();
  await page.getByRole('checkbox', { name: 'Es ist zugestellt: E-Mail' }).uncheck();
  await page.getByLabel('Von', { exact: true }).fill('21:30');
  await page.locator('#messages').getByRole('button', { name: 'Auswahl speichern' }).click();
  await page.getByText('Ihre Wahl gilt ab sofort.').waitFor();
  const { rows } = await one.house.database.pool.query(
    'select message_choices, quiet_from_minute from preferences where account_id is not null',
  );
  expect(rows).toMatchObject([
    { message_choices: { next_stop: { push: true }, delivered: { mail: false, push: true } }, quiet_from_minute: 1290 },
  ]);
  await context.close();
});
