import type { Config } from './config.ts';
import { bindConsignments } from './features/accounts/binding.ts';
import { runImport } from './features/routes/import/import.cli.ts';
import type { Instance } from './open-instance.ts';
import { clockOf } from './ports/clock.ts';

/** `doorstep import FILE`: beside a running server or without one. A running one hears of each route as it is stored. */
export async function importCommand(args: readonly string[], config: Config, instance: Instance): Promise<number> {
  return runImport(args, {
    db: instance.database.db,
    clock: clockOf(config),
    bindConsignments,
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    environment: process.env,
  });
}
