import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { codeIn, enterByLink, linkIn, mailsTo, openLink } from '../../testing/guest.ts';
import { type Phone, pairPhone } from '../../testing/phone.ts';
import { signIn } from '../../testing/recipient.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

const patiently = { timeout: 20_000 };
const contact = 'guest@example.org';
const silent = 'silent@example.org';
const anna = 'anna@example.org';
const day = 24 * 3_600_000;

let server: TestServer;
let phone: Phone;
let recipient: Awaited<ReturnType<typeof signIn>>;
const parcelOf = (stop: number): string => server.route.stops[stop]?.parcelIds[0] ?? '';
const linkTo = async (address: string) => linkIn((await mailsTo(server, address))[0]?.body ?? '');

beforeAll(async () => {
  server = await startTestServer({
    stops: [
      { parcels: [{ recipientEmail: anna }] },
      { parcels: [{ recipientEmail: contact }, { recipientEmail: contact }] },
      { parcels: [{ recipientEmail: silent, confidential: true }] },
      { parcels: [{ recipientEmail: 'gifted@example.org', buyerEmail: 'giver@example.org', gift: true }] },
      ...Array.from({ length: 3 }, () => ({})),
    ],
  });
  phone = await pairPhone(server);
  recipient = await signIn(server, anna);
  await phone.start();
  // Sent one by one, in any order.
  const mailed = [contact, silent, 'gifted@example.org', ...[5, 6, 7].map((index) => `recipient${index}@example.org`)];
  await vi.waitFor(async () => {
    for (const address of mailed) expect(await linkTo(address)).toMatch(/./);
  }, patiently);
});
afterAll(() => server.close());

describe('the link to the contact of a consignment', () => {
  it('is mailed once the route has started, one mail a door, and not to whoever has an account', async () => {
    const mails = await mailsTo(server, contact);
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({ kind: 'delivery', subject: 'Doorstep: Ihre Pakete sind unterwegs' });
    expect(mails[0]?.body.match(/\/t\/[\w-]{22}\n/g)).toHaveLength(2);
    // She is told by her account.
    const linksToAnna = async () => (await mailsTo(server, anna)).map(({ body }) => linkIn(body));
    await expect.poll(linksToAnna, patiently).toEqual(['']);
  });

  it('says nothing of a confidential parcel but that there is news', async () => {
    const [mail] = await mailsTo(server, silent);
    expect(mail?.subject).toBe('Doorstep: Neuigkeiten zu Ihrer Lieferung');
    expect(mail?.body).not.toMatch(/unterwegs|vertraulich|Silberdistel|confidential|on the way/);
  });

  it('stands nowhere in the database, nor does what follows from it', async () => {
    const link = await linkTo('recipient5@example.org');
    const guest = await enterByLink(server, link);
    const { rows } = await server.database.pool.query(
      'select encode(link_sha256, $1) as hash, l.* from parcel_links l union all select encode(code_sha256, $1), l.* from guest_sessions s join parcel_links l on l.id = s.link_id',
      ['base64'],
    );
    expect(rows.length).toBeGreaterThan(6);
    expect(JSON.stringify(rows)).not.toContain(link);
    expect(guest.setCookie).toMatch(/^doorstep_guest=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/);
  });
});

describe('whoever holds a link', () => {
  it('sees status and window with the right postcode, and never map or photo', async () => {
    const guest = await enterByLink(server, await linkTo(contact));
    const view = await guest.view();
    expect(view).toMatchObject({
      status: { state: 'on_its_way', detail: null },
      map: { shown: false, because: { code: 'link_shows_status_only' } },
      photo: { available: false, because: { code: 'link_shows_status_only' } },
      merchant: null,
      stopsAway: null,
    });
    expect(view.window).not.toBeNull();
    expect((await guest.get('/photo')).statusCode).toBe(404);
    const stream = await guest.watch();
    expect(JSON.stringify(await stream.next())).toContain('link_shows_status_only');
    stream.close();
  });

  it('sees this one parcel, and no other of the same consignment or anybody', async () => {
    const guest = await enterByLink(server, await linkTo(contact));
    const nothing = await guest.get('', 'par_00000000000000000000000000');
    for (const stop of [0, 1, 2, 3])
      for (const parcelId of server.route.stops[stop]?.parcelIds ?? []) {
        if (parcelId === guest.parcelId) continue;
        const answer = await guest.get('', parcelId);
        expect([answer.statusCode, answer.body]).toEqual([404, nothing.body]);
      }
    const mine = await server.app.inject({ url: `/api/v1/me/parcels/${guest.parcelId}` });
    expect(mine.statusCode).toBe(401);
  });

  it('opens it with the postcode however it is written, and not after five wrong ones', async () => {
    const link = await linkTo('recipient6@example.org');
    expect((await openLink(server, link, ' 912 34 ')).statusCode).toBe(200);
    const answers = await Promise.all(Array.from({ length: 5 }, () => openLink(server, link, '91235')));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
    expect((await openLink(server, link)).statusCode).toBe(404);
  });

  it('is one of many tries of a network: those are counted, and right ones are not', async () => {
    const from = '192.0.2.7';
    const link = await linkTo(contact);
    for (let good = 0; good < 40; good += 1) expect((await openLink(server, link, '91234', from)).statusCode).toBe(200);
    const guesses = await Promise.all(Array.from({ length: 40 }, () => openLink(server, guess(), '91234', from)));
    expect(Map.groupBy(guesses, ({ statusCode }) => statusCode).get(429)).toHaveLength(10);
  });
});

