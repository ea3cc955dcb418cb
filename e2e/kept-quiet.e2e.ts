// What is kept quiet, through every surface there is: three people's pages, lists, views, streams, mails, pushes, every
// title, subject and address of a page, and every line of the log, searched for what none of them may tell.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { webPusher } from '../packages/server/adapters/notifier/web-pusher.ts';
import { webHandler, widgetFolder } from '../packages/server/pages/build-if-stale.ts';
import { type Phone, pairPhone } from '../packages/server/testing/phone.ts';
import { openPushService, type PushService } from '../packages/server/testing/push-service.ts';
import { signIn } from '../packages/server/testing/recipient.ts';
import { carrierName } from '../packages/server/testing/route-file.ts';
import { startTestServer, type TestServer, type TestStop } from '../packages/server/testing/test-server.ts';

const vapidKey = Buffer.alloc(32, 7).toString('base64url');
const { publicKey } = webPusher({ privateKey: vapidKey, subject: 'mailto:x@example.org', anywhere: true });

/** One consignment whose sender, content or recipient is nobody's business. Every word of it is found nowhere else. */
const quiet = {
  discreet: {
    confidential: true,
    merchant: 'Praxis Morgenrot',
    orderNumber: 'HIV-7731',
    recipientName: 'Emil Torfstich',
  },
  unknown: { confidential: true, merchant: 'Kanzlei Ahorn', orderNumber: 'ERB-5512', recipientName: 'Ada Quellmund' },
  sheltered: { merchant: 'Zoo Lindwurm', orderNumber: 'SCH-9924', recipientName: 'Nora Brixhagen' },
  given: { gift: true, merchant: 'Juwelier Opal', orderNumber: 'RING-333', recipientName: 'Leonie Quastenberg' },
} as const;
const stops = [
  {},
  { street: 'Klinikstieg', parcels: [{ ...quiet.discreet, recipientEmail: 'discreet@example.org' }] },
  { street: 'Notarwinkel', parcels: [{ ...quiet.unknown, recipientEmail: 'unknown@example.org' }] },
  {
    street: 'Zufluchtsgasse',
    confidentialAddress: true,
    parcels: [{ ...quiet.sheltered, recipientEmail: 'sheltered@example.org' }],
  },
  {
    street: 'Rosenbogen',
    parcels: [{ ...quiet.given, recipientEmail: 'gifted@example.org', buyerEmail: 'giver@example.org' }],
  },
  {},
];

type Where = 'page' | 'title' | 'address' | 'list' | 'view' | 'stream' | 'mail' | 'subject' | 'push' | 'lock screen';
interface Told {
  readonly where: Where;
  readonly text: string;
}

let server: TestServer;
let service: PushService;
let phone: Phone;
let url: string;
const told = new Map<string, Told[]>();
const toldTo = (who: string) => told.get(who) ?? [];
const textOf = (who: string, ...where: Where[]) =>
  toldTo(who)
    .filter((each) => where.length === 0 || where.includes(each.where))
    .map(({ text }) => text)
    .join('\n');
const stop = (index: number): TestStop => server.route.stops[index] ?? { stopId: '', lat: 0, lon: 0, parcelIds: [] };
const note = (who: string, where: Where, text: string) => told.set(who, [...toldTo(who), { where, text }]);

/** A page as it comes over the wire, with its title and every address it ends at or leads to. */
async function readPage(who: string, path: string, cookie = ''): Promise<void> {
  const answer = await fetch(url + path, { headers: { cookie, 'accept-language': 'de' } });
  const html = await answer.text();
  note(who, 'page', html);
  note(who, 'title', /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? '');
  for (const [, address] of html.matchAll(/(?:href|action|src)="([^"]*)"/g)) note(who, 'address', address ?? '');
  note(who, 'address', answer.url);
}

