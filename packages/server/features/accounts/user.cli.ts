import { parseArgs } from 'node:util';
import { createAuth } from '../../access/auth.ts';
import { isRole, type Role, roles } from '../../access/roles.ts';
import type { Config } from '../../config.ts';
import type { Db } from '../../db/open-database.ts';
import { systemClock } from '../../ports/clock.ts';
import { addUser } from './add-user.ts';
import { bindConfirmedEmail } from './binding.ts';

const usage = `Usage: doorstep user add EMAIL --role ROLE [--name NAME]
       doorstep user add EMAIL --role dispatcher --depot NAME [--depot NAME ...] | --all-depots
`;

/** `doorstep user add`: prints the generated password once. Answers the exit code. */
export async function userCommand(args: readonly string[], config: Config, db: Db): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      role: { type: 'string', default: 'recipient' },
      name: { type: 'string' },
      depot: { type: 'string', multiple: true, default: [] },
      'all-depots': { type: 'boolean', default: false },
    },
  });
  const [verb, email] = positionals;
  if (verb !== 'add' || !email || !isRole(values.role)) {
    process.stderr.write(`${usage}ROLE is one of: ${roles.join(', ')}\n`);
    return 1;
  }
  const depots = values['all-depots'] ? 'all' : values.depot;
  if ((values.role === 'dispatcher') !== depots.length > 0) {
    process.stderr.write(await whichDepots(values.role, db));
    return 1;
  }
  const auth = createAuth({
    db,
    config,
    clock: systemClock,
    // Nothing is signed here: an account is made, no session.
    secret: 'x'.repeat(32),
    sendMail: async () => undefined,
    onEmailConfirmed: bindConfirmedEmail,
    log: { error: (message) => process.stderr.write(`${message}\n`) },
  });
  const added = await addUser(
    { db, auth },
    { email, role: values.role, name: values.name ?? email.split('@')[0] ?? email, depots },
  );
  if (!added.ok) {
    process.stderr.write(
      added.code === 'exists' ? `There is already an account for ${email}.\n` : `"${email}" is not a mail address.\n`,
    );
    return 1;
  }
  process.stdout.write(`${email}\npassword: ${added.password}\n`);
  if (values.role === 'recipient')
    process.stderr.write(
      `You vouch for this address: the account sees every parcel sent to it, without a confirmation.\n`,
    );
  return 0;
}

/** Said to a dispatcher without depots, who would see no route, and to any other role with some. */
async function whichDepots(role: Role, db: Db): Promise<string> {
  if (role !== 'dispatcher') return 'Only a dispatcher works for depots: leave out --depot and --all-depots.\n';
  const depots = await db.selectFrom('depots').select('name').orderBy('name').execute();
  const known = depots.length === 0 ? 'No depot was imported yet; a name may be given beforehand.' : 'Known depots:';
  const names = depots.map(({ name }) => `  ${name}\n`).join('');
  return `For which depots? --depot NAME, once for each, or --all-depots. ${known}\n${names}`;
}
