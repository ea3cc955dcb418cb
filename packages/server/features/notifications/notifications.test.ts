import { photoIsNewsAfterMillis } from '@doorstep/domain';
import { afterEach, describe, expect, it } from 'vitest';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { depot, type RouteWish } from '../../testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../../testing/test-server.ts';
import { drawnPicture, withCamera } from '../photos/photos.testdata.ts';
import { writeMessageChannels } from './message-channels.ts';
import { readOutbox } from './read-outbox.ts';

const anna = 'anna@example.org';
const ben = 'ben@example.org';
let server: TestServer;
let phone: Phone & { readonly token: string };

afterEach(() => server.close());

const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const berlin = (time: string) => Date.parse(`2026-06-09T${time}+02:00`);

/** A server on which these people have accounts and no word has been sent. */
async function begin(wish: RouteWish & { settings?: Record<string, string>; keepPushes?: boolean }, people: string[]) {
  server = await startTestServer({ keepPushes: true, ...wish });
  phone = await pairPhone(server);
  const ids = [];
  for (const email of people) ids.push((await server.signIn(email)).accountId);
  return ids;
}

/** The route starts, and everybody has heard of it: what comes next overtakes nothing. */
async function startAndTell() {
  await phone.start();
  await allTold();
}

/** Nothing is due any more: what happens from here on overtakes nothing. */
async function allTold() {
  await expect.poll(dueNow, { timeout: 20_000 }).toBe(0);
}

/** Waits until nothing is due any more, then tells what reached this person, oldest first. */
async function heardBy(email: string, channel?: 'mail' | 'push') {
  await allTold();
  const messages = (await readOutbox(server.database.db, 100)).filter((message) => message.to === email);
  return messages.filter((message) => channel === undefined || message.channel === channel).reverse();
}

async function dueNow(): Promise<number> {
  const { rows } = await server.database.pool.query(
    `select count(*)::int as due from notifications where state = 'waiting' and due_at <= $1`,
    [new Date(server.clock.now())],
  );
  return rows[0].due;
}

const titlesOf = async (email: string, channel: 'mail' | 'push' = 'push') =>
  (await heardBy(email, channel)).map(({ title }) => title);

describe('a day', () => {
  const stops = [{ parcels: [1, 2, 3].map(() => ({ recipientEmail: anna })) }, { parcels: [{ recipientEmail: ben }] }];

  it('is told once for each person and door, with the window and a way to the page', async () => {
    await begin({ stops }, [anna, ben]);
    await phone.start();
    const heard = await heardBy(anna);
    expect(heard.map(({ channel, title }) => `${channel}: ${title}`).sort()).toEqual([
      'mail: Ihr Paket ist unterwegs',
      'push: Ihr Paket ist unterwegs',
    ]);
    const mail = heard.find(({ channel }) => channel === 'mail');
    expect(mail?.text).toMatch(/zwischen 0\d:\d\d und 0\d:\d\d Uhr/);
    expect(mail?.text).toContain('Lieferung durch Feldheim Express');
    expect(stop(0).parcelIds.map((id) => `/parcels/${id}`)).toContain(mail?.path);
    expect(mail?.text).toContain(`http://doorstep.example${mail?.path}`);
    expect(new Set(heard.map(({ path }) => path)).size).toBe(1);
    expect(await titlesOf(ben)).toEqual(['Ihr Paket ist unterwegs']);
  });

  it('announces the map when it opens, and not again when the van leaves and comes back, the server restarts or the phone is another', async () => {
    await begin({ stops, settings: { DOORSTEP_NEAR_METRES: '700' } }, [ben]);
    await startAndTell();
    await phone.driveTo(depot);
    await phone.driveTo(stop(0));
    await expect
      .poll(() => titlesOf(ben), { timeout: 20_000 })
      .toEqual(['Ihr Paket ist unterwegs', 'Ihr Paket ist in der Nähe']);
    await phone.driveTo(depot);
    await phone.driveTo(stop(0));
    await server.restart();
    await phone.driveTo(depot);
    await phone.driveTo(stop(0));
    // Another phone takes the route over, and both send what they measured.
    const other = await pairPhone(server);
    await other.driveTo(depot);
    await phone.driveTo(depot);
    await other.driveTo(stop(0));
    // What comes after it shows that nothing is on its way any more.
    await other.give('deliver', { stopId: stop(1).stopId, how: 'mailbox' });
    const heard = await heardBy(ben, 'push');
    expect(heard.map(({ title }) => title)).toEqual([
      'Ihr Paket ist unterwegs',
      'Ihr Paket ist in der Nähe',
      expect.stringMatching(/^Zugestellt um \d\d:\d\d Uhr$/),
    ]);
    expect(heard[1]?.text).toBe('Noch 1 Stopp. Sehen Sie auf der Karte, wie der Lieferwagen kommt.');
  });

  it('says where it was left in the mail alone, and on no lock screen', async () => {
    await begin({ stops }, [ben]);
    await startAndTell();
    await phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'hinter der Regentonne' });
    const told = (await heardBy(ben)).filter(({ title }) => title.startsWith('Zugestellt'));
    expect(told.map(({ channel, text }) => [channel, text.includes('Regentonne')]).sort()).toEqual([
      ['mail', true],
      ['push', false],
    ]);
    expect(told.map(({ title }) => title).join()).not.toContain('Regentonne');
  });

  it('tells of a command that came twice once, and of a refused one nothing', async () => {
    await begin({ stops }, [ben]);
    await startAndTell();
    const delivering = phone.command('deliver', { stopId: stop(1).stopId, how: 'mailbox' });
    await Promise.all([phone.order(delivering), phone.order(delivering)]);
    await phone.order(delivering, phone.command('deliver', { stopId: stop(1).stopId, how: 'mailbox' }));
    expect(await titlesOf(ben)).toHaveLength(2);
    expect(await titlesOf(ben, 'mail')).toHaveLength(2);
  });

  it('notes what is to be told in the very transaction of what happened', async () => {
    await begin({ stops }, [ben]);
    await phone.start();
    server.clock.set(berlin('22:10:00'));
    await phone.give('attempt', { stopId: stop(1).stopId, reason: 'nobody_home' });
    const { rows } = await server.database.pool.query(
      `select n.channel, n.xmin = e.xmin as together from notifications n, parcel_events e
        where n.event = 'attempted' and e.type = 'attempted' order by n.channel`,
    );
    expect(rows).toEqual([
      { channel: 'mail', together: true },
      { channel: 'push', together: true },
    ]);
  });

  it('tells whoever listens that a message was sent', async () => {
    await begin({ stops }, [ben]);
    const heard = new Promise<void>((resolve) => server.onMessageSent(resolve));
    await phone.start();
    await heard;
    expect((await readOutbox(server.database.db, 100)).length).toBeGreaterThan(0);
  });
});

