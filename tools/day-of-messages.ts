// All that the demo's recipient is written to on one day, in order, as it was sent: a document to be read and compared.
//   node launch.mjs tools/day-of-messages.ts [--out docs/a-day-of-messages.md]
// It starts a demo of its own, follows the parcel that is near until its photo has come, and writes down what reached
// Johanna Sommerfeld by then. Nothing is sent anywhere: the demo keeps its mails and pushes.
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { followPage, signIn } from '../bench/load/page-visit.ts';
import { johanna } from '../demo/people.ts';
import { type Demo, startDemo } from '../demo/start-demo.ts';
import type { DemoMessage } from '../packages/contract/index.ts';
import { clockTime, dayIn } from '../packages/domain/text/dates.ts';

const longestMillis = 240_000;
/** The mail that tells of a photo leaves a moment after the page shows it. */
const settleMillis = 5_000;
const timeZone = 'Europe/Berlin';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'docs/a-day-of-messages.md' } } });

async function liveTheDay(demo: Demo): Promise<void> {
  const near = (await demo.logins()).find(({ what }) => what === 'near');
  const { email, password, parcelId } = near ?? {};
  if (!email || !password || !parcelId) throw new Error('the demo has no near recipient');
  const cookie = await signIn(demo.url, { email, password });
  for await (const event of followPage(demo.url, { cookie, parcelId }, longestMillis))
    if (event.name === 'view' && event.view.photo.available) break;
  await new Promise((settled) => setTimeout(settled, settleMillis));
}

async function messagesOfTheDay(demo: Demo): Promise<readonly DemoMessage[]> {
  const hers = (await demo.messages(500)).filter(({ to }) => to === johanna.email);
  const today = hers.length === 0 ? '' : dayIn(timeZone, Math.max(...hers.map(({ sentAt }) => sentAt)));
  // They come newest first. Of several at one instant (the demo's clock stands while its day begins) mails stand before
  // pushes, and what was made first before the others.
  return hers
    .filter(({ sentAt }) => dayIn(timeZone, sentAt) === today)
    .reverse()
    .sort((a, b) => a.sentAt - b.sentAt || a.channel.localeCompare(b.channel));
}

/** What of a mail is its own: not how to end mails, which closes each of them, nor the demo's address. */
function ownWords({ text }: DemoMessage, url: string): readonly string[] {
  return text
    .replaceAll(url, 'https://…')
    .replace(/par_[0-9a-z]+/gi, 'par_…')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/\/settings#messages|\/unsubscribe\//.test(line));
}

function written(messages: readonly DemoMessage[], url: string): string {
  const lines = messages.map((message) => {
    const channel = message.channel === 'mail' ? 'E-Mail' : 'Push';
    const said = ownWords(message, url).map((line) => `> ${line}`);
    return `## ${clockTime('de', timeZone, message.sentAt)} Uhr, ${channel}: ${message.title}\n\n${said.join('\n>\n')}\n`;
  });
  return `# A day of messages

Everything that the demo's recipient, ${johanna.name}, was written to on one day, in order, by the demo's clock. Written down by
\`node launch.mjs tools/day-of-messages.ts\`, which starts a demo and follows the parcel that is near until its photo has
come. A push is made for everybody in the demo and kept; on a real server only a browser that subscribed gets one. The
closing lines of each mail (where its settings are, how to end such mails) are left out.

${lines.join('\n')}`;
}

const dataDirectory = await mkdtemp(join(tmpdir(), 'doorstep-day-of-messages-'));
// PostgreSQL runs as a user of its own where we are root, and has to reach its files.
await chmod(dataDirectory, 0o755);
const wish = { speed: 5, port: 0, host: '127.0.0.1', dataDirectory, townFile: null, seed: 7, json: false };
const demo = await startDemo(wish, () => undefined);
try {
  await liveTheDay(demo);
  const messages = await messagesOfTheDay(demo);
  if (messages.length === 0) throw new Error('nobody was written to');
  writeFileSync(resolve(values.out), written(messages, demo.url));
  console.log(`${messages.length} messages: ${values.out}`);
} finally {
  await demo.close();
  await rm(dataDirectory, { recursive: true, force: true });
}