async function readMessages(endpoints: ReadonlyMap<string, string>): Promise<void> {
  const { rows } = await server.database.pool.query(
    'select recipient, subject, body, html, unsubscribe_url from mails',
  );
  for (const { recipient, subject, body, html, unsubscribe_url } of rows) {
    const who = String(recipient).split('@')[0] ?? '';
    note(who, 'subject', subject);
    note(who, 'mail', `${subject}\n${body}\n${html}`);
    note(who, 'address', unsubscribe_url ?? '');
  }
  for (const { endpoint, message, topic, subject } of service.taken) {
    const who = endpoints.get(endpoint) ?? '';
    note(who, 'push', JSON.stringify(message));
    note(who, 'lock screen', `${message.title} ${message.body} ${topic} ${subject}`);
    note(who, 'address', `${endpoint} ${message.path}`);
  }
}

beforeAll(async () => {
  service = await openPushService();
  server = await startTestServer({
    stops,
    pages: { webHandler, widgetFolder },
    settings: { DOORSTEP_PUSH_ANYWHERE: 'true', DOORSTEP_PUSH_KEY: vapidKey },
  });
  url = await server.listen();
  phone = await pairPhone(server);
  const parcelOf = { discreet: stop(1), sheltered: stop(3), gifted: stop(4), giver: stop(4) };
  const endpoints = new Map<string, string>();
  const people = await Promise.all(
    Object.entries(parcelOf).map(async ([who, { parcelIds }]) => {
      const person = await signIn(server, `${who}@example.org`);
      const browser = service.subscribe(publicKey);
      endpoints.set(browser.endpoint, who);
      const headers = { cookie: person.cookie, 'content-type': 'application/json' };
      const body = JSON.stringify(browser);
      const made = await fetch(`${url}/api/v1/me/push-subscriptions`, { method: 'POST', headers, body });
      expect(made.status).toBe(201);
      const stream = await person.watch(parcelIds[0]);
      void stream.untilEnd().catch(() => undefined);
      return { who, person, parcelId: parcelIds[0] ?? '', stream };
    }),
  );
  const look = async () => {
    for (const { who, person, parcelId } of people) {
      const list = await person.list();
      note(who, 'list', JSON.stringify(list));
      note(who, 'view', JSON.stringify(await person.view(parcelId)));
      const paths = ['/orders', `/orders/${list.parcels[0]?.orderId}`, `/parcels/${parcelId}`];
      const more = [`/parcels/${parcelId}/report`, `/parcels/${parcelId}/passes`];
      for (const path of [...paths, ...more]) await readPage(who, path, person.cookie);
    }
  };
  const isQuiet = async () => {
    const { rows } = await server.database.pool.query(
      `select (select count(*)::int from notifications where state = 'waiting' and due_at <= $1)
            + (select count(*)::int from guest_link_notices where due_at <= $1)
            + (select count(*)::int from pushes where state = 'waiting') as waiting`,
      [new Date(server.clock.now())],
    );
    return rows[0].waiting;
  };

  await look();
  await phone.start();
  await vi.waitFor(async () => expect(await isQuiet()).toBe(0), { timeout: 30_000, interval: 100 });
  for (let index = 0; index < 5; index += 1) {
    await phone.driveTo(stop(index));
    await phone.give('arrive', { stopId: stop(index).stopId });
    await look();
    const place = { how: 'safe_place', place: 'hinter der Regentonne' };
    await phone.give('deliver', { stopId: stop(index).stopId, ...place });
  }
  await vi.waitFor(async () => expect(await isQuiet()).toBe(0), { timeout: 30_000, interval: 100 });
  await look();
  await readMessages(endpoints);
  // Who has no account opens the link that their mail brought.
  for (const [, link] of textOf('unknown', 'mail').matchAll(/(\/t\/[\w-]+)/g)) await readPage('unknown', link ?? '');
  for (const { who, stream } of people) {
    for (const frame of stream.seen) note(who, 'stream', JSON.stringify(frame));
    stream.close();
  }
});
afterAll(async () => {
  await server.close();
  await service.close();
});

/** Every surface has something in it: what was never written cannot be searched. */
it('was read on every surface', () => {
  const everywhere = ['page', 'title', 'address', 'list', 'view', 'stream', 'mail', 'subject', 'push', 'lock screen'];
  for (const who of ['discreet', 'sheltered', 'gifted', 'giver'])
    for (const where of everywhere as Where[]) expect(textOf(who, where), `${who}: ${where}`).not.toBe('');
  for (const where of ['page', 'title', 'mail', 'subject', 'address'] as const)
    expect(textOf('unknown', where), `unknown: ${where}`).not.toBe('');
  expect(server.log.length).toBeGreaterThan(10);
});