describe('an undone delivery', () => {
  const stops = [{ parcels: [{ recipientEmail: anna }] }, {}];

  it('is corrected, and told anew when it is delivered after all', async () => {
    await begin({ stops }, [anna]);
    await startAndTell();
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'mailbox' });
    expect(await titlesOf(anna)).toHaveLength(2);
    await phone.give('undo', { stopId: stop(0).stopId });
    const corrected = (await heardBy(anna, 'push')).at(-1);
    expect(corrected?.title).toBe('Ihr Paket ist doch noch unterwegs');
    expect(corrected?.text).toMatch(/^Die letzte Meldung war ein Versehen\. Es kommt voraussichtlich zwischen/);
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'recipient' });
    expect((await titlesOf(anna)).at(-1)).toMatch(/^Zugestellt/);
  });

  it('is corrected for those who heard of it, and for nobody else', async () => {
    await begin({ stops }, [anna]);
    await startAndTell();
    for (let round = 0; round < 5; round += 1)
      await phone.order(
        phone.command('deliver', { stopId: stop(0).stopId, how: 'mailbox' }),
        phone.command('undo', { stopId: stop(0).stopId }),
      );
    const titles = await titlesOf(anna);
    const told = titles.filter((title) => title.startsWith('Zugestellt')).length;
    // Counted as noted, not as sent: the next delivery may overtake a correction before it leaves.
    const { rows } = await server.database.pool.query(
      `select event, count(*)::int as noted from notifications
        where channel = 'push' and event in ('delivered', 'delivery_corrected') group by event`,
    );
    const noted = Object.fromEntries(rows.map((row) => [row.event, row.noted]));
    expect({ delivered: 0, delivery_corrected: 0, ...noted }).toEqual({ delivered: 5, delivery_corrected: told });
  });
});

describe('a photo', () => {
  it('that comes minutes after the word of the delivery is told once, and one that comes with it not at all', async () => {
    const stops = [anna, ben].map((recipientEmail) => ({ parcels: [{ recipientEmail }] }));
    await begin({ stops }, [anna, ben]);
    await startAndTell();
    const camera = withCamera(server, phone, phone.token);
    const picture = await drawnPicture();
    const atOnce = await camera.leave(stop(1));
    const later = await camera.leave(stop(0));
    expect((await titlesOf(anna)).at(-1)).toMatch(/^Zugestellt/);
    expect((await titlesOf(ben)).at(-1)).toMatch(/^Zugestellt/);
    for (const size of ['preview', 'full'] as const) await camera.send(atOnce, size, picture);
    server.clock.set(server.clock.now() + photoIsNewsAfterMillis);
    for (const size of ['preview', 'full', 'full'] as const) await camera.send(later, size, picture);
    const [toAnna, toBen] = [await heardBy(anna, 'push'), await heardBy(ben, 'push')];
    expect(toAnna.at(-1)).toMatchObject({ title: 'Foto Ihrer Lieferung', text: 'Ihr Lieferfoto liegt bereit.' });
    expect(toAnna.filter(({ title }) => title === 'Foto Ihrer Lieferung')).toHaveLength(1);
    expect(toBen.map(({ title }) => title)).not.toContain('Foto Ihrer Lieferung');
  });
});

