// The only file that listens or exits: `doorstep SUBCOMMAND`.
import { fileURLToPath } from 'node:url';
import { type Config, readConfig, SettingRefused } from './config.ts';
import { ClusterRefused } from './db/cluster/refusal.ts';
import { deviceCommand } from './features/accounts/device.cli.ts';
import { userCommand } from './features/accounts/user.cli.ts';
import { BaseMapRefused } from './features/maps/base-map.ts';
import { messagesCommand } from './features/notifications/messages.cli.ts';
import { importCommand } from './import-command.ts';
import { openInstance, StartRefused } from './open-instance.ts';
import { photosCommand } from './photo-keys.ts';
import { prepareServing } from './serve.ts';
import { showsCommand } from './shows/shows.cli.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const say = (line: string) => process.stderr.write(`${line}\n`);

const standardOut = {
  write: (text: string) => void process.stdout.write(text),
  writeError: (text: string) => void process.stderr.write(text),
};

const usage = `doorstep SUBCOMMAND

  serve                              the server (npm start)
  migrate                            brings the database to the present schema
  import FILE [--dry-run] [--on DAY] [--carrier NAME] [--json]
                                     routes from JSON or CSV (docs/import.md)
  replay [FILE] --pair LINK …        drives a route or a recorded trace as a phone would (--help for more)
  user add EMAIL [--role ROLE]       an account with a generated password
  user depots EMAIL [--depot NAME …] which depots a dispatcher sees, and others from now on
  device pair --driver NAME          a pairing link for a driver's phone
  device list | device revoke ID
  messages list | messages again ID… | messages again --all
                                     what could not be sent, with its reason, and sending it again
  photos rotate-key                  a new master key for photos, from the next start on
  shows list | shows set | shows clear
                                     from when on what is shown, by region, merchant and parcel (shows for more)
`;

async function main(args: readonly string[]): Promise<number | null> {
  const [subcommand, ...others] = args;
  const config = readConfig(process.env, root);
  switch (subcommand) {
    case 'serve':
      return serve(config);
    case 'migrate':
      return withDatabase(config, async () => 0);
    case 'import':
      return withDatabase(config, (instance) => importCommand(others, config, instance));
    case 'user':
      return withDatabase(config, (instance) => userCommand(others, config, instance.database.db, standardOut));
    case 'device':
      return withDatabase(config, (instance) => deviceCommand(others, config, instance.database.db));
    case 'messages':
      return withDatabase(config, (instance) => messagesCommand(others, instance.database.db));
    case 'photos':
      return photosCommand(others, config);
    case 'shows':
      return withDatabase(config, ({ database }) => showsCommand(others, database.db, standardOut));
    case 'help':
    case '--help':
      process.stdout.write(usage);
      return 0;
    default:
      process.stderr.write(usage);
      return 1;
  }
}

async function serve(config: Config): Promise<null> {
  let stopping: Promise<void> | null = null;
  let stoppingSince = 0;
  let serving: Awaited<ReturnType<typeof prepareServing>> | null = null;
  const stop = (signal: string) => {
    // One Ctrl-C reaches us from the terminal, from npm and from the launcher; only a second press means "at once".
    if (stopping && performance.now() - stoppingSince < 500) return;
    stoppingSince = performance.now();
    say(stopping ? 'Stopping at once.' : `${signal}: stopping …`);
    if (stopping || !serving) process.exit(1);
    stopping = serving.close().then(
      () => process.exit(0),
      (error) => fail(error),
    );
  };
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('SIGTERM', () => stop('SIGTERM'));

  serving = await prepareServing(config, say);
  const url = await serving.listen();
  const link = await serving.firstAdministratorLink();
  process.stdout.write(`Doorstep is ready: ${url}\n`);
  if (link) process.stdout.write(`Make the first administrator (this link works once, for 24 hours):\n  ${link}\n`);
  return null;
}

async function withDatabase(
  config: Config,
  work: (instance: Awaited<ReturnType<typeof openInstance>>) => Promise<number>,
): Promise<number> {
  const instance = await openInstance(config, say);
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}

function fail(error: unknown): never {
  const isForOperator =
    error instanceof SettingRefused ||
    error instanceof ClusterRefused ||
    error instanceof StartRefused ||
    error instanceof BaseMapRefused ||
    (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE');
  if (isForOperator && error instanceof Error) say(sentenceOf(error));
  else console.error(error);
  process.exit(1);
}

function sentenceOf(error: Error): string {
  if ('code' in error && error.code === 'EADDRINUSE')
    return 'Another program already listens on this port. Stop it, or set PORT to a free one.';
  return error.message;
}

main(process.argv.slice(2)).then((code) => {
  if (code !== null) process.exit(code);
}, fail);