const leastWords = (name: string) => name.split(' ');

describe('a confidential consignment, or one to a confidential address', () => {
  const secrets = {
    discreet: [...leastWords(quiet.discreet.recipientName), 'Morgenrot', 'HIV-7731', 'Klinikstieg', 'F-1-2-1'],
    unknown: [...leastWords(quiet.unknown.recipientName), 'Ahorn', 'ERB-5512', 'Notarwinkel', 'F-1-3-1'],
    sheltered: [...leastWords(quiet.sheltered.recipientName), 'Lindwurm', 'SCH-9924', 'Zufluchtsgasse', 'F-1-4-1'],
  };
  const everybody = ['discreet', 'unknown', 'sheltered', 'gifted', 'giver'];

  it.each(Object.entries(secrets))('tells nobody, anywhere, what of %s is kept quiet', (_, words) => {
    for (const who of everybody)
      for (const { where, text } of toldTo(who))
        for (const word of words) expect(text.includes(word), `${who}: ${where} tells ${word}`).toBe(false);
  });

  it.each(Object.keys(secrets))(
    'does not even say in titles, subjects, addresses or on lock screens of %s that it is one',
    (who) => {
      expect(textOf(who, 'title', 'subject', 'address', 'lock screen')).not.toMatch(
        /vertraulich|confidential|diskret/i,
      );
      for (const subject of textOf(who, 'subject').split('\n'))
        expect(subject).toMatch(/^Neues zu Ihrer Lieferung$|^Doorstep: Neuigkeiten zu Ihrer Lieferung$/);
    },
  );

  it.each(['discreet', 'sheltered'])('shows %s neither place nor window, on no surface', (who) => {
    expect(textOf(who, 'list', 'view', 'stream')).not.toMatch(/"lat"|"lon"|fromAt|"count"/);
    expect(textOf(who, 'page')).not.toMatch(/\b49\.5\d|\b11\.2\d/);
    expect(textOf(who, 'page')).toContain('Zugestellt');
  });
});

describe('a gift', () => {
  it('does not tell its recipient who ordered it, where, and under which number it would be found', () => {
    for (const { where, text } of toldTo('gifted'))
      for (const word of [...leastWords(quiet.given.merchant), 'RING-333', 'F-1-5-1', 'giver'])
        expect(text.includes(word), `${where} tells ${word}`).toBe(false);
  });

  it('does not tell its buyer where, when and by whom it is brought', () => {
    const words = [
      ...leastWords(quiet.given.recipientName),
      'gifted@',
      'Rosenbogen',
      'Regentonne',
      'Feldheim',
      carrierName,
    ];
    for (const { where, text } of toldTo('giver'))
      for (const word of words) expect(text.includes(word), `${where} tells ${word}`).toBe(false);
    expect(textOf('giver', 'list', 'view', 'stream')).not.toMatch(/"lat"|"lon"|fromAt|"count"|arriving/);
  });
});

describe('the operator’s own surfaces', () => {
  it('log none of it, not even that there is such a consignment', () => {
    const lines = server.log.join('\n');
    const words = Object.values(quiet).flatMap(({ merchant, orderNumber, recipientName }) => [
      ...leastWords(merchant),
      orderNumber,
      ...leastWords(recipientName),
    ]);
    for (const word of [
      ...words,
      'Klinikstieg',
      'Notarwinkel',
      'Zufluchtsgasse',
      'Rosenbogen',
      'confidential',
      'Regentonne',
    ])
      expect(lines.includes(word), `the log tells ${word}`).toBe(false);
  });

  it('count nothing by label: there is no door for metrics, and health says only that it is well', async () => {
    for (const path of ['/metrics', '/api/v1/metrics']) expect((await fetch(url + path)).status).toBe(404);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' });
    expect(await (await fetch(`${url}/healthz`)).json()).toEqual({ status: 'ok' });
  });
});
