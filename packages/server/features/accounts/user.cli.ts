import { parseArgs } from 'node:util';
import { createAuth } from '../../access/auth.ts';
import { type OwnDepots, readOwnDepots, setOwnDepots } from '../../access/own-depots.ts';
import { normaliseEmail } from '../../access/registration.ts';
import { isRole, type Role, roles } from '../../access/roles.ts';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/open-database.ts';
import { systemClock } from '../../ports/clock.ts';
import { addUser } from './add-user.ts';
import { bindConfirmedEmail } from './binding.ts';

const usage = `Usage: doorstep user add EMAIL --role ROLE [--name NAME]
       doorstep user add EMAIL --role dispatcher (--depot NAME [--depot NAME ...] | --all-depots)
       doorstep user depots EMAIL [--depot NAME [--depot NAME ...] | --all-depots]
ROLE is one of: ${roles.join(', ')}
`;

interface Out {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
}

/** `doorstep user …`: accounts that whoever has the server in hand makes, and what they are for. Answers the exit code. */
export async function userCommand(args: readonly string[], config: Config, db: Db, out: Out): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      role: { type: 'string' },
      name: { type: 'string' },
      depot: { type: 'string', multiple: true, default: [] },
      'all-depots': { type: 'boolean', default: false },
    },
  });
  const [verb, email, ...more] = positionals;
  const role = values.role ?? 'recipient';
  const isAmbiguous = values['all-depots'] && values.depot.length > 0;
  if (email === undefined || more.length > 0 || isAmbiguous || !isRole(role)) return refuse(out, usage);
  const depots = values['all-depots'] ? 'all' : values.depot;
  if (verb === 'add')
    return add({ email, role, name: values.name ?? email.split('@')[0] ?? email, depots }, config, db, out);
  if (verb === 'depots' && values.role === undefined && values.name === undefined) {
    return depots.length === 0 ? listDepots(email, db, out) : changeDepots(email, depots, db, out);
  }
  return refuse(out, usage);
}

/** Makes an account and prints the generated password once. */
async function add(
  user: { email: string; role: Role; name: string; depots: OwnDepots },
  config: Config,
  db: Db,
  out: Out,
): Promise<number> {
  const { email, role, depots } = user;
  // One without depots would see no route; nobody sees all of them because a word was forgotten (decision 0057).
  if (role === 'dispatcher' && depots.length === 0)
    return refuse(out, `For which depots? --depot NAME, once for each, or --all-depots.\n${await knownDepots(db)}`);
  if (role !== 'dispatcher' && depots.length > 0)
    return refuse(out, 'Only a dispatcher works for depots: leave out --depot and --all-depots.\n');
  const refusal = await refusalOfDepots(depots, db);
  if (refusal !== null) return refuse(out, refusal);
  const auth = createAuth({
    db,
    config,
    clock: systemClock,
    // Nothing is signed here: an account is made, no session.
    secret: 'x'.repeat(32),
    sendMail: async () => undefined,
    onEmailConfirmed: bindConfirmedEmail,
    log: { error: (message) => out.writeError(`${message}\n`) },
  });
  const added = await addUser({ db, auth }, user);
  if (!added.ok) {
    const isTaken = added.code === 'exists';
    return refuse(out, isTaken ? `There is already an account for ${email}.\n` : `"${email}" is not a mail address.\n`);
  }
  out.write(`${email}\npassword: ${added.password}\n`);
  if (role === 'recipient')
    out.writeError('You vouch for this address: the account sees every parcel sent to it, without a confirmation.\n');
  return 0;
}

async function listDepots(email: string, db: Db, out: Out): Promise<number> {
  const dispatcher = await findDispatcher(email, db);
  if (typeof dispatcher === 'string') return refuse(out, dispatcher);
  out.write(depotLines(await readOwnDepots(db, dispatcher.id)));
  return 0;
}

/** From the next request on the account sees these depots, and no other that it saw before. */
async function changeDepots(email: string, depots: OwnDepots, db: Db, out: Out): Promise<number> {
  const dispatcher = await findDispatcher(email, db);
  const refusal = typeof dispatcher === 'string' ? dispatcher : await refusalOfDepots(depots, db);
  if (typeof dispatcher === 'string' || refusal !== null) return refuse(out, refusal ?? usage);
  await db.transaction().execute((trx) => setOwnDepots(trx, dispatcher.id, depots));
  out.write(depotLines(depots));
  return 0;
}

/** The account, or why there are no depots of it. */
async function findDispatcher(email: string, db: Db): Promise<{ readonly id: string } | string> {
  const found = await db
    .selectFrom('auth_user')
    .select(['id', 'role'])
    .where('email', '=', normaliseEmail(email))
    .executeTakeFirst();
  if (found === undefined) return `There is no account for ${email}.\n`;
  return found.role === 'dispatcher' ? found : `${email} is no dispatcher: only a dispatcher works for depots.\n`;
}

/** A misspelt name would be a depot without a route, and nobody would be told. Before the first import any name may be right. */
async function refusalOfDepots(depots: OwnDepots, db: Db): Promise<string | null> {
  const known = await namesOfDepots(db);
  if (depots === 'all' || known.length === 0) return null;
  const unknown = depots.filter((name) => !known.includes(name));
  if (unknown.length === 0) return null;
  const names = unknown.map((name) => `"${name}"`).join(', ');
  return `There is no depot ${names}; one is known from its first import on.\n${await knownDepots(db)}`;
}

async function knownDepots(db: Db): Promise<string> {
  const known = await namesOfDepots(db);
  if (known.length === 0) return 'No depot was imported yet; a name may be given beforehand.\n';
  return `Known depots:\n${known.map((name) => `  ${name}\n`).join('')}`;
}

async function namesOfDepots(db: Db): Promise<readonly string[]> {
  const depots = await db.selectFrom('depots').select('name').orderBy('name').execute();
  return depots.map(({ name }) => name);
}

function depotLines(depots: OwnDepots): string {
  if (depots === 'all') return 'all depots\n';
  return depots.length === 0 ? 'no depot\n' : depots.map((name) => `${name}\n`).join('');
}

function refuse(out: Out, why: string): number {
  out.writeError(why);
  return 1;
}