const guess = () => randomBytes(16).toString('base64url');

describe('a link that opens nothing', () => {
  it('is answered alike whether it never was, is over, was revoked or had a wrong postcode: status, headers, size', async () => {
    const other = await startTestServer({ stops: [{}, {}, {}] });
    try {
      const driver = await pairPhone(other);
      await driver.start();
      const to = async (index: number) =>
        linkIn((await mailsTo(other, `recipient${index}@example.org`))[0]?.body ?? '');
      for (const index of [1, 2, 3]) await expect.poll(() => to(index), patiently).toMatch(/./);
      const [over, revoked, wrong] = [await to(1), await to(2), await to(3)];
      await driver.serve(other.route.stops[0] ?? { stopId: '', lat: 0, lon: 0 });
      const opened = await enterByLink(other, over);
      const second = await signIn(other, 'recipient2@example.org');
      const links = (await second.get(`/${other.route.stops[1]?.parcelIds[0]}/passes`)).json().links;
      const path = `/api/v1/me/parcels/${other.route.stops[1]?.parcelIds[0]}/passes/${links[0].id}`;
      const gone = await other.app.inject({ method: 'DELETE', url: path, headers: { cookie: second.cookie } });
      expect(gone.statusCode).toBe(204);

      other.clock.advance(7 * day - 60_000);
      expect((await openLink(other, over)).statusCode).toBe(200);
      other.clock.advance(120_000);
      expect((await opened.get('')).statusCode).toBe(404);

      const guesses = Array.from({ length: 2_000 }, () => [guess(), '91234'] as const);
      const tries = [[over, '91234'], [revoked, '91234'], [wrong, '00000'], ...guesses] as const;
      const seen = new Set<string>();
      for (const [link, postcode] of tries) {
        const { statusCode, headers, rawPayload } = await openLink(other, link, postcode);
        const { date: _date, ...rest } = headers;
        seen.add(JSON.stringify([statusCode, rest, rawPayload.length, rawPayload.toString()]));
      }
      expect([...seen]).toHaveLength(1);
      expect([...seen][0]).toContain('not_found');
    } finally {
      await other.close();
    }
  });
});

