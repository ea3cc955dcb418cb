// Guessing tracking links: random ones from thousands of networks, and among them real links that are over, revoked or
// asked with a wrong postcode. A counting bench: its value is the number of links that opened and of answers that differ
// from the others in status, header, size or any byte. Once a network has used up its tries it is answered otherwise, and
// that answer, too, must be one and the same.
import { randomBytes } from 'node:crypto';
import { compose } from '../packages/server/compose.ts';
import { readConfig } from '../packages/server/config.ts';
import { linkIn, mailsTo } from '../packages/server/testing/guest.ts';
import { pairPhone } from '../packages/server/testing/phone.ts';
import { settableClock } from '../packages/server/testing/settable-clock.ts';
import { startTestServer } from '../packages/server/testing/test-server.ts';
import { type BenchInstance, openBenchInstance } from './instance.ts';
import { BenchFailed, type BenchOptions, type BenchResult, count } from './measure.ts';

const guesses = { usual: 20_000, long: 1_000_000 };
/** Of these 30 are looked up in a quarter of an hour. */
const guessesANetwork = 200;
/** One guess in so many is at a real link that opens for nobody any more, or has the wrong postcode. */
const realOneIn = 50;
const atOnce = 32;
const dayMillis = 24 * 3_600_000;
const postcode = '91234';

interface Guess {
  readonly link: string;
  readonly postcode: string;
}

export async function guessesAtLinks({ say, isLong }: BenchOptions): Promise<BenchResult> {
  const instance = await openBenchInstance(say);
  try {
    const { closed, now } = await makeLinks(instance);
    const total = isLong ? guesses.long : guesses.usual;
    const seen = await guess(instance, { total, closed, now, say });
    const kinds = [...seen.answers].map(([answer, times]) => ({ status: Number(answer.slice(1, 4)), times }));
    const ofStatus = (status: number) => kinds.filter((kind) => kind.status === status);
    const timesOf = (status: number) => ofStatus(status).reduce((sum, { times }) => sum + times, 0);
    const opened = timesOf(200);
    // More than one answer of a kind, or one that is neither "there is none" nor "too many".
    const odd = kinds.length - Number(timesOf(404) > 0) - Number(timesOf(429) > 0);
    return {
      name: 'guesses',
      unit: 'links opened and answers unlike the others',
      value: opened + odd,
      floor: null,
      ratio: null,
      target: 0,
      pass: opened + odd === 0 && seen.opens === 'rightly' && timesOf(404) + timesOf(429) === total,
      spread: null,
      extra: {
        guesses: total,
        lookedUp: timesOf(404),
        throttled: timesOf(429),
        answersNotFound: ofStatus(404).length,
        answersThrottled: ofStatus(429).length,
        networks: Math.ceil(total / guessesANetwork),
        realLinksAmongThem: seen.atRealLinks,
        rightOneOpens: seen.opens,
        seconds: seen.seconds,
        guessesASecond: Math.round(total / seen.seconds),
      },
    };
  } finally {
    await instance.close();
  }
}

/** Links that were mailed to contacts: the first is over, the second revoked, the others open with the right postcode. */
async function makeLinks(instance: BenchInstance) {
  const url = instance.environment.DATABASE_URL ?? '';
  const server = await startTestServer({
    stops: Array.from({ length: 40 }, () => ({})),
    store: { ...instance.database, url, close: async () => undefined },
  });
  try {
    const phone = await pairPhone(server);
    await phone.start();
    const linkTo = async (index: number) =>
      linkIn((await mailsTo(server, `recipient${index}@example.org`))[0]?.body ?? '');
    for (let waited = 0; (await linkTo(40)) === ''; waited += 1) {
      if (waited > 300) throw new BenchFailed('no links were mailed');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await phone.serve(server.route.stops[0] ?? { stopId: '', lat: 0, lon: 0 });
    await instance.database.pool.query(
      'update parcel_links set revoked_at = made_at where parcel_id = any ($1::text[])',
      [server.route.stops[1]?.parcelIds],
    );
    const links = await Promise.all(Array.from({ length: 40 }, (_, index) => linkTo(index + 1)));
    return { closed: links, now: server.clock.now() + 8 * dayMillis };
  } finally {
    await server.close();
  }
}

async function guess(
  instance: BenchInstance,
  { total, closed, now, say }: { total: number; closed: readonly string[]; now: number; say: BenchOptions['say'] },
) {
  const config = readConfig({ ...instance.environment, DOORSTEP_LOG_LEVEL: 'error' }, '.');
  const database = { ...instance.database, close: async () => undefined };
  const composed = await compose({ config, database, built: null, clock: settableClock(now) });
  const open = (wish: Guess, network: number) =>
    composed.app.inject({
      method: 'POST',
      url: '/api/v1/guest/links',
      remoteAddress: `10.${network >> 16}.${(network >> 8) & 255}.${network & 255}`,
      payload: wish,
    });
  const [over = '', revoked = '', ...standing] = closed;
  const last = standing.pop() ?? '';
  const answers = new Map<string, number>();
  let asked = 0;
  let atRealLinks = 0;
  const next = (): Guess => {
    if (asked % realOneIn !== 0) return { link: randomBytes(16).toString('base64url'), postcode };
    atRealLinks += 1;
    const which = atRealLinks % 3;
    if (which < 2) return { link: which === 0 ? over : revoked, postcode };
    return { link: standing[atRealLinks % standing.length] ?? '', postcode: '00000' };
  };
  const begunAt = performance.now();
  const guesser = async () => {
    while (asked < total) {
      asked += 1;
      const network = Math.floor((asked - 1) / guessesANetwork) + 1;
      const { statusCode, headers, rawPayload } = await open(next(), network);
      const { date: _date, ...rest } = headers;
      const answer = JSON.stringify([statusCode, rest, rawPayload.length, rawPayload.toString()]);
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      if (asked % 100_000 === 0) say(`  ${count(asked)} guesses, ${count(answers.size)} kinds of answers so far`);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, guesser));
    const seconds = Math.round((performance.now() - begunAt) / 100) / 10;
    // What nothing was found with is not simply broken: the right link with its postcode opens.
    const right = await open({ link: last, postcode }, 0);
    return { answers, atRealLinks, seconds, opens: right.statusCode === 200 ? 'rightly' : `not: ${right.statusCode}` };
  } finally {
    await composed.close();
  }
}