describe('quiet hours', () => {
  it('end by the server’s clock; a delivery is told at once, and what it has overtaken never', async () => {
    const parcels = (email: string) => ({ parcels: [{ recipientEmail: email }] });
    await begin({ stops: [parcels(anna), parcels(ben)] }, [anna, ben]);
    server.clock.set(berlin('05:30:00'));
    await phone.start();
    server.clock.set(berlin('06:20:00'));
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'mailbox' });
    expect(await titlesOf(anna)).toEqual(['Zugestellt um 06:20 Uhr']);
    server.clock.set(berlin('06:59:59'));
    await phone.driveTo(depot);
    expect((await titlesOf(ben)).sort()).toEqual(['Ihr Paket ist in der Nähe', 'Ihr Paket ist unterwegs']);
    expect(await titlesOf(anna)).toEqual(['Zugestellt um 06:20 Uhr']);
  });

  it('hold what would wake somebody until seven', async () => {
    await begin({ stops: [{ parcels: [{ recipientEmail: anna }] }, { parcels: [{ recipientEmail: ben }] }] }, [
      anna,
      ben,
    ]);
    await startAndTell();
    server.clock.set(berlin('22:00:00'));
    await phone.give('attempt', { stopId: stop(1).stopId, reason: 'nobody_home' });
    // Sent after it and told before it: the night was looked at, and passed over.
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'mailbox' });
    expect((await titlesOf(anna)).at(-1)).toBe('Zugestellt um 22:00 Uhr');
    expect(await titlesOf(ben)).toEqual(['Ihr Paket ist unterwegs']);
    await server.restart();
    server.clock.set(berlin('07:00:00') + 24 * 3_600_000);
    expect((await heardBy(ben, 'push')).at(-1)).toMatchObject({
      title: 'Nicht zugestellt',
      text: 'Niemand hat geöffnet. Den Stand sehen Sie auf der Seite Ihres Pakets.',
      sentAt: server.clock.now(),
    });
  });
});

describe('what is kept quiet', () => {
  const stops = [
    { parcels: [{ gift: true, recipientEmail: anna, buyerEmail: 'giver@example.org' }] },
    { confidentialAddress: true, parcels: [{ recipientEmail: 'sheltered@example.org' }] },
  ];

  it('a gift’s buyer hears that it arrived and nothing else; of a confidential parcel there is only news', async () => {
    await begin({ stops }, [anna, 'giver@example.org', 'sheltered@example.org']);
    await startAndTell();
    await phone.driveTo(depot);
    await phone.give('attempt', { stopId: stop(0).stopId, reason: 'nobody_home' });
    await allTold();
    await phone.give('deliver', { stopId: stop(1).stopId, how: 'safe_place', place: 'hinter der Regentonne' });
    await phone.give('arrive', { stopId: stop(0).stopId });
    await phone.give('deliver', { stopId: stop(0).stopId, how: 'neighbour', place: 'bei Familie Yıldız' });
    const giver = await heardBy('giver@example.org');
    expect(giver.map(({ title }) => title)).toEqual(['Ihr Geschenk ist angekommen', 'Ihr Geschenk ist angekommen']);
    const sheltered = await heardBy('sheltered@example.org');
    expect(sheltered.map(({ title }) => title)).toEqual(Array.from({ length: 4 }, () => 'Neues zu Ihrer Lieferung'));
    for (const { text } of [...giver, ...sheltered])
      expect(text).not.toMatch(/Regentonne|Yıldız|Nachbar|Feldheim|Silberdistel|\d\d:\d\d|zugestellt|vertraulich/i);
    expect((await titlesOf(anna)).slice(0, 2)).toEqual(['Ihr Paket ist unterwegs', 'Nicht zugestellt']);
  });

  it('nobody is written to without a basis, or on a channel they switched off', async () => {
    const [, benId = ''] = await begin(
      { stops: [{ parcels: [{ recipientEmail: anna }] }, { parcels: [{ recipientEmail: ben }] }] },
      [anna, ben],
    );
    await server.database.pool.query(`update consignments set contact_basis = 'none' where recipient_email = $1`, [
      anna,
    ]);
    await writeMessageChannels(server.database.db, benId, { mail: false, push: true });
    await phone.start();
    expect((await heardBy(ben)).map(({ channel }) => channel)).toEqual(['push']);
    expect(await heardBy(anna)).toEqual([]);
  });

  it('no push is made where nothing sends pushes', async () => {
    await begin({ stops: [{ parcels: [{ recipientEmail: anna }] }], keepPushes: false }, [anna]);
    await phone.start();
    await phone.driveTo(depot);
    expect((await heardBy(anna)).map(({ channel }) => channel)).toEqual(['mail']);
    const { rows } = await server.database.pool.query(`select 1 from notifications where channel = 'push'`);
    expect(rows).toEqual([]);
  });

  it('whoever reads English is written to in English', async () => {
    const [annaId] = await begin({ stops: [{ parcels: [{ recipientEmail: anna }] }] }, [anna]);
    await server.database.pool.query(`insert into preferences (account_id, language) values ($1, 'en')`, [annaId]);
    await phone.start();
    expect(await heardBy(anna, 'mail')).toMatchObject([{ language: 'en', title: 'Your parcel is on its way' }]);
  });
});