describe('a code to the contact', () => {
  it('gives the recipient’s rights for that parcel: the map, the stream and the photo of it', async () => {
    const guest = await enterByLink(server, await linkTo(contact));
    expect((await guest.see())?.code).toBe('offered');
    expect(await guest.askForCode()).toBe('sent');
    expect((await guest.see())?.code).toBe('awaited');
    const mail = (await mailsTo(server, contact)).at(-1);
    expect(mail?.kind).toBe('delivery');
    const stream = await guest.watch();
    await stream.next();
    expect(await guest.prove('000000')).toBe('wrong');
    expect(await guest.prove(codeIn(mail?.body ?? ''))).toBe('proved');
    // The stream of the guest ends, and comes back as one that sees more.
    await stream.untilEnd();
    const [door] = server.route.stops;
    if (!door) throw new Error('the route has stops');
    // Near another's door the dot rests on the way the van came by, so it needs one.
    await phone.driveTo({ lat: door.lat - 0.003, lon: door.lon });
    await phone.driveTo(door);
    expect(await guest.view()).toMatchObject({ map: { shown: true }, merchant: 'Buchladen Silberdistel' });
    expect((await guest.see())?.kind).toBe('verified_guest');
  });

  it('is worth nothing in another browser, after ten minutes, after five tries, or a second time', async () => {
    const [one, two] = [
      await enterByLink(server, await linkTo('recipient5@example.org')),
      await enterByLink(server, await linkTo('recipient5@example.org')),
    ];
    await one.askForCode();
    const codeOf = async () => codeIn((await mailsTo(server, 'recipient5@example.org')).at(-1)?.body ?? '');
    expect(await two.prove(await codeOf())).toBe('void');
    await two.askForCode();
    const other = await codeOf();
    expect(await one.prove(other)).toBe('wrong');
    server.clock.advance(10 * 60_000);
    expect(await two.prove(other)).toBe('void');

    await two.askForCode();
    const right = await codeOf();
    const wrong = right === '123456' ? '654321' : '123456';
    const tries = await Promise.all(Array.from({ length: 5 }, () => two.prove(wrong)));
    expect(tries).toEqual(Array.from({ length: 5 }, () => 'wrong'));
    expect(await two.prove(right)).toBe('void');
    expect(await two.askForCode()).toBe('too_often');
    expect(await mailsTo(server, 'recipient5@example.org')).toHaveLength(4);
  });

  it('lets an account take the parcel over as its recipient', async () => {
    const guest = await enterByLink(server, await linkTo('gifted@example.org'));
    const carla = await signIn(server, 'carla@example.org');
    expect(await guest.claim(carla.cookie)).toBeNull();
    await guest.askForCode();
    await guest.prove(codeIn((await mailsTo(server, 'gifted@example.org')).at(-1)?.body ?? ''));
    expect(await guest.view()).toMatchObject({ isGift: true, map: { shown: false, because: { code: 'gift' } } });
    expect(await guest.claim(carla.cookie)).toBe(parcelOf(3));
    expect((await carla.view(parcelOf(3))).isGift).toBe(true);
    const { rows } = await server.database.pool.query(
      'select kind, basis from consignment_viewers where account_id = $1',
      [carla.accountId],
    );
    expect(rows).toEqual([{ kind: 'recipient', basis: 'claim_code' }]);
  });
});

describe('a neighbour’s pass', () => {
  const passes = (parcelId: string) => `/api/v1/me/parcels/${parcelId}/passes`;
  const make = (cookie: string, parcelId: string, name = 'Familie Yıldız') =>
    server.app.inject({ method: 'POST', url: passes(parcelId), headers: { cookie }, payload: { name } });

  it('is made by the recipient, shows status alone, and is revoked at once, with its streams', async () => {
    const made = await make(recipient.cookie, parcelOf(0));
    expect(made.statusCode).toBe(201);
    const { id, link } = made.json();
    const neighbour = await enterByLink(server, linkIn(link));
    const view = await neighbour.view();
    expect(view).toMatchObject({ window: null, stopsAway: null, merchant: null, timeline: [], map: { shown: false } });
    expect(await neighbour.see()).toMatchObject({ kind: 'neighbour', code: 'none' });
    expect(await neighbour.askForCode()).toBe('no_contact');
    const stream = await neighbour.watch();
    await stream.next();
    const gone = () =>
      server.app.inject({
        method: 'DELETE',
        url: `${passes(parcelOf(0))}/${id}`,
        headers: { cookie: recipient.cookie },
      });
    expect((await gone()).statusCode).toBe(204);
    await stream.untilEnd();
    expect([(await neighbour.get('')).statusCode, (await openLink(server, linkIn(link))).statusCode]).toEqual([
      404, 404,
    ]);
  });

  it('is nobody else’s to make, read or revoke: a parcel of others is answered like none', async () => {
    const giver = await signIn(server, 'giver@example.org');
    const { id } = (await make(recipient.cookie, parcelOf(0))).json();
    const none = 'par_00000000000000000000000000';
    const nothing = await make(giver.cookie, none);
    for (const parcelId of [parcelOf(0), parcelOf(3)]) {
      const answer = await make(giver.cookie, parcelId);
      expect([answer.statusCode, answer.body]).toEqual([404, nothing.body]);
      const read = await server.app.inject({ url: passes(parcelId), headers: { cookie: giver.cookie } });
      expect([read.statusCode, read.body]).toEqual([404, nothing.body]);
    }
    const revoke = await server.app.inject({
      method: 'DELETE',
      url: `${passes(parcelOf(0))}/${id}`,
      headers: { cookie: giver.cookie },
    });
    expect([revoke.statusCode, revoke.body]).toEqual([404, nothing.body]);
  });

  it('does not exist for a confidential parcel, and there are five at most', async () => {
    const hidden = await signIn(server, silent);
    expect((await make(hidden.cookie, parcelOf(2))).json()).toMatchObject({ status: 409, code: 'pass_confidential' });
    const answers = [];
    for (let made = 0; made < 6; made += 1) answers.push((await make(recipient.cookie, parcelOf(0))).statusCode);
    expect(answers).toEqual([201, 201, 201, 201, 409, 409]);
    expect((await make(recipient.cookie, parcelOf(0), ' ')).statusCode).toBe(400);
  });
});
