import { expect, test } from 'vitest';
import { findingsOf } from './axe.ts';
import { email, oneAccount } from './one-account.ts';

const one = oneAccount();

const settings = '/settings/account';

test('a passkey is added, signs in by itself, and is removed', async () => {
  const context = await one.browser.newContext({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  // A real authenticator of the browser's own, which needs no finger.
  const devtools = await context.newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const authenticator = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true };
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { ...authenticator, isUserVerified: true, automaticPresenceSimulation: true } as never,
  });

  await one.signIn(page, settings);
  expect(await findingsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Passkey anlegen' }).click();
  await page.getByRole('button', { name: /^Passkey entfernen/ }).waitFor();

  await page.goto(`${one.house.url}/settings`);
  await page.getByRole('main').getByRole('button', { name: 'Abmelden' }).click();
  await page.goto(`${one.house.url}/login?next=${settings}`);
  await page.getByRole('button', { name: 'Mit Passkey anmelden' }).click();
  await page.getByRole('heading', { name: 'Konto und Anmeldung' }).waitFor();
  expect(await page.getByText('Angemeldet als anna@example.org').isVisible()).toBe(true);

  await page.getByRole('button', { name: /^Passkey entfernen/ }).click();
  await page.getByText('Noch kein Passkey.').waitFor();
  await context.close();
});

test('without JavaScript: another device is signed out, the password changed, a forgotten one set anew', async () => {
  const context = await one.browser.newContext({ locale: 'de-DE', javaScriptEnabled: false });
  const page = await context.newPage();
  await one.signIn(page, settings);
  await page
    .getByRole('button', { name: /^Abmelden .+ seit / })
    .first()
    .click();
  await page.getByText('Dort sind Sie jetzt abgemeldet.').waitFor();

  const form = page.getByRole('region', { name: 'Passwort ändern' });
  await form.getByLabel('Aktuelles Passwort').fill('falsch geraten');
  await form.getByLabel('Neues Passwort').fill('ein neues Passwort');
  await form.getByRole('button').click();
  await page.getByRole('link', { name: 'Das ist nicht Ihr aktuelles Passwort.' }).waitFor();
  await form.getByLabel('Aktuelles Passwort').fill(one.password);
  await form.getByLabel('Neues Passwort').fill('ein neues Passwort');
  await form.getByRole('button').click();
  await page.getByText('Ihr Passwort ist geändert.').waitFor();
  await context.clearCookies();

  await page.goto(`${one.house.url}/login`);
  await page.getByRole('link', { name: 'Passwort vergessen?' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Neues Passwort');
  await page.getByLabel('E-Mail-Adresse').fill(email);
  await page.getByRole('button', { name: 'Link schicken' }).click();
  await page.getByRole('heading', { name: 'Schauen Sie in Ihr Postfach' }).waitFor();
  const { rows } = await one.house.database.pool.query<{ body: string }>(
    `select body from mails where subject like '%Neues Passwort' order by created_at desc limit 1`,
  );
  const link = /http\S+\/reset\?token=\S+/.exec(rows[0]?.body ?? '')?.[0] ?? '';
  await page.goto(link);
  await page.getByLabel('Neues Passwort').fill('noch ein neues Passwort');
  await page.getByRole('button', { name: 'Passwort festlegen' }).click();
  await page.getByRole('heading', { name: 'Meine Bestellungen' }).waitFor();
  await context.close();
});
