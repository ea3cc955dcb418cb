// `npm run demo`: a whole Doorstep with a town, vans and people of its own.
import { fileURLToPath } from 'node:url';
import { ClusterRefused } from '../packages/server/db/cluster/refusal.ts';
import { beginEarly } from './begin-early.ts';
import { invitation, jsonLine } from './invitation.ts';
import { demoUsage, OptionRefused, readDemoOptions } from './options.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  // npm runs scripts in the project's folder and keeps where it was called from in INIT_CWD.
  const options = readDemoOptions(process.argv.slice(2), root, process.env.INIT_CWD ?? process.cwd());
  if (options === null) return void process.stdout.write(demoUsage);

  const begun = beginEarly(options, say);
  const starting = import('./start-demo.ts').then(({ startDemo }) => startDemo(options, say, begun));
  let stoppingSince: number | null = null;
  const stop = (): void => {
    // One Ctrl-C reaches us from the terminal, from npm and from the launcher; only a second press means "at once".
    if (stoppingSince !== null && performance.now() - stoppingSince < 500) return;
    if (stoppingSince !== null) process.exit(1);
    stoppingSince = performance.now();
    say('Stopping …');
    // In the middle of the set-up too: what is being opened can only be closed once it is open.
    starting.then((demo) => demo.close()).then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const demo = await starting;
  if (stoppingSince !== null) return;
  const logins = await demo.logins();
  process.stdout.write(options.json ? jsonLine(demo.url, logins) : invitation(demo.url, logins));
}

async function fail(error: unknown): Promise<never> {
  // Read only now: it brings half of the server along, and what comes first is the pages' build.
  const { StartRefused } = await import('../packages/server/open-instance.ts');
  const isForReader =
    error instanceof OptionRefused || error instanceof ClusterRefused || error instanceof StartRefused;
  if (isForReader) say(error.message);
  else console.error(error);
  process.exit(1);
}

main().catch(fail);
