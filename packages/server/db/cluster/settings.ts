import { join } from 'node:path';
import { readIfThere, writeWhole } from './files.ts';
import type { OsUser } from './os-user.ts';

export const settingsFileName = 'doorstep.conf';
export const logFolderName = 'log';

/** Written at every start, so that a new release brings its settings along; postgresql.auto.conf still overrides it. */
const text = `# Written by Doorstep at every start. Change settings with ALTER SYSTEM instead.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 100
shared_buffers = '128MB'
# Acknowledged means durable.
fsync = on
synchronous_commit = on
full_page_writes = on
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
# One log file per weekday, so that logs end after a week.
logging_collector = on
log_directory = '${logFolderName}'
log_filename = 'postgresql-%a.log'
log_file_mode = 0600
log_rotation_age = '1d'
log_rotation_size = 0
log_truncate_on_rotation = on
log_checkpoints = off
# Statements, their parameters and the values in their errors are personal data. Doorstep logs its own errors.
log_statement = 'none'
log_duration = off
log_min_duration_statement = -1
log_min_messages = 'log'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
`;

export async function writeSettings(cluster: string, user: OsUser | null): Promise<void> {
  const path = join(cluster, settingsFileName);
  if ((await readIfThere(path)) !== text) await writeWhole(path, text, 0o600, user);
}
