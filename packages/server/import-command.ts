import { clockOf } from './compose.ts';
import type { Config } from './config.ts';
import { routesImportedChannel } from './db/channels.ts';
import { bindConsignments } from './features/accounts/binding.ts';
import { runImport } from './features/routes/import/import.cli.ts';
import type { Instance } from './open-instance.ts';

/** `doorstep import FILE`: beside a running server or without one. A running one looks at its plans anew. */
export async function importCommand(args: readonly string[], config: Config, instance: Instance): Promise<number> {
  const { db, pool } = instance.database;
  const code = await runImport(args, {
    db,
    clock: clockOf(config),
    bindConsignments,
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    environment: process.env,
  });
  await pool.query('select pg_notify($1, $2)', [routesImportedChannel, '']);
  return code;
}
